package dev.vernier.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.app.distribution.DistributionView;
import dev.vernier.app.layers.LayerRow;
import dev.vernier.app.project.Project;
import dev.vernier.app.project.SessionPlanEvaluator;
import dev.vernier.app.theme.Theme;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.SnapshotParameters;
import javafx.scene.control.TableView;
import javafx.scene.image.WritableImage;
import javafx.scene.transform.Transform;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/**
 * Makes the pictures of the documentation from the real program on the bundled samples; needs no display. Not run with the tests:
 *
 * <pre>mvn -q -pl app -am test -Dtest=Pictures -Dsurefire.failIfNoSpecifiedTests=false -Dvernier.pictures=$PWD/docs/pictures</pre>
 *
 * <p>Other properties: {@code vernier.pictures.size} ({@code 1440x900}) and {@code vernier.pictures.scale}, pixels per unit (1).
 */
class Pictures {
    private WorkbenchWindow window;
    private Stage stage;
    private Path folder;
    private double scale;

    @Test
    void takeAll() throws Exception {
        folder = Files.createDirectories(Path.of(System.getProperty("vernier.pictures", "target/pictures")));
        String[] size = System.getProperty("vernier.pictures.size", "1440x900").split("x");
        scale = Double.parseDouble(System.getProperty("vernier.pictures.scale", "1"));
        System.setProperty("headless.geometry", size[0] + "x" + size[1] + "-32");
        Platform.startup(() -> {});
        onWindowThread(() -> {
            stage = new Stage();
            window = new WorkbenchWindow(stage, SessionPlanEvaluator::new);
            window.show();
            stage.setMaximized(false);
            stage.setWidth(Double.parseDouble(size[0]));
            stage.setHeight(Double.parseDouble(size[1]));
            return null;
        });
        takeEach();
        onWindowThread(() -> {
            stage.hide();
            return null;
        });
    }

    private void takeEach() throws Exception {
        open(Samples.open("digits-outlier"));
        select("block2.conv");
        window(w -> w.distribution().viewProperty().set(DistributionView.ACTIVATIONS));
        settle();
        take("ruined");
        window(w -> {
            w.controller().pin();
            LayerConfig c = w.controller().plan().configFor("block2.conv");
            w.controller()
                    .edit(w.controller()
                            .plan()
                            .withLayer(
                                    "block2.conv",
                                    c.withActivations(c.activations().withRule(RangeRule.Manual.of(0, 60)))));
        });
        settle();
        take("clipped-light");
        window(w -> w.appearance().themeProperty().set(Theme.DARK));
        take("clipped-dark");
        open(Samples.open("digits-dw"));
        window(w -> w.controller().edit(mixedPlan(w.model().projectProperty().get())));
        select("block2.depthwise");
        window(w -> w.distribution().viewProperty().set(DistributionView.WEIGHTS));
        settle();
        take("mixed-dark");
        window(w -> w.appearance().themeProperty().set(Theme.LIGHT));
        take("mixed-light");
        window(w -> w.appearance().themeProperty().set(Theme.HIGH_CONTRAST));
        take("mixed-contrast");
        window(w -> w.appearance().themeProperty().set(Theme.LIGHT));
        window(w -> w.appearance().textScaleProperty().set(2));
        take("mixed-large-text");
        window(w -> w.appearance().textScaleProperty().set(1));
        window(w -> w.distribution().comparingRulesProperty().set(true));
        settle();
        take("compare-rules");
        window(w -> w.distribution().byChannelProperty().set(true));
        settle();
        take("channel-light");
    }

    private void open(Project project) throws Exception {
        onWindowThread(() -> {
            window.controller().open(project, QuantPlan.of(Preset.INT8));
            return null;
        });
        settle();
    }

    /** Every other kind of precision somewhere, so that all colours show. */
    private static QuantPlan mixedPlan(Project project) {
        QuantPlan plan = QuantPlan.of(Preset.INT8);
        List<Layer> weighted =
                project.layers().stream().filter(Layer::hasWeights).toList();
        Precision[] kinds = {Precision.INT8, Precision.FP16, Precision.INT8, Precision.INT4};
        for (int i = 0; i < weighted.size(); i++) {
            LayerConfig c = plan.configFor(weighted.get(i).name());
            Precision p = kinds[i % kinds.length];
            plan = plan.withLayer(
                    weighted.get(i).name(),
                    p == Precision.FP16
                            ? new LayerConfig(QuantSpec.ofFloat(p), QuantSpec.ofFloat(p))
                            : c.withWeights(QuantSpec.weights(p)));
        }
        return plan;
    }

    private void window(Consumer<WorkbenchWindow> action) throws Exception {
        onWindowThread(() -> {
            action.accept(window);
            return null;
        });
    }

    private void select(String layer) throws Exception {
        onWindowThread(() -> {
            TableView<?> table = (TableView<?>) stage.getScene().lookup("#layers");
            table.getSelectionModel().clearSelection();
            for (int i = 0; i < table.getItems().size(); i++) {
                if (((LayerRow) table.getItems().get(i)).name().equals(layer)) {
                    table.getSelectionModel().select(i);
                }
            }
            return null;
        });
        settle();
    }

    /** Waits until nothing is being computed and what was is drawn. */
    private void settle() throws Exception {
        for (int i = 0; i < 600; i++) {
            TimeUnit.MILLISECONDS.sleep(50);
            boolean done =
                    onWindowThread(() -> !window.model().evaluatingProperty().get());
            if (done && i > 10) {
                break;
            }
        }
        TimeUnit.MILLISECONDS.sleep(600);
    }

    private void take(String name) throws Exception {
        TimeUnit.MILLISECONDS.sleep(400);
        WritableImage image = onWindowThread(() -> {
            SnapshotParameters parameters = new SnapshotParameters();
            parameters.setTransform(Transform.scale(scale, scale));
            return stage.getScene().getRoot().snapshot(parameters, null);
        });
        File file = folder.resolve(name + ".png").toFile();
        ImageIO.write(SwingFXUtils.fromFXImage(image, null), "png", file);
        assertThat(file).isNotEmpty();
    }

    static <T> T onWindowThread(Callable<T> what) throws Exception {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Platform.runLater(() -> {
            try {
                answer.complete(what.call());
            } catch (Exception e) {
                answer.completeExceptionally(e);
            }
        });
        return answer.get(60, TimeUnit.SECONDS);
    }
}
