package dev.vernier.app.files;

import dev.vernier.app.workbench.OpenRequest;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.io.dataset.DescriptorText;
import dev.vernier.io.project.CalibrationSummary;
import dev.vernier.io.project.SavedFile;
import dev.vernier.io.project.SavedProject;
import dev.vernier.io.project.SavedView;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What is to be saved of a project at one moment, before its files are read for their digests. Immutable. */
record ProjectState(
        OpenRequest request,
        QuantPlan plan,
        List<SavedProject.Kept> snapshots,
        SavedView view,
        Optional<CalibrationSummary> calibrated) {

    /** Whether something was decided since {@code saved}; what is looked at, and what was measured, is no decision. */
    boolean decidesOtherwiseThan(ProjectState saved) {
        return !plan.equals(saved.plan)
                || !request.described().equals(saved.request.described())
                || !decisions(snapshots).equals(decisions(saved.snapshots));
    }

    private static List<SavedProject.Kept> decisions(List<SavedProject.Kept> snapshots) {
        return snapshots.stream()
                .map(s -> new SavedProject.Kept(s.letter(), s.words(), s.plan(), Optional.empty()))
                .toList();
    }

    /** Reads model and data for their digests. */
    SavedProject toSave() {
        Optional<String> sample = ProjectsController.sampleOf(request);
        return new SavedProject(
                sample,
                sample.isPresent()
                        ? Optional.empty()
                        : request.model().map(Path::of).map(SavedFile::of),
                request.data().map(SavedFile::of),
                request.described().map(DescriptorText::write),
                request.calibration().map(SavedFile::of),
                request.calibrationSamples(),
                plan,
                snapshots,
                view,
                calibrated);
    }
}
