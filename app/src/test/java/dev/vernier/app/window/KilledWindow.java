package dev.vernier.app.window;

import dev.vernier.app.files.RecoveryFile;
import dev.vernier.app.project.SessionPlanEvaluator;
import dev.vernier.app.workbench.OpenRequest;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Preset;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import javafx.application.Platform;
import javafx.stage.Stage;

/** A window in a process of its own, with work in it that was not saved; ends only by force. */
final class KilledWindow {
    static final Preset PRESET = Preset.INT4;

    private KilledWindow() {}

    /** @param args the folder to keep unsaved work in, a model, its data, and the layer to leave float */
    public static void main(String[] args) throws InterruptedException {
        Platform.startup(() -> {
            WorkbenchWindow window = new WorkbenchWindow(new Stage(), SessionPlanEvaluator::new);
            window.projects().keepUnsavedIn(new RecoveryFile(Path.of(args[0])));
            window.show();
            window.model()
                    .projectProperty()
                    .addListener((o, was, is) -> Platform.runLater(() -> {
                        window.controller().setPreset(PRESET);
                        window.controller().configure(Set.of(args[3]), c -> LayerConfig.FLOAT);
                        window.controller().pin();
                        window.controller().setPreset(Preset.FP16);
                        window.controller().undo();
                    }));
            window.files().open(OpenRequest.of(Path.of(args[1]), Path.of(args[2])));
        });
        new CountDownLatch(1).await();
    }
}
