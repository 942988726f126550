package dev.vernier.app.export;

import java.io.File;
import javafx.stage.Window;

/** Export and Prove, as menus and toolbar call them. */
public final class ExportActions {
    private final Window window;
    private final ExportController controller;
    private File folder;

    public ExportActions(Window window, ExportController controller) {
        this.window = window;
        this.controller = controller;
    }

    /** Asks for a format and a file and writes the present plan. */
    public void export() {
        ExportDialog dialog = new ExportDialog(window, controller, folder, this::showProof);
        dialog.onClosed(() -> folder = dialog.folder());
        dialog.show();
    }

    /** Proves the present plan in the runtime of its target. */
    public void prove() {
        controller.prove(this::showProof);
    }

    private void showProof(Proved proved) {
        new ProofSheet(window, proved).show();
    }
}
