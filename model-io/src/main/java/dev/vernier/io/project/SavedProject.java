package dev.vernier.io.project;

import dev.vernier.engine.evaluate.PlanScore;
import dev.vernier.engine.spec.QuantPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a project file says: model and data, the plan, plans kept beside it. Immutable.
 *
 * @param sample id of a bundled sample; empty where {@code model} is a file
 * @param model empty for a bundled sample
 * @param data empty for a bundled sample's own, or for a model without data
 * @param reading how the data are read, a {@link dev.vernier.io.dataset.DescriptorText}; empty: as their file says
 * @param calibration empty where the first samples of the data are used
 * @param calibrationSamples how many samples the model is calibrated on
 * @param view what was looked at
 * @param calibrated what calibration showed; empty where there were no data
 */
public record SavedProject(
        Optional<String> sample,
        Optional<SavedFile> model,
        Optional<SavedFile> data,
        Optional<String> reading,
        Optional<SavedFile> calibration,
        int calibrationSamples,
        QuantPlan plan,
        List<Kept> snapshots,
        SavedView view,
        Optional<CalibrationSummary> calibrated) {

    /**
     * A plan kept beside the present one.
     *
     * @param words what it is
     * @param score what was measured of it to the end; empty where it was not
     */
    public record Kept(String letter, String words, QuantPlan plan, Optional<PlanScore> score) {}

    public SavedProject {
        Objects.requireNonNull(plan);
        Objects.requireNonNull(view);
        snapshots = List.copyOf(snapshots);
        if (sample.isPresent() == model.isPresent()) {
            throw new IllegalArgumentException("a project is about a sample or a file");
        }
    }

    /** The same project with another file in place of {@code missing}. */
    public SavedProject relocated(Path missing, Path found) {
        return new SavedProject(
                sample,
                model.map(f -> relocated(f, missing, found)),
                data.map(f -> relocated(f, missing, found)),
                reading,
                calibration.map(f -> relocated(f, missing, found)),
                calibrationSamples,
                plan,
                snapshots,
                view,
                calibrated);
    }

    private static SavedFile relocated(SavedFile file, Path missing, Path found) {
        return file.path().equals(missing)
                ? new SavedFile(found.toAbsolutePath().normalize(), file.sha256())
                : file;
    }
}
