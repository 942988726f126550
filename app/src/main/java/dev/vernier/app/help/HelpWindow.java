package dev.vernier.app.help;

import javafx.scene.Scene;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;

/** The documentation in a window of its own, which stays open beside the workbench. */
public final class HelpWindow {
    private static final double WIDTH = 980;
    private static final double HEIGHT = 760;
    private static final double LIST_SHARE = 0.2;

    private final Stage stage = new Stage();
    private final ListView<HelpPage> pages = new ListView<>();
    private final ScrollPane reader = new ScrollPane();

    private HelpWindow(Window owner) {
        pages.setId("help-pages");
        pages.getStyleClass().addAll("picker-list", "help-pages");
        pages.setAccessibleText("Pages");
        pages.getItems().setAll(HelpPage.values());
        pages.setCellFactory(l -> new ListCell<>() {
            @Override
            protected void updateItem(HelpPage page, boolean empty) {
                super.updateItem(page, empty);
                setText(empty ? null : page.title());
            }
        });
        pages.getSelectionModel().selectedItemProperty().addListener((o, was, is) -> {
            if (is != null) {
                reader.setContent(new MarkdownView(is.markdown(), this::follow));
                reader.setVvalue(0);
            }
        });
        reader.setFitToWidth(true);
        reader.getStyleClass().add("edge-to-edge");
        SplitPane panes = new SplitPane(pages, reader);
        panes.setDividerPositions(LIST_SHARE);
        panes.getStyleClass().add("workbench");
        Scene scene = new Scene(panes, WIDTH, HEIGHT);
        scene.getStylesheets().setAll(owner.getScene().getStylesheets());
        scene.setOnKeyPressed(e -> {
            if (e.getCode() == KeyCode.ESCAPE) {
                stage.close();
            }
        });
        stage.initOwner(owner);
        stage.setTitle("Vernier help");
        stage.setScene(scene);
    }

    /** Opens at {@code page}. */
    public static void open(Window owner, HelpPage page) {
        HelpWindow help = new HelpWindow(owner);
        help.pages.getSelectionModel().select(page);
        help.stage.show();
    }

    /** Another page opens here; of an address elsewhere, which this program does not visit, the clipboard gets a copy. */
    private void follow(String target) {
        HelpPage.ofLink(target).ifPresentOrElse(pages.getSelectionModel()::select, () -> {
            ClipboardContent content = new ClipboardContent();
            content.putString(target);
            Clipboard.getSystemClipboard().setContent(content);
        });
    }
}
