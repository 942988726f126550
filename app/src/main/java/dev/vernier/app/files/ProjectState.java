package dev.vernier.app.files;

import dev.vernier.app.workbench.OpenRequest;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.io.project.SavedFile;
import dev.vernier.io.project.SavedProject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What is to be saved of a project at one moment, before its files are read for their digests. Immutable. */
record ProjectState(OpenRequest request, QuantPlan plan, List<SavedProject.Kept> snapshots, Optional<String> layer) {

    /** Reads model and data for their digests. */
    SavedProject toSave() {
        Optional<String> sample = ProjectsController.sampleOf(request);
        return new SavedProject(
                sample,
                sample.isPresent()
                        ? Optional.empty()
                        : request.model().map(Path::of).map(SavedFile::of),
                request.data().map(SavedFile::of),
                request.calibration().map(SavedFile::of),
                request.calibrationSamples(),
                plan,
                snapshots,
                layer);
    }
}
