package dev.vernier.engine.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.data.InMemoryDataset;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class CalibrationRunTest {
    /** x [N,2] → h = relu(x0 - x1, 2·x1) → y = h + h. */
    private static final Graph GRAPH = Graph.builder("tiny")
            .input(spec("x"))
            .constant("w", TensorData.ofFloats(Shape.of(2, 2), 1, -1, 0, 2))
            .node(new Node("dense", new Gemm(false, true, 1, 1, Clamp.RELU), List.of("x", "w"), List.of("h")))
            .node(new Node("twice", new Add(Clamp.NONE), List.of("h", "h"), List.of("y")))
            .output("y")
            .spec(spec("h"))
            .spec(spec("y"))
            .build();

    private static TensorSpec spec(String name) {
        return new TensorSpec(name, DataType.FLOAT32, Shape.of(Shape.UNKNOWN, 2));
    }

    private static Dataset data(float... values) {
        return InMemoryDataset.of(
                "numbers",
                List.of("x"),
                List.of(TensorData.ofFloats(Shape.of(values.length / 2, 2), values)),
                new int[0],
                List.of());
    }

    private static CalibrationResult run(Dataset data, int samples) {
        return CalibrationRun.run(GRAPH, data, samples, "numbers", Progress.NONE, Cancellation.NEVER);
    }

    @Test
    void everyActivationIsObserved() {
        CalibrationResult r = run(data(3, 1, 1, 2, -1, -4, 9, 9), 3); // the last sample is left out

        assertThat(r.statistics().keySet()).containsExactly("x", "h", "y");
        assertThat(r.samples()).isEqualTo(3);
        assertThat(r.findings()).isEmpty();
        TensorStatistics x = r.statistics("x");
        assertThat(x.min()).isEqualTo(-4);
        assertThat(x.max()).isEqualTo(3);
        // h: (2, 2), (0, 4), (3, 0)
        TensorStatistics h = r.statistics("h");
        assertThat(h.count()).isEqualTo(6);
        assertThat(h.zeros()).isEqualTo(2);
        assertThat(h.mean()).isCloseTo(11 / 6.0, within(1e-6));
        assertThat(h.meanSquare()).isCloseTo(33 / 6.0, within(1e-6));
        assertThat(h.channels()).isEqualTo(2);
        assertThat(h.channelMax(0)).isEqualTo(3);
        assertThat(h.channelMax(1)).isEqualTo(4);
        assertThat(r.statistics("y").max()).isEqualTo(8);
    }

    /** Several batches, the last one not full. */
    @Test
    void batchesAddUp() {
        Random random = new Random(6);
        float[] values = new float[2 * 150];
        double sum = 0;
        float max = 0;
        for (int i = 0; i < values.length; i += 2) {
            values[i] = (float) random.nextGaussian();
            values[i + 1] = (float) random.nextGaussian();
            float a = Math.max(0, values[i] - values[i + 1]);
            float b = Math.max(0, 2 * values[i + 1]);
            sum += a + b;
            max = Math.max(max, Math.max(a, b));
        }
        List<Long> progress = new ArrayList<>();
        CalibrationResult r = CalibrationRun.run(
                GRAPH,
                data(values),
                1000,
                "numbers",
                (done, total) -> progress.add(done * 1000 / total),
                Cancellation.NEVER);

        assertThat(r.samples()).isEqualTo(150);
        assertThat(r.statistics("h").count()).isEqualTo(300);
        assertThat(r.statistics("h").mean()).isCloseTo(sum / 300, within(1e-5));
        assertThat(r.statistics("h").max()).isEqualTo(max);
        assertThat(progress).isSorted().last().isEqualTo(1000L);
    }

    @Test
    void nonFiniteValuesAreReportedAndLeftOut() {
        CalibrationResult r = run(data(1, 1, Float.POSITIVE_INFINITY, 1, 2, 1), 3);

        assertThat(r.statistics("x").max()).isEqualTo(2);
        assertThat(r.statistics("x").nonFinite()).isEqualTo(1);
        assertThat(r.findings()).hasSizeGreaterThanOrEqualTo(1);
        assertThat(r.findings().get(0))
                .contains("Tensor x")
                .contains("1 NaN or infinite")
                .contains("of 6");
    }

    @Test
    void stopsWhenAsked() {
        assertThatThrownBy(() -> CalibrationRun.run(GRAPH, data(1, 1), 1, "numbers", Progress.NONE, () -> true))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void noSamples() {
        assertThatThrownBy(() -> run(data(), 5))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("numbers");
    }

    @Test
    void unknownTensor() {
        assertThatThrownBy(() -> run(data(1, 1), 1).statistics("z"))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("z");
    }
}
