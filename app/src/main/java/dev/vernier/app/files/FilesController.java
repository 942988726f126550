package dev.vernier.app.files;

import dev.vernier.app.jobs.Jobs;
import dev.vernier.app.notice.Notice;
import dev.vernier.app.preferences.Preferences;
import dev.vernier.app.project.Project;
import dev.vernier.app.project.WorkbenchController;
import dev.vernier.app.project.WorkbenchModel;
import dev.vernier.app.workbench.OpenRequest;
import dev.vernier.app.workbench.ProjectOpener;
import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.io.dataset.DatasetDescriptor;
import dev.vernier.io.plan.PlanFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Opens and saves in the background. What goes wrong is told in the window and leaves what is open as it was. */
public final class FilesController {
    private static final String DATA_NOT_OPENED = "Data not opened";

    private final WorkbenchModel model;
    private final WorkbenchController controller;
    private final Jobs jobs;
    private OpenRequest open = OpenRequest.bundledSample();
    private Optional<Path> planFile = Optional.empty();
    private List<Preferences.Recent> recent = List.of();
    private Consumer<Path> dataEditor = file -> {};
    private Runnable dataChooser = () -> {};

    public FilesController(WorkbenchModel model, WorkbenchController controller, Jobs jobs) {
        this.model = model;
        this.controller = controller;
        this.jobs = jobs;
    }

    /** Opens what the command line or a menu names. */
    public void open(OpenRequest request) {
        open(request, Optional.empty(), request.data().isPresent(), "Model not opened");
    }

    /** A model, with the open data if they fit it. */
    public void openModel(Path file) {
        open(open.withModel(file), Optional.empty(), true, "Model not opened");
    }

    /** Data for the open model; the plan stays. */
    public void openData(Path file) {
        open(open.withData(file), presentPlan(), false, DATA_NOT_OPENED);
    }

    /** Data for the open model, read as was chosen in the data dialog; the plan stays. */
    public void openDescribed(DatasetDescriptor data) {
        open(open.withData(data), presentPlan(), false, DATA_NOT_OPENED);
    }

    /** How the open data are read, where that was chosen in the data dialog. */
    public Optional<DatasetDescriptor> described() {
        return open.described();
    }

    /** Where the open data are; empty without. */
    public Optional<Path> dataFile() {
        return model.projectProperty().get() == null ? Optional.empty() : ProjectOpener.dataFile(open);
    }

    /** The plan that the open model's file is, where it is quantized already. */
    public Optional<QuantPlan> ownPlan() {
        return Optional.ofNullable(model.projectProperty().get()).flatMap(Project::ownPlan);
    }

    /** @param editor opens the data dialog on a file or folder, for the open model */
    public void editDataWith(Consumer<Path> editor) {
        dataEditor = editor;
    }

    /** @param chooser asks for data for the open model */
    public void chooseDataWith(Runnable chooser) {
        dataChooser = chooser;
    }

    /** The folder of the open model's file; empty for a bundled sample. */
    public Optional<Path> modelFolder() {
        return ProjectOpener.isBundledSample(open)
                ? Optional.empty()
                : open.model().map(Path::of).map(f -> f.toAbsolutePath().getParent());
    }

    /** The open model's name without its ending, for what is kept beside it. */
    public String modelStem() {
        return ProjectOpener.modelName(open).replaceAll("\\.[A-Za-z0-9]+$", "");
    }

    /** Data that only calibration sees; the plan stays. */
    public void openCalibrationData(Path file) {
        open(open.withCalibration(file), presentPlan(), false, "Calibration data not opened");
    }

    private Optional<QuantPlan> presentPlan() {
        return Optional.ofNullable(model.historyProperty().get()).map(h -> h.plan());
    }

    /**
     * Opens what a saved project names.
     *
     * @param afterwards once it is open
     */
    void open(OpenRequest request, Optional<QuantPlan> plan, Runnable afterwards) {
        open(request, plan, false, "Project not opened", afterwards);
    }

    /** What is open. */
    public OpenRequest request() {
        return open;
    }

    private void open(OpenRequest request, Optional<QuantPlan> plan, boolean dataMayBeMissing, String failure) {
        open(request, plan, dataMayBeMissing, failure, () -> remember(open));
    }

