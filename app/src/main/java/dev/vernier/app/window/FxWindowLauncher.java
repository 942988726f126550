package dev.vernier.app.window;

import dev.vernier.app.distribution.DragRehearsal;
import dev.vernier.app.files.RecoveryFile;
import dev.vernier.app.jobs.BackgroundWork;
import dev.vernier.app.preferences.Preferences;
import dev.vernier.app.preferences.PreferencesFile;
import dev.vernier.app.project.SessionPlanEvaluator;
import dev.vernier.app.workbench.OpenRequest;
import dev.vernier.app.workbench.WindowLauncher;
import java.util.concurrent.CountDownLatch;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.stage.Stage;

/** Starts the toolkit and opens the window. */
public final class FxWindowLauncher implements WindowLauncher {
    @Override
    public void open(OpenRequest request) {
        CountDownLatch closed = new CountDownLatch(1);
        try {
            Platform.startup(() -> show(request, closed));
        } catch (UnsupportedOperationException e) {
            throw new NoDisplayException(e.getMessage(), e);
        }
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void show(OpenRequest request, CountDownLatch closed) {
        Stage stage = new Stage();
        WorkbenchWindow window = new WorkbenchWindow(stage, SessionPlanEvaluator::new);
        PreferencesFile preferences = PreferencesFile.ofUser();
        window.remember(preferences.read());
        window.projects().keepUnsavedIn(new RecoveryFile(preferences.folder()));
        window.show();
        tellTimes(window);
        FrameTimes.tellOf(stage.getScene());
        DragRehearsal.in(stage.getScene(), window.model());
        // what was opened is not forgotten where the program ends without closing its window
        BackgroundWork keeping = new BackgroundWork("vernier-preferences");
        window.model()
                .projectProperty()
                .addListener((o, was, is) -> Platform.runLater(() -> {
                    Preferences now = window.preferences();
                    keeping.run(
                            () -> {
                                preferences.write(now);
                                return now;
                            },
                            kept -> {});
                }));
        stage.showingProperty().addListener((o, was, is) -> {
            if (!is) {
                keeping.forget();
                preferences.write(window.preferences());
                closed.countDown();
            }
        });
        window.tourOnFirstStart();
        window.openFirst(request);
    }

    private static void tellTimes(WorkbenchWindow window) {
        AnimationTimer secondFrame = new AnimationTimer() {
            private int frames;

            @Override
            public void handle(long now) {
                // The second frame begins when the first has been drawn.
                if (++frames == 2) {
                    stop();
                    StartTimes.tell("window visible");
                }
            }
        };
        secondFrame.start();
        window.model().resultProperty().addListener((o, was, is) -> {
            if (is != null && is.isFinal()) {
                StartTimes.tell("evaluated");
            }
        });
    }
}
