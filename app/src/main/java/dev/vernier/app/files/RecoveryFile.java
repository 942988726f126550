package dev.vernier.app.files;

import dev.vernier.engine.VernierException;
import dev.vernier.io.project.ProjectFile;
import dev.vernier.io.project.SavedProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Where unsaved work is kept while the program runs, and where that of the run before waits to be restored. Safe on any thread. */
public final class RecoveryFile {
    private final Path present;
    private final Path earlier;

    /** Sets aside what the run before left. */
    public RecoveryFile(Path folder) {
        present = folder.resolve("recovery" + ProjectFile.ENDING);
        earlier = folder.resolve("unsaved" + ProjectFile.ENDING);
        try {
            if (Files.exists(present)) {
                Files.move(present, earlier, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException notMoved) {
            // it stays where it is until the next step overwrites it; the window must open all the same
        }
    }

    boolean hasEarlier() {
        return Files.exists(earlier);
    }

    Path earlier() {
        return earlier;
    }

    SavedProject readEarlier() {
        return ProjectFile.read(earlier);
    }

    void forgetEarlier() {
        delete(earlier);
    }

    /** @return whether it could be written; a home that cannot be written to is no reason to disturb anybody's work */
    boolean write(SavedProject project) {
        try {
            Files.createDirectories(present.getParent());
            ProjectFile.write(present, project);
            return true;
        } catch (IOException | VernierException notKept) {
            return false;
        }
    }

    /** @return whether nothing is kept any more */
    boolean clear() {
        return delete(present);
    }

    private static boolean delete(Path file) {
        try {
            Files.deleteIfExists(file);
            return true;
        } catch (IOException stays) {
            return false;
        }
    }
}
