package dev.vernier.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.VernierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import org.junit.jupiter.api.Test;

/** Long jobs: seen with their progress, cancelled one by one; what fails is told to whom started it. */
class TasksJourneyTest extends WindowJourney {
    @Test
    void ofTwoJobsOneIsCancelledInTheList() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        AtomicReference<String> answer = new AtomicReference<>();
        AtomicBoolean cancelledOneSawIt = new AtomicBoolean();
        robot.interact(() -> {
            window.jobs()
                    .start(
                            "Sensitivity",
                            job -> {
                                job.counting("layer").report(3, 12);
                                end.await();
                                return "done";
                            },
                            answer::set,
                            e -> answer.set("failed"));
            window.jobs()
                    .start(
                            "Search",
                            job -> {
                                while (!job.cancellation().isRequested()) {
                                    Thread.sleep(1);
                                }
                                cancelledOneSawIt.set(true);
                                job.cancellation().check();
                                return "not reached";
                            },
                            answer::set,
                            e -> answer.set("failed"));
        });
        await(() -> robot.lookup("layer 3 of 12").tryQuery().isPresent());
        robot.clickOn("#tasks");
        await(() -> robot.lookup("#task-list .task").queryAll().size() == 2);

        robot.clickOn(robot.lookup("#task-list .task-cancel")
                .lookup((Button b) -> b.getAccessibleText().equals("Cancel Search"))
                .queryButton());
        await(() -> cancelledOneSawIt.get() && window.jobs().running().size() == 1);
        assertThat(robot.lookup("#task-list .task").queryAll()).hasSize(1);
        assertThat(answer.get()).isNull();

        end.countDown();
        await(() -> "done".equals(answer.get()));
        assertThat(window.jobs().running()).isEmpty();
        assertThat(((Label) robot.lookup("#task-list .secondary").query()).getText())
                .startsWith("Nothing runs");
        robot.clickOn("#tasks");
    }

    @Test
    void whatFailsIsToldToWhomStartedIt() throws Exception {
        AtomicReference<Throwable> heard = new AtomicReference<>();
        robot.interact(() -> window.jobs()
                .start(
                        "Export",
                        job -> {
                            throw new VernierException("Cannot write x.onnx: the disk is full");
                        },
                        nothing -> {},
                        heard::set));
        await(() -> heard.get() != null);
        assertThat(heard.get()).hasMessage("Cannot write x.onnx: the disk is full");
        assertThat(window.jobs().running()).isEmpty();
    }

    @Test
    void anEvaluationIsStoppedAndTakenUpAgain() throws Exception {
        robot.interact(() -> {
            window.controller().setPreset(dev.vernier.engine.spec.Preset.FP16);
            window.controller().stopEvaluation();
        });
        assertThat(model().evaluatingProperty().get()).isFalse();
        assertThat(text("activity")).isEqualTo("evaluation stopped");

        robot.clickOn("#resume-evaluation");
        settle();
        assertThat(withId("activity")).isNotNull();
        assertThat(text("activity")).contains("from cache");
    }
}
