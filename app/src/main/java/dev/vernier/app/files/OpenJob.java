package dev.vernier.app.files;

import dev.vernier.app.jobs.Job;
import dev.vernier.app.jobs.JobControl;
import dev.vernier.app.notice.Notice;
import dev.vernier.app.project.Project;
import dev.vernier.app.workbench.OpenRequest;
import dev.vernier.app.workbench.OpenedProject;
import dev.vernier.app.workbench.ProjectOpener;
import dev.vernier.engine.VernierException;
import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.datacheck.DataFinding;
import dev.vernier.engine.exec.KernelCache;
import dev.vernier.engine.progress.BackgroundThread;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.io.ImportedModel;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads model and data, fits them to each other and calibrates. A model that has no data, or cannot run, opens to be looked at. */
final class OpenJob implements Job<OpenJob.Opened> {
    /**
     * @param notice what a person should know of it, if anything
     * @param dataLookWrong whether that is about data that could be read otherwise
     * @param request what was opened, to be opened again with other data
     * @param model as its file says
     */
    record Opened(
            Project project,
            QuantPlan plan,
            OpenRequest request,
            Optional<Notice> notice,
            boolean dataLookWrong,
            ImportedModel model) {}

    private final OpenRequest request;
    private final Optional<QuantPlan> plan;
    private final boolean dataMayBeMissing;

    /**
     * @param plan to open with, unless the request names one
     * @param dataMayBeMissing whether data that do not fit leave the model open without any, instead of failing
     */
    OpenJob(OpenRequest request, Optional<QuantPlan> plan, boolean dataMayBeMissing) {
        this.request = request;
        this.plan = plan;
        this.dataMayBeMissing = dataMayBeMissing;
    }

    /** As the list of tasks shows it. */
    String name() {
        return "Opening " + ProjectOpener.modelName(request);
    }

    @Override
    public Opened run(JobControl control) {
        if (request.data().isEmpty() && !ProjectOpener.isBundledSample(request)) {
            return toLookAt(
                    "Its weights can be quantized as it is; open data for it to calibrate activations and to measure",
                    false);
        }
        // they take longer to load than most files to read
        BackgroundThread.of("vernier-native-libraries", KernelCache::loadNativeLibraries)
                .start();
        OpenedProject opened;
        try {
            opened = ProjectOpener.open(request);
        } catch (VernierException e) {
            if (!dataMayBeMissing) {
                throw e;
            }
            return toLookAt("The data do not fit it: " + e.getMessage(), true);
        }
        if (!opened.model().report().runs()) {
            return toLookAt("", false);
        }
        control.rename("Calibrating " + opened.modelName());
        CalibrationResult calibration = opened.calibrate(control.counting("sample"), control.cancellation());
        Project project = Project.of(opened.modelName(), opened.graph(), opened.data(), calibration)
                .withOwnPlan(opened.model().plan());
        return new Opened(
                project,
                planFor(opened.model()),
                request,
                doubts(opened),
                doubts(opened).isPresent(),
                opened.model());
    }

    /** What looks wrong about the data, all in one notice. */
    private static Optional<Notice> doubts(OpenedProject opened) {
        String sentences = opened.findings().stream()
                .filter(DataFinding::isWarning)
                .map(f -> f.sentence() + ".")
                .collect(Collectors.joining("\n"));
        return sentences.isEmpty()
                ? Optional.empty()
                : Optional.of(Notice.warning("The data may not fit " + opened.modelName() + " as they are", sentences));
    }

    /** @param dataDoNotFit whether data were named that do not fit */
    private Opened toLookAt(String advice, boolean dataDoNotFit) {
        ImportedModel model = ProjectOpener.openModel(request);
        String name = ProjectOpener.modelName(request);
        String title = name + " is open to be looked at";
        Notice notice = dataDoNotFit ? Notice.warning(title, advice) : Notice.information(title, advice);
        try {
            ProjectOpener.requireRunnable(name, model);
        } catch (VernierException e) {
            notice = Notice.warning(title, e.getMessage());
        }
        OpenRequest withoutData = new OpenRequest(
                request.model(), Optional.empty(), Optional.empty(), request.calibrationSamples(), Optional.empty());
        return new Opened(
                Project.toLookAt(name, model.graph()).withOwnPlan(model.plan()),
                planFor(model),
                withoutData,
                Optional.of(notice),
                dataDoNotFit && model.report().runs(),
                model);
    }

    private QuantPlan planFor(ImportedModel model) {
        return request.plan()
                .map(file -> ProjectOpener.openPlan(file, model.graph()))
                .or(() -> plan)
                .or(model::plan)
                .orElseGet(() -> QuantPlan.of(Preset.INT8));
    }
}
