package dev.vernier.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.app.layers.LayerRow;
import dev.vernier.app.project.Project;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import org.junit.jupiter.api.Test;
import org.testfx.util.WaitForAsyncUtils;

/** A network of a thousand layers in the table. How much of the table is built is checked; with
 * {@code -Dvernier.print=true} what it takes is printed. */
class LargeModelTest extends WindowJourney {
    private static final int LAYERS = 1_000;
    private static final int WIDTH = 16;

    private static Graph deep(int layers) {
        Random random = new Random(1);
        Graph.Builder b =
                Graph.builder("deep").input(new TensorSpec("x", DataType.FLOAT32, Shape.of(Shape.UNKNOWN, WIDTH)));
        String before = "x";
        for (int i = 0; i < layers; i++) {
            float[] weights = new float[WIDTH * WIDTH];
            for (int k = 0; k < weights.length; k++) {
                weights[k] = (float) random.nextGaussian();
            }
            b.constant("w" + i, TensorData.ofFloats(Shape.of(WIDTH, WIDTH), weights));
            b.constant("b" + i, TensorData.ofFloats(Shape.of(WIDTH), new float[WIDTH]));
            b.node(new Node(
                    "dense" + i,
                    new Gemm(false, true, 1, 1, Clamp.RELU),
                    List.of(before, "w" + i, "b" + i),
                    List.of("y" + i)));
            b.spec(new TensorSpec("y" + i, DataType.FLOAT32, Shape.of(Shape.UNKNOWN, WIDTH)));
            before = "y" + i;
        }
        return b.output(before).build();
    }

    private static long windowThreadNanos(Runnable what) throws Exception {
        return WaitForAsyncUtils.waitForAsyncFx(30_000, () -> {
            long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            what.run();
            return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
        });
    }

    @Test
    void aThousandLayersAreRowsOnlyWhereTheyAreSeen() throws Exception {
        Project deep = Project.toLookAt("deep", deep(LAYERS));
        @SuppressWarnings("unchecked")
        TableView<LayerRow> table = (TableView<LayerRow>) stage.getScene().lookup("#layers");
        long opening = windowThreadNanos(() -> {
            window.controller().open(deep, QuantPlan.of(Preset.INT8));
            table.layout();
        });
        assertThat(table.getItems()).hasSize(LAYERS + 1);
        long slowest = 0;
        long all = 0;
        int steps = 0;
        for (int row = 0; row <= LAYERS; row += 10) {
            int to = row;
            long nanos = windowThreadNanos(() -> {
                table.scrollTo(to);
                table.layout();
            });
            slowest = Math.max(slowest, nanos);
            all += nanos;
            steps++;
        }
        assertThat(table.lookupAll(".table-row-cell").stream().filter(TableRow.class::isInstance))
                .hasSizeLessThan(80);
        if (Boolean.getBoolean("vernier.print")) {
            System.out.printf(
                    "%d layers: opened in %d ms of the window's thread; %d scrolls of ten rows, mean %d ms, slowest %d ms%n",
                    LAYERS,
                    TimeUnit.NANOSECONDS.toMillis(opening),
                    steps,
                    TimeUnit.NANOSECONDS.toMillis(all / steps),
                    TimeUnit.NANOSECONDS.toMillis(slowest));
        }
    }
}