    private void open(
            OpenRequest request,
            Optional<QuantPlan> plan,
            boolean dataMayBeMissing,
            String failure,
            Runnable afterwards) {
        model.openNoticeProperty().set(null);
        OpenJob job = new OpenJob(request, plan, dataMayBeMissing);
        jobs.start(
                job.name(),
                job,
                opened -> {
                    open = opened.request();
                    planFile = request.plan();
                    controller.open(opened.project(), opened.plan());
                    model.importReportProperty().set(opened.model().report());
                    model.openNoticeProperty()
                            .set(opened.notice()
                                    .map(n -> withWayOut(n, opened, request))
                                    .orElse(null));
                    afterwards.run();
                },
                e -> {
                    Notice notice = Notice.of(failure, e);
                    boolean dataAlone = failure.equals(DATA_NOT_OPENED) && e instanceof VernierException;
                    model.openNoticeProperty().set(dataAlone ? withDataEditor(notice, request) : notice);
                });
    }

    private Notice withWayOut(Notice notice, OpenJob.Opened opened, OpenRequest request) {
        if (opened.dataLookWrong()) {
            return withDataEditor(notice, request);
        }
        boolean needsData =
                !opened.project().isMeasurable() && opened.model().report().runs();
        return needsData ? notice.withAction("Open data…", dataChooser) : notice;
    }

    private Notice withDataEditor(Notice notice, OpenRequest request) {
        return ProjectOpener.dataFile(request)
                .filter(Files::exists)
                .map(file -> notice.withAction("Edit data…", () -> dataEditor.accept(file)))
                .orElse(notice);
    }

    private void remember(OpenRequest opened) {
        if (!ProjectOpener.isBundledSample(opened)) {
            remember(Preferences.Recent.ofModel(
                    Path.of(opened.model().orElseThrow()).toAbsolutePath().toString(),
                    opened.data().map(f -> f.toAbsolutePath().toString()).orElse(null),
                    opened.calibration().map(f -> f.toAbsolutePath().toString()).orElse(null)));
        }
    }

    private void remember(Preferences.Recent opened) {
        recent = Preferences.usual().withRecent(recent).withRecent(opened).recent();
    }

    /** The open model and its data were saved as, or read from, this project. */
    void rememberProject(Path file) {
        remember(Preferences.Recent.ofProject(file.toAbsolutePath().toString(), ProjectOpener.modelName(open)));
    }

    /** Projects and models that were open lately, newest first. */
    public List<Preferences.Recent> recent() {
        return recent;
    }

    public void setRecent(List<Preferences.Recent> all) {
        recent = List.copyOf(all);
    }

    /** Opens a model that was open before, with its data. */
    public void open(Preferences.Recent r) {
        open(new OpenRequest(
                Optional.of(r.model()),
                Optional.ofNullable(r.data()).map(Path::of),
                Optional.ofNullable(r.calibration()).map(Path::of),
                OpenRequest.CALIBRATION_SAMPLES,
                Optional.empty()));
    }

    /** A saved plan for the open model, as one undo step. */
    public void openPlan(Path file) {
        if (model.projectProperty().get() == null) {
            return;
        }
        Graph graph = model.projectProperty().get().graph();
        model.openNoticeProperty().set(null);
        jobs.start(
                "Opening " + file.getFileName(),
                job -> ProjectOpener.openPlan(file, graph),
                plan -> {
                    planFile = Optional.of(file);
                    controller.edit(plan, "plan " + file.getFileName());
                },
                e -> model.openNoticeProperty().set(Notice.of("Plan not opened", e)));
    }

    /** Where the plan was saved or opened last. */
    public Optional<Path> planFile() {
        return planFile;
    }

    /** Writes the present plan. */
    public void savePlan(Path file) {
        QuantPlan plan = controller.plan();
        model.openNoticeProperty().set(null);
        jobs.startSaving(
                file,
                to -> PlanFile.write(to, plan),
                () -> {
                    planFile = Optional.of(file);
                    model.savedPlanProperty().set(plan);
                },
                e -> model.openNoticeProperty().set(Notice.of("Plan not saved", e)));
    }

    /** Files dropped on the window, no project among them: models first, then data, then plans. */
    public void openDropped(DroppedFiles files) {
        Optional<Path> data = files.data().or(files::unknown);
        if (files.model().isPresent() && data.isPresent()) {
            open(
                    new OpenRequest(
                            files.model().map(Path::toString),
                            data,
                            Optional.empty(),
                            open.calibrationSamples(),
                            files.plan()),
                    Optional.empty(),
                    false,
                    "Model not opened");
        } else if (files.model().isPresent()) {
            openModel(files.model().get());
        } else if (data.isPresent()) {
            openData(data.get());
        } else {
            files.plan().ifPresent(this::openPlan);
        }
    }
}
