package dev.vernier.app.export;

import dev.vernier.app.format.NumberText;
import dev.vernier.app.jobs.JobControl;
import dev.vernier.app.jobs.Jobs;
import dev.vernier.app.notice.Notice;
import dev.vernier.app.project.Project;
import dev.vernier.app.project.WorkbenchModel;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.LayerResult;
import dev.vernier.engine.evaluate.TensorError;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.TargetRuntime;
import dev.vernier.engine.target.TargetFinding;
import dev.vernier.engine.target.TargetFindings;
import dev.vernier.io.export.ConfigExport;
import dev.vernier.io.export.ConfigSource;
import dev.vernier.io.export.ExportFormat;
import dev.vernier.io.export.LayerNumber;
import dev.vernier.io.export.ModelExport;
import dev.vernier.io.plan.PlanFile;
import dev.vernier.io.runtime.ExportedFileProof;
import dev.vernier.io.tflite.PortType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the present plan as a file and proves it, both as jobs. To be used on the window's thread. */
public final class ExportController {
    private final WorkbenchModel model;
    private final Jobs jobs;

    public ExportController(WorkbenchModel model, Jobs jobs) {
        this.model = model;
        this.jobs = jobs;
    }

    private Project project() {
        return model.projectProperty().get();
    }

    private QuantPlan plan() {
        return model.historyProperty().get().plan();
    }

    /** The plan as {@code format} has it: a model file is made by the rules of the runtime that runs it. */
    private QuantPlan planFor(ExportFormat format) {
        return format == ExportFormat.ONNX
                ? plan().withTarget(TargetRuntime.ONNXRUNTIME)
                : ModelExport.forFormat(format, plan());
    }

    /** The model format that the plan's target runs. */
    ExportFormat formatOfTarget() {
        return plan().target() == TargetRuntime.TFLITE ? ExportFormat.TFLITE : ExportFormat.ONNX;
    }

    /** What can be written of the open model. */
    List<ExportFormat> formats() {
        return Stream.of(ExportFormat.values())
                .filter(f -> project().isMeasurable() || f.kind() == ExportFormat.Kind.PLAN)
                .toList();
    }

    /** What the runtime of {@code format} does otherwise than the plan asks. */
    List<TargetFinding> findings(ExportFormat format) {
        return format.kind() == ExportFormat.Kind.MODEL
                ? TargetFindings.of(project().graph(), project().layers(), planFor(format))
                : List.of();
    }

    /** Whose rules hold for {@code format}. */
    TargetRuntime target(ExportFormat format) {
        return planFor(format).target();
    }

    /** A file name to begin with. */
    String suggestedName(ExportFormat format) {
        String name = project().modelName().replaceAll("\\.[A-Za-z0-9]+$", "");
        String plan = plan().preset().label() + (project().changedLayers(plan()).isEmpty() ? "" : "-tuned");
        String what = format.kind() == ExportFormat.Kind.MODEL ? "" : "." + format.label();
        return name + "-" + plan + (format == ExportFormat.PLAN ? ".plan" : what) + format.ending();
    }

    /** What will be in the file, in words. */
    String contents(ExportFormat format) {
        String words = project().nameOf(plan());
        QuantizedModel quantized = model.quantizedProperty().get();
        boolean known = quantized != null && quantized.plan().equals(planFor(format));
        return format.kind() == ExportFormat.Kind.MODEL && known
                ? words + ", about " + NumberText.bytes(quantized.sizeBytes())
                : words;
    }

    /** What a format can be asked beside the plan: the number of each layer for node data, what a TensorFlow Lite file takes and answers. */
    record Choices(LayerNumber number, PortType ports) {}

    void export(ExportFormat format, Choices choices, Path to, Consumer<Exported> done, Consumer<Throwable> failed) {
        Project project = project();
        QuantPlan plan = planFor(format);
        Map<String, TensorError> accumulated = accumulated(plan);
        jobs.startWriting(
                "Exporting " + to.getFileName(),
                job -> write(project, plan, accumulated, format, choices, to, job),
                done,
                failed);
    }

    /** Each layer's accumulated error, if it was measured for this plan. */
    private Map<String, TensorError> accumulated(QuantPlan plan) {
        EvaluationResult result = model.resultProperty().get();
        return result == null || !result.isFinal() || !result.model().plan().equals(plan)
                ? Map.of()
                : result.layers().stream()
                        .filter(l -> l.accumulated().isPresent())
                        .collect(Collectors.toMap(
                                LayerResult::name, l -> l.accumulated().orElseThrow()));
    }

    private static Exported write(
            Project project,
            QuantPlan plan,
            Map<String, TensorError> accumulated,
            ExportFormat format,
            Choices choices,
            Path to,
            JobControl job)
            throws IOException {
        List<String> notes = List.of();
        if (format.kind() == ExportFormat.Kind.PLAN) {
            PlanFile.write(to, plan);
        } else {
            job.say("quantizing");
            QuantizedModel quantized = ModelQuantizer.quantize(
                    project.graph(), project.calibration().orElseThrow(), plan);
            job.say("writing");
            if (format.kind() == ExportFormat.Kind.MODEL) {
                ModelExport.write(format, quantized, choices.ports(), to);
            } else {
                ConfigSource source =
                        new ConfigSource(quantized, project.calibration().orElseThrow(), accumulated);
                notes = ConfigExport.write(
                        format == ExportFormat.MODEL_EXPLORER
                                ? ConfigExport.nodeData(source, choices.number())
                                : ConfigExport.text(format, source),
                        to);
            }
        }
        return new Exported(format, to, Files.size(to), notes);
    }

    /** Exports the present plan to a temporary file and proves it over all samples. */
    void prove(Consumer<Proved> done) {
        ExportFormat format = formatOfTarget();
        Project project = project();
        QuantPlan plan = planFor(format);
        String file = suggestedName(format);
        jobs.start(
                "Proving " + file,
                job -> proveInFolder(project, plan, format, file, Optional.empty(), job),
                done,
                e -> model.openNoticeProperty().set(Notice.of("Not proved", e)));
    }

    /** Proves a file that was written just now. */
    void prove(Exported exported, Consumer<Proved> done) {
        Project project = project();
        QuantPlan plan = planFor(exported.format());
        String file = exported.file().getFileName().toString();
        jobs.start(
                "Proving " + file,
                job -> proveInFolder(project, plan, exported.format(), file, Optional.of(exported.file()), job),
                done,
                e -> model.openNoticeProperty().set(Notice.of("Not proved", e)));
    }

    private static Proved proveInFolder(
            Project project, QuantPlan plan, ExportFormat format, String file, Optional<Path> written, JobControl job)
            throws IOException {
        Path folder = Files.createTempDirectory("vernier-proof");
        try {
            QuantizedModel quantized = ModelQuantizer.quantize(
                    project.graph(), project.calibration().orElseThrow(), plan);
            Path exported = written.orElse(folder.resolve(file));
            if (written.isEmpty()) {
                job.say("exporting");
                ModelExport.write(format, quantized, PortType.FLOAT32, exported);
            }
            var data = project.data().orElseThrow();
            var proof = new ExportedFileProof(
                    quantized, exported, data, data.size(), Runtime.getRuntime().availableProcessors());
            return new Proved(
                    proof.run(job.counting("sample"), job.cancellation()),
                    project.modelName(),
                    file,
                    data.name(),
                    project.nameOf(plan));
        } finally {
            deleteAll(folder);
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path f : files.toList()) {
                Files.deleteIfExists(f);
            }
        }
        Files.deleteIfExists(folder);
    }
}
