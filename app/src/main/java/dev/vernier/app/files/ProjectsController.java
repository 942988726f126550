package dev.vernier.app.files;

import dev.vernier.app.jobs.BackgroundWork;
import dev.vernier.app.jobs.Jobs;
import dev.vernier.app.notice.Notice;
import dev.vernier.app.project.Project;
import dev.vernier.app.project.Snapshot;
import dev.vernier.app.project.WorkbenchController;
import dev.vernier.app.project.WorkbenchModel;
import dev.vernier.app.workbench.OpenRequest;
import dev.vernier.app.workbench.ProjectOpener;
import dev.vernier.engine.VernierException;
import dev.vernier.io.dataset.DescriptorText;
import dev.vernier.io.project.CalibrationSummary;
import dev.vernier.io.project.ProjectFile;
import dev.vernier.io.project.SavedFile;
import dev.vernier.io.project.SavedProject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.util.Duration;

/**
 * Saves and opens projects, and keeps what was not saved: a second after each step it is written to a recovery file, which the next start
 * offers. To be used on the window's thread; files are read and written elsewhere.
 */
public final class ProjectsController {
    private static final Duration REST_BEFORE_AUTOSAVE = Duration.seconds(1);

    private static final String NOT_OPENED = "Project not opened";

    private final WorkbenchModel model;
    private final WorkbenchController controller;
    private final FilesController files;
    private final Jobs jobs;
    private final BackgroundWork autosaves = new BackgroundWork("vernier-autosave");
    private final PauseTransition rest = new PauseTransition(REST_BEFORE_AUTOSAVE);
    private Function<SavedFile, Optional<Path>> relocator = f -> Optional.empty();
    private ViewMemory views = ViewMemory.NONE;
    private Optional<RecoveryFile> recovery = Optional.empty();
    private Optional<Path> projectFile = Optional.empty();
    private ProjectState saved;

    public ProjectsController(WorkbenchModel model, WorkbenchController controller, FilesController files, Jobs jobs) {
        this.model = model;
        this.controller = controller;
        this.files = files;
        this.jobs = jobs;
        rest.setOnFinished(e -> autosave());
        model.projectProperty().addListener((o, was, is) -> {
            projectFile = Optional.empty();
            saved = null;
        });
        model.historyProperty().addListener((o, was, is) -> rest.playFromStart());
        model.snapshots().addListener((ListChangeListener<Snapshot>) c -> rest.playFromStart());
    }

    /** Where unsaved work is kept; without, it is not. */
    public void keepUnsavedIn(RecoveryFile file) {
        recovery = Optional.of(file);
        if (file.hasEarlier()) {
            model.projectProperty().addListener(offerOnce());
        }
    }

    /** Offers what was found once the window shows something, so that opening it does not take the offer away. */
    private ChangeListener<Project> offerOnce() {
        return new ChangeListener<>() {
            @Override
            public void changed(ObservableValue<? extends Project> o, Project was, Project is) {
                model.projectProperty().removeListener(this);
                recovery.filter(RecoveryFile::hasEarlier)
                        .ifPresent(r -> autosaves.run(
                                stopped -> " on " + modelOf(r.readEarlier()),
                                on -> offerUnsaved(on),
                                unreadable -> offerUnsaved("")));
            }
        };
    }

    /** What was told before is told again once this has been read. */
    private void offerUnsaved(String on) {
        Notice covered = model.openNoticeProperty().get();
        Notice offer = Notice.information(
                        "Unsaved work" + on + " was found",
                        "Vernier ended before it was saved. It waits until it is restored, here or in the File menu")
                .withAction("Restore", this::restoreUnsaved);
        model.openNoticeProperty().set(offer);
        model.openNoticeProperty().addListener(new ChangeListener<>() {
            @Override
            public void changed(ObservableValue<? extends Notice> o, Notice was, Notice is) {
                model.openNoticeProperty().removeListener(this);
                if (was == offer && is == null) {
                    Platform.runLater(() -> {
                        if (model.openNoticeProperty().get() == null) {
                            model.openNoticeProperty().set(covered);
                        }
                    });
                }
            }
        });
    }

