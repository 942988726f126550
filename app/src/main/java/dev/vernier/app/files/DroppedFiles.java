package dev.vernier.app.files;

import dev.vernier.io.ModelReader;
import dev.vernier.io.project.ProjectFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the files are that a person drags onto the window, judged by their names: no file is read. Immutable.
 *
 * @param project the first that is one; then the others do not count
 * @param model one of any format, also of those that are not read
 * @param data a folder counts as one of pictures
 * @param unknown one that has the name of nothing that is opened; its contents may still be data
 */
public record DroppedFiles(
        Optional<Path> project,
        Optional<Path> model,
        Optional<Path> data,
        Optional<Path> plan,
        Optional<Path> unknown) {
    private static final String DATA_NAME =
            ".*(\\.dataset\\.json|\\.npz|\\.npy|\\.bin|ubyte(\\.gz)?|\\.[ct]sv(\\.gz)?)|[^.]+";
    private static final String OPENED =
            "Vernier opens models (ONNX, TensorFlow Lite, Keras), data sets (.dataset.json,"
                    + " NumPy, IDX, CIFAR, CSV, a folder of pictures), plans and projects";

    public static DroppedFiles of(List<Path> files) {
        return new DroppedFiles(
                first(files, DroppedFiles::isProject),
                first(files, f -> !isProject(f) && ModelReader.isNamedAsModel(f)),
                first(files, DroppedFiles::isData),
                first(files, DroppedFiles::isPlan),
                first(files, f -> !isProject(f) && !ModelReader.isNamedAsModel(f) && !isData(f) && !isPlan(f)));
    }

    private static Optional<Path> first(List<Path> files, Predicate<Path> is) {
        return files.stream().filter(is).findFirst();
    }

    private static boolean isProject(Path file) {
        return name(file).endsWith(ProjectFile.ENDING);
    }

    private static boolean isData(Path file) {
        return !ModelReader.isNamedAsModel(file) && (name(file).matches(DATA_NAME) || Files.isDirectory(file));
    }

    private static boolean isPlan(Path file) {
        return name(file).endsWith(".json") && !isProject(file) && !isData(file);
    }

    private static String name(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT);
    }

    /** Whether dropping them opens something, as far as names tell. */
    public boolean opens() {
        return project.isPresent()
                || model.map(m -> ModelReader.advice(m).isEmpty())
                        .orElse(data.isPresent() || (plan.isPresent() && unknown.isEmpty()));
    }

    /**
     * What dropping them does.
     *
     * @param openModel the name of the model that is open
     */
    public String title(String openModel) {
        if (!opens()) {
            return shown(model.or(() -> unknown)) + " cannot be opened";
        }
        if (project.isPresent()) {
            return "Open project " + shown(project);
        }
        if (model.isPresent()) {
            return "Open " + shown(model)
                    + data.map(d -> " with " + d.getFileName()).orElse("");
        }
        return data.isPresent()
                ? "Open " + shown(data) + " as data for " + openModel
                : "Take up plan " + shown(plan) + " for " + openModel;
    }

    /** What becomes of what is open, or why nothing can be opened. */
    public String words() {
        if (!opens()) {
            return model.flatMap(ModelReader::advice).orElse(OPENED);
        }
        if (project.isPresent()) {
            return "In place of what is open";
        }
        if (model.isPresent()) {
            return data.isPresent()
                    ? "In place of the open model and its data"
                    : "With the open data, where they fit it";
        }
        return data.isPresent() ? "The plan stays; ranges are calibrated anew" : "One undo step";
    }

    private static String shown(Optional<Path> file) {
        return file.map(f -> f.getFileName().toString()).orElse("This");
    }
}
