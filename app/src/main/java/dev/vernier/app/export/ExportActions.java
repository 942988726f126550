package dev.vernier.app.export;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.stage.Window;

/** Export and Prove, as menus and toolbar call them. */
public final class ExportActions {
    private final Window window;
    private final ExportController controller;
    private final Supplier<Optional<Path>> besideModel;
    /** That was exported to last; null before. */
    private File folder;

    /** @param besideModel the open model's folder, where there is one */
    public ExportActions(Window window, ExportController controller, Supplier<Optional<Path>> besideModel) {
        this.window = window;
        this.controller = controller;
        this.besideModel = besideModel;
    }

    /** Asks for a format and a file and writes the present plan. */
    public void export() {
        File in = folder == null
                ? besideModel.get().filter(Files::isWritable).map(Path::toFile).orElse(null)
                : folder;
        ExportDialog dialog = new ExportDialog(window, controller, in, this::showProof);
        dialog.onClosed(() -> folder = Objects.equals(dialog.folder(), in) ? folder : dialog.folder());
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