    private static String modelOf(SavedProject p) {
        return p.model()
                .map(f -> f.path().getFileName().toString())
                .or(p::sample)
                .orElse("a model");
    }

    /** @param asks where a file is that is no longer where it was; empty: it is not to be had */
    public void relocateWith(Function<SavedFile, Optional<Path>> asks) {
        relocator = asks;
    }

    /** What is looked at is saved with a project, and looked at again when it is opened. */
    public void keepViewOf(ViewMemory window) {
        views = window;
    }

    /** Where the open project was saved or opened last. */
    public Optional<Path> projectFile() {
        return projectFile;
    }

    /** Writes the open project. */
    public void save(Path file) {
        if (model.projectProperty().get() == null) {
            return;
        }
        ProjectState state = state();
        model.openNoticeProperty().set(null);
        jobs.startSaving(
                file,
                to -> ProjectFile.write(to, state.toSave()),
                () -> {
                    projectFile = Optional.of(file);
                    files.rememberProject(file);
                    saved = state;
                    recovery.ifPresent(RecoveryFile::clear);
                },
                e -> model.openNoticeProperty().set(Notice.of("Project not saved", e)));
    }

    private ProjectState state() {
        List<SavedProject.Kept> kept = model.snapshots().stream()
                .map(s -> new SavedProject.Kept(s.letter(), s.words(), s.plan(), s.score()))
                .toList();
        return new ProjectState(
                files.request(),
                controller.plan(),
                kept,
                views.view(),
                model.projectProperty().get().calibration().map(CalibrationSummary::of));
    }

    /** Opens a saved project in place of what is open. */
    public void open(Path file) {
        open(file, relocator, e -> model.openNoticeProperty().set(Notice.of(NOT_OPENED, e)));
    }

    /** Opens the project that was open when the program ended; where it cannot be, says so beside the bundled sample. */
    public void openLast(Path file) {
        open(
                file,
                missing -> Optional.empty(),
                e -> files.open(
                        OpenRequest.bundledSample(),
                        Optional.empty(),
                        () -> model.openNoticeProperty().set(Notice.of("The last project was not opened", e))));
    }

    private void open(Path file, Function<SavedFile, Optional<Path>> asks, Consumer<Throwable> failed) {
        model.openNoticeProperty().set(null);
        jobs.start(
                "Opening " + file.getFileName(),
                job -> {
                    SavedProject project = ProjectFile.read(file);
                    return new Checked(project, states(project));
                },
                checked -> open(checked, file, Optional.of(file), asks, failed),
                failed);
    }

    /** Takes up the work that was not saved before the program ended. */
    public void restoreUnsaved() {
        recovery.filter(RecoveryFile::hasEarlier)
                .ifPresent(r -> jobs.start(
                        "Restoring unsaved work",
                        job -> {
                            SavedProject project = r.readEarlier();
                            return new Checked(project, states(project));
                        },
                        checked -> open(
                                checked,
                                r.earlier(),
                                Optional.empty(),
                                relocator,
                                e -> model.openNoticeProperty().set(Notice.of(NOT_OPENED, e))),
                        e -> model.openNoticeProperty().set(Notice.of("Unsaved work not restored", e))));
    }

    /** Whether the program ended before work was saved, and that work is still to be had. */
    public boolean hasUnsavedOfBefore() {
        return recovery.filter(RecoveryFile::hasEarlier).isPresent();
    }

    private record Checked(SavedProject project, List<SavedFile.State> states) {}

    private static List<SavedFile> filesOf(SavedProject p) {
        return Stream.of(p.model(), p.data(), p.calibration())
                .flatMap(Optional::stream)
                .toList();
    }

    private static List<SavedFile.State> states(SavedProject project) {
        return filesOf(project).stream().map(SavedFile::state).toList();
    }

