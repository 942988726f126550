package dev.vernier.io.keras;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.Graph;
import dev.vernier.io.ImportReport;
import dev.vernier.io.ImportedModel;
import dev.vernier.io.ModelFormat;
import dev.vernier.io.normalize.Normalizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code .h5} and {@code .hdf5} files of Keras 1 and 2, and {@code .keras} archives of Keras 3.
 *
 * <p>The file is read once into memory outside the Java heap; weights that need no other order of axes are views of it.
 */
public final class KerasReader implements ModelFormat {
    @Override
    public String name() {
        return "Keras";
    }

    @Override
    public List<String> extensions() {
        return List.of(".keras", ".h5", ".hdf5");
    }

    /** HDF5 files; a zip may be anything. */
    @Override
    public boolean recognises(byte[] head) {
        return Hdf5File.isHdf5(head);
    }

    @Override
    public ImportedModel read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new VernierException("There is no file " + file + "; check the path.");
        }
        ImportReport.Builder report = new ImportReport.Builder();
        try {
            KerasFile source = KerasFile.open(file);
            Graph converted = new KerasToGraph(source, report).convert();
            Graph graph = Normalizer.normalize(converted, report);
            return new ImportedModel(
                    graph, Optional.empty(), report.build(), name(), 0, producer(source), Files.size(file));
        } catch (VernierException e) {
            throw new VernierException(file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new VernierException(file + " cannot be read (" + e.getMessage() + "); check its permissions.", e);
        }
    }

    private static String producer(KerasFile source) {
        String keras = ("Keras " + source.version()).trim();
        return source.backend().isEmpty() ? keras : keras + " (" + source.backend() + ")";
    }
}
