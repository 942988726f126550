package dev.vernier.app.window;

import dev.vernier.app.files.DroppedFiles;
import dev.vernier.app.files.FileActions;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/**
 * Opens files that are dropped on the window, and says over it what dropping them will do while they are dragged.
 *
 * <p>Style classes {@code drop-hint} (pseudo-class {@code :refused}), {@code drop-veil}, {@code drop-card}, {@code drop-title}, {@code drop-words}.
 */
final class DropTarget {
    private static final PseudoClass REFUSED = PseudoClass.getPseudoClass("refused");

    private final Pane root;
    private final FileActions files;
    private final Label title = new Label();
    private final Label words = new Label();
    private final VBox card = new VBox(title, words);
    private final Region veil = new Region();
    private final StackPane hint = new StackPane(veil, card);

    DropTarget(Pane root, FileActions files) {
        this.root = root;
        this.files = files;
        title.getStyleClass().add("drop-title");
        title.setWrapText(true);
        title.setId("drop-title");
        words.getStyleClass().add("drop-words");
        words.setWrapText(true);
        veil.getStyleClass().add("drop-veil");
        card.getStyleClass().add("drop-card");
        card.setMaxHeight(Region.USE_PREF_SIZE);
        hint.getStyleClass().add("drop-hint");
        hint.setId("drop-hint");
        hint.setAlignment(Pos.CENTER);
        hint.setManaged(false);
        hint.setMouseTransparent(true);
        root.setOnDragEntered(this::entered);
        root.setOnDragOver(this::over);
        root.setOnDragExited(e -> hide());
        root.setOnDragDropped(this::dropped);
    }

    private void entered(DragEvent e) {
        if (e.getDragboard().hasFiles()) {
            show(paths(e));
        }
    }

    private void over(DragEvent e) {
        if (e.getDragboard().hasFiles()) {
            // what cannot be opened is taken, too: the window then says why, to be read at leisure
            e.acceptTransferModes(TransferMode.COPY);
            e.consume();
        }
    }

    private void dropped(DragEvent e) {
        hide();
        if (e.getDragboard().hasFiles()) {
            drop(paths(e));
            e.setDropCompleted(true);
            e.consume();
        }
    }

    private static List<Path> paths(DragEvent e) {
        return e.getDragboard().getFiles().stream().map(File::toPath).toList();
    }

    /** Says what dropping {@code paths} will do. */
    void show(List<Path> paths) {
        DroppedFiles dragged = DroppedFiles.of(paths);
        title.setText(dragged.title(files.openModelName()));
        words.setText(dragged.words());
        hint.pseudoClassStateChanged(REFUSED, !dragged.opens());
        if (hint.getParent() == null) {
            root.getChildren().add(hint);
        }
        hint.resizeRelocate(0, 0, root.getWidth(), root.getHeight());
    }

    void drop(List<Path> paths) {
        files.openDropped(DroppedFiles.of(paths));
    }

    void hide() {
        root.getChildren().remove(hint);
    }
}