    /** Asks for what is missing, then opens; what has changed is told. */
    private void open(
            Checked checked,
            Path origin,
            Optional<Path> file,
            Function<SavedFile, Optional<Path>> asks,
            Consumer<Throwable> failed) {
        SavedProject project = checked.project();
        List<String> changed = new ArrayList<>();
        List<SavedFile> all = filesOf(project);
        for (int i = 0; i < all.size(); i++) {
            SavedFile f = all.get(i);
            if (checked.states().get(i) == SavedFile.State.CHANGED) {
                changed.add(f.path().toString());
            } else if (checked.states().get(i) == SavedFile.State.MISSING) {
                Optional<Path> found = asks.apply(f);
                if (found.isEmpty()) {
                    failed.accept(new VernierException("Project " + origin + " is about " + f.path()
                            + ", which does not exist; put it back, or open the project again and choose where it"
                            + " is"));
                    return;
                }
                project = project.relocated(f.path(), found.get());
            }
        }
        SavedProject toOpen = project;
        OpenRequest request;
        try {
            request = request(toOpen, origin);
        } catch (VernierException e) {
            failed.accept(e);
            return;
        }
        files.open(request, Optional.of(toOpen.plan()), () -> {
            projectFile = file;
            file.ifPresent(files::rememberProject);
            model.snapshots()
                    .setAll(toOpen.snapshots().stream()
                            .map(s -> new Snapshot(
                                    s.letter(),
                                    s.words(),
                                    s.plan(),
                                    s.score(),
                                    s.score().isPresent()))
                            .toList());
            views.restore(toOpen.view());
            saved = file.isPresent() ? state() : null;
            if (file.isEmpty()) {
                recovery.ifPresent(RecoveryFile::forgetEarlier);
                rest.playFromStart();
            }
            tellChanges(toOpen, changed);
        });
    }

    /** A file with another digest, or data that calibrate otherwise, is told; scores seen then stay, marked as such. */
    private void tellChanges(SavedProject project, List<String> changedFiles) {
        Optional<String> otherRanges = project.calibrated()
                .flatMap(then -> model.projectProperty()
                        .get()
                        .calibration()
                        .flatMap(now -> then.difference(CalibrationSummary.of(now))));
        if (!changedFiles.isEmpty()) {
            model.openNoticeProperty()
                    .set(Notice.warning(
                            "A file has changed since the project was saved",
                            String.join(", ", changedFiles)
                                    + " is not what it was; numbers may differ from those seen then"
                                    + otherRanges.map(r -> ". " + r).orElse("")));
        } else if (otherRanges.isPresent()) {
            model.openNoticeProperty()
                    .set(Notice.warning(
                            "The data have changed since the project was saved",
                            otherRanges.get() + ". Numbers may differ from those seen then"));
        }
    }

    private static OpenRequest request(SavedProject p, Path origin) {
        Optional<Path> data = p.data().map(SavedFile::path);
        return new OpenRequest(
                p.sample().or(() -> p.model().map(f -> f.path().toString())),
                data,
                p.calibration().map(SavedFile::path),
                p.calibrationSamples(),
                Optional.empty(),
                p.reading().flatMap(r -> data.map(d -> DescriptorText.read(r, d, origin))));
    }

    private boolean hasUnsaved() {
        if (model.projectProperty().get() == null || model.historyProperty().get() == null) {
            return false;
        }
        if (saved != null) {
            return state().decidesOtherwiseThan(saved);
        }
        return model.historyProperty().get().steps().size() > 1
                || !model.snapshots().isEmpty();
    }

    private void autosave() {
        if (recovery.isEmpty() || model.projectProperty().get() == null) {
            return;
        }
        RecoveryFile file = recovery.get();
        if (hasUnsaved()) {
            ProjectState state = state();
            autosaves.run(() -> file.write(state.toSave()), done -> {});
        } else {
            autosaves.run(file::clear, done -> {});
        }
    }

    /** Writes at once what the next start should offer; the window closes. */
    public void close() {
        rest.stop();
        recovery.ifPresent(file -> {
            if (hasUnsaved()) {
                file.write(state().toSave());
            } else {
                file.clear();
            }
        });
    }

    /** Whether {@code request} is of a bundled sample. */
    static Optional<String> sampleOf(OpenRequest request) {
        return ProjectOpener.isBundledSample(request)
                ? Optional.of(ProjectOpener.modelName(request))
                : Optional.empty();
    }
}
