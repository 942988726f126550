package dev.vernier.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.app.notice.Notice;
import dev.vernier.app.workbench.BundledFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Label;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files dragged over the window: what dropping them does is said before they are dropped. */
class DropJourneyTest extends WindowJourney {
    @TempDir
    Path folder;

    private void dragOver(Path file) {
        robot.interact(() -> window.dropTarget().show(List.of(file)));
    }

    private void drop(Path file) {
        robot.interact(() -> {
            window.dropTarget().hide();
            window.dropTarget().drop(List.of(file));
        });
    }

    private static Node hint() {
        return stage.getScene().lookup("#drop-hint");
    }

    private static boolean refused() {
        return hint().getPseudoClassStates().contains(PseudoClass.getPseudoClass("refused"));
    }

    @Test
    void aModelIsNamedAndOpened() throws Exception {
        Path model = Files.copy(BundledFiles.of("digits-mlp.onnx"), folder.resolve("own.onnx"));
        dragOver(model);
        assertThat(((Label) withId("drop-title")).getText()).isEqualTo("Open own.onnx");
        assertThat(refused()).isFalse();
        assertThat(hint().getLayoutBounds().getWidth())
                .isEqualTo(stage.getScene().getWidth());

        drop(model);
        await(() -> model().projectProperty().get().modelName().equals("own.onnx"));
        assertThat(hint()).isNull();
    }

    @Test
    void whatCannotBeOpenedIsRefusedInWordsAndLeavesEverythingAsItIs() throws Exception {
        Path torch = Files.writeString(folder.resolve("net.pt"), "PK");
        dragOver(torch);
        assertThat(((Label) withId("drop-title")).getText()).isEqualTo("net.pt cannot be opened");
        assertThat(refused()).isTrue();

        drop(torch);
        await(() -> model().openNoticeProperty().get() != null);
        Notice why = model().openNoticeProperty().get();
        assertThat(why.title()).isEqualTo("Model not opened");
        assertThat(why.message()).contains("torch.onnx.export");
        assertThat(model().projectProperty().get()).isSameAs(project);
        robot.interact(() -> model().openNoticeProperty().set(null));
    }
}
