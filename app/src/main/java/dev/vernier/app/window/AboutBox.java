package dev.vernier.app.window;

import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.stage.Window;

/** What the program is, and whose fonts it carries. */
final class AboutBox {
    private final Dialog<Void> dialog = new Dialog<>();

    AboutBox(Window owner) {
        dialog.initOwner(owner);
        dialog.setTitle("About Vernier");
        Label name = new Label("Vernier");
        name.getStyleClass().add("big-number");
        String version = AboutBox.class.getPackage().getImplementationVersion();
        VBox box = new VBox(
                name,
                new Label("A workbench for quantizing neural networks by hand"
                        + (version == null ? "" : ", version " + version)),
                new Label("Apache License 2.0"),
                new Label("Inter and JetBrains Mono under the SIL Open Font License 1.1"));
        box.getStyleClass().add("about");
        dialog.getDialogPane().setContent(box);
        dialog.getDialogPane().getButtonTypes().add(ButtonType.CLOSE);
        dialog.getDialogPane().getStylesheets().setAll(owner.getScene().getStylesheets());
    }

    void show() {
        dialog.show();
    }
}
