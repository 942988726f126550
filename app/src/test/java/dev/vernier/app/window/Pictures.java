package dev.vernier.app.window;

import dev.vernier.app.distribution.DistributionView;
import dev.vernier.app.layers.LayerRow;
import dev.vernier.app.project.Project;
import dev.vernier.app.project.SessionPlanEvaluator;
import dev.vernier.app.theme.Theme;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
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

/**
 * Makes the pictures of the documentation from the real program on the bundled samples; needs no display.
 *
 * <p>Arguments: folder to write to, then optionally width, height and pixels per unit.
 */
public final class Pictures {
    private final WorkbenchWindow window;
    private final Stage stage;

    private Pictures(WorkbenchWindow window, Stage stage) {
        this.window = window;
        this.stage = stage;
    }

    public static void main(String[] args) throws Exception {
        Path folder = Files.createDirectories(Path.of(args[0]));
        double width = args.length > 1 ? Double.parseDouble(args[1]) : 1440;
        double height = args.length > 2 ? Double.parseDouble(args[2]) : 900;
        double scale = args.length > 3 ? Double.parseDouble(args[3]) : 1;
        Platform.startup(() -> {});
        Pictures p = onWindowThread(() -> {
            Stage stage = new Stage();
            WorkbenchWindow w = new WorkbenchWindow(stage, SessionPlanEvaluator::new);
            w.show();
            stage.setWidth(width);
            stage.setHeight(height);
            return new Pictures(w, stage);
        });
        p.open(Samples.open("digits-outlier"));
        p.select("block2.conv");
        p.take(folder, "light", scale);
        p.window(w -> w.distribution().viewProperty().set(DistributionView.ACTIVATIONS));
        p.settle();
        p.take(folder, "activations", scale);
        p.window(w -> w.appearance().themeProperty().set(Theme.DARK));
        p.window(w -> w.distribution().viewProperty().set(DistributionView.BOTH));
        p.settle();
        p.take(folder, "dark", scale);
        System.exit(0);
    }

    private void open(Project project) throws Exception {
        onWindowThread(() -> {
            window.controller().open(project, QuantPlan.of(Preset.INT8));
            return null;
        });
        settle();
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

    private void take(Path folder, String name, double scale) throws Exception {
        TimeUnit.MILLISECONDS.sleep(400);
        WritableImage image = onWindowThread(() -> {
            SnapshotParameters parameters = new SnapshotParameters();
            parameters.setTransform(Transform.scale(scale, scale));
            return stage.getScene().getRoot().snapshot(parameters, null);
        });
        File file = folder.resolve(name + ".png").toFile();
        ImageIO.write(SwingFXUtils.fromFXImage(image, null), "png", file);
        System.out.println(file);
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
