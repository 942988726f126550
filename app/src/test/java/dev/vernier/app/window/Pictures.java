package dev.vernier.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.app.distribution.DistributionView;
import dev.vernier.app.layers.LayerRow;
import dev.vernier.app.layers.TensorSide;
import dev.vernier.app.project.Project;
import dev.vernier.app.project.SessionPlanEvaluator;
import dev.vernier.app.theme.Theme;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.spec.Granularity;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import java.awt.image.BufferedImage;
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
import javafx.scene.control.ToggleButton;
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
        theBundledSample();
        theRuinedLayer();
    }

    private void theBundledSample() throws Exception {
        open(Samples.open("digits-dw"));
        window(w -> w.controller().pin());
        window(w -> w.controller().edit(mixedPlan(w.model().projectProperty().get())));
        settle();
        window(w -> w.controller().pin());
        select("block3.pointwise");
        clip("block3.pointwise", TensorSide.WEIGHTS, 0.55);
        take("mixed-light");
        inTheme(Theme.DARK, "mixed-dark");
        inTheme(Theme.HIGH_CONTRAST, "mixed-high-contrast");
        window(w -> w.appearance().textScaleProperty().set(1.5));
        take("mixed-large-text");
        window(w -> w.appearance().textScaleProperty().set(1));
        window(w -> w.distribution().comparingRulesProperty().set(true));
        settle();
        take("compare-rules");
        window(w -> w.distribution().viewProperty().set(DistributionView.ERROR));
        settle();
        take("layer-error");
        click("error-differences");
        take("layer-error-differences");
        window(w -> w.distribution().viewProperty().set(DistributionView.WEIGHTS));
        window(w -> w.distribution().comparingRulesProperty().set(false));
        select("block2.depthwise");
        window(w -> w.distribution().byChannelProperty().set(true));
        settle();
        take("channel");
    }

    private void theRuinedLayer() throws Exception {
        open(Samples.open("digits-outlier"));
        window(w -> w.controller().pin());
        select("block2.conv");
        window(w -> w.distribution().viewProperty().set(DistributionView.ACTIVATIONS));
        settle();
        take("window-before");
        clip("block2.conv", TensorSide.ACTIVATIONS, 0.06);
        take("window-light");
        inTheme(Theme.DARK, "window-dark");
    }

    private void inTheme(Theme theme, String name) throws Exception {
        window(w -> w.appearance().themeProperty().set(theme));
        take(name);
        window(w -> w.appearance().themeProperty().set(Theme.LIGHT));
    }

    /** Draws the range in by hand to {@code share} of what it is. */
    private void clip(String layer, TensorSide side, double share) throws Exception {
        window(w -> {
            LayerConfig c = w.controller().plan().configFor(layer);
            double low = w.distribution().lowProperty().get() * share;
            double high = w.distribution().highProperty().get() * share;
            QuantSpec spec = side.of(c)
                    .withGranularity(Granularity.TENSOR)
                    .withRule(RangeRule.Manual.of((float) low, (float) high));
            w.controller().edit(w.controller().plan().withLayer(layer, side.with(c, spec)));
        });
        settle();
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

    private void click(String button) throws Exception {
        onWindowThread(() -> {
            ((ToggleButton) stage.getScene().lookup("#" + button)).fire();
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
        // without the alpha channel, which a whole window has no use for
        BufferedImage opaque =
                new BufferedImage((int) image.getWidth(), (int) image.getHeight(), BufferedImage.TYPE_INT_RGB);
        SwingFXUtils.fromFXImage(image, opaque);
        File file = folder.resolve(name + ".png").toFile();
        ImageIO.write(opaque, "png", file);
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
