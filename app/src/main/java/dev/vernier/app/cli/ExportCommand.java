package dev.vernier.app.cli;

import dev.vernier.app.format.NumberText;
import dev.vernier.app.workbench.OpenRequest;
import dev.vernier.app.workbench.ProjectOpener;
import dev.vernier.engine.VernierException;
import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.evaluate.LayerResult;
import dev.vernier.engine.evaluate.TensorError;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.target.TargetFinding;
import dev.vernier.engine.target.TargetFindings;
import dev.vernier.io.AtomicFile;
import dev.vernier.io.ImportedModel;
import dev.vernier.io.export.ConfigExport;
import dev.vernier.io.export.ConfigSource;
import dev.vernier.io.export.ExportFormat;
import dev.vernier.io.export.LayerNumber;
import dev.vernier.io.export.ModelExport;
import dev.vernier.io.plan.PlanFile;
import dev.vernier.io.tflite.PortType;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code vernier export}: a quantized model as a file that its runtime takes, or its plan in the words of another tool. */
@Command(
        name = "export",
        description = {
            "Write a model under a plan or preset as a quantized model, or as a config for another tool.",
            "",
            "Formats: onnx, tflite, plan; configs ort-overrides, aeq-recipe, aeq-calibration, aimet-0.6.1, aimet-1.0.0,"
                    + " aimet-2.0.0, pytorch, nncf, tflite-denylist; numbers of each layer model-explorer, csv."
        },
        sortOptions = false)
final class ExportCommand implements Runnable {
    @Mixin
    private ModelAndData what;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "FILE",
            description =
                    "Write this file; its ending tells the format: .onnx or .tflite a model, .json the plan, .csv a table of"
                            + " layers.")
    private Path to;

    @Option(
            names = "--format",
            paramLabel = "NAME",
            converter = FormatConverter.class,
            description = "Write this format (default: as the ending says).")
    private ExportFormat format;

    @Option(
            names = "--number",
            paramLabel = "NAME",
            converter = NumberConverter.class,
            description = "For model-explorer, which number of each layer: size, parameters, macs, weights-sqnr,"
                    + " output-sqnr or accumulated-sqnr (default: output-sqnr).")
    private LayerNumber number;

    @Option(
            names = "--io",
            paramLabel = "TYPE",
            converter = PortConverter.class,
            description = "For tflite, what the file takes and answers: float32, int8 or uint8 (default: float32).")
    private PortType io;

    @Mixin
    private PlanOptions plans;

    @Mixin
    private QuantizationOptions quantization;

    @Mixin
    private CommonOptions common;

    @Override
    public void run() {
        common.check();
        plans.check(common);
        ExportFormat chosen = format();
        OpenRequest request = what.requestToCalibrate(common, plans.file());
        if (isTarget(ProjectOpener.modelFile(request))) {
            throw common.wrong(to + " is the model itself; name another file with --to");
        }
        AtomicFile.requireWritable(to);
        if (chosen.kind() == ExportFormat.Kind.PLAN) {
            exportPlan(request);
        } else {
            exportCalibrated(chosen, request);
        }
    }

    private ExportFormat format() {
        ExportFormat chosen = format != null
                ? format
                : ExportFormat.ofEnding(to)
                        .orElseThrow(
                                () -> common.wrong(
                                        "The ending of " + to
                                                + " tells no format; end it in .onnx, .tflite, .json or .csv, or say which with --format"));
        if (number != null && chosen != ExportFormat.MODEL_EXPLORER) {
            throw common.wrong("--number is for --format model-explorer; leave it out");
        }
        boolean codes = io == PortType.INT8 || io == PortType.UINT8;
        if (codes && chosen != ExportFormat.TFLITE) {
            throw common.wrong("--io " + io.label() + " is not available for " + chosen.label()
                    + ": what it says takes and answers float32 as the model does; leave --io out");
        }
        return chosen;
    }

    private boolean isTarget(Path model) {
        try {
            return Files.exists(to) && Files.exists(model) && Files.isSameFile(model, to);
        } catch (IOException e) {
            throw new VernierException("Cannot write " + to + ": " + e.getMessage() + "; choose another file", e);
        }
    }

    private void exportPlan(OpenRequest request) {
        if (!quantization.improvements().isEmpty()) {
            exportCalibrated(ExportFormat.PLAN, request);
            return;
        }
        ImportedModel model = ProjectOpener.openModel(request);
        QuantPlan asked = plans.plan(model, quantization.target());
        PlanFile.write(to, asked);
        print(ExportFormat.PLAN, ProjectOpener.modelName(request), model, asked, Optional.empty(), List.of());
    }

    private void exportCalibrated(ExportFormat chosen, OpenRequest request) {
        ModelAndData.requireCalibration(request, common);
        PlannedRun.with(
                request,
                model -> ModelExport.forFormat(chosen, plans.plan(model, quantization.target())),
                List.of(),
                quantization,
                common,
                planned -> export(chosen, planned));
    }

    private void export(ExportFormat chosen, PlannedRun planned) {
        PreparedRun run = planned.prepared();
        QuantPlan improved = planned.improved();
        List<String> notes = List.of();
        if (chosen == ExportFormat.PLAN) {
            PlanFile.write(to, improved);
        } else {
            notes = write(chosen, planned.quantized(improved), run, planned.progress());
        }
        planned.progress().clear();
        print(
                chosen,
                run.project().modelName(),
                run.project().model(),
                improved,
                Optional.of(run.calibration()),
                notes);
    }

    /** @return what the format could not say */
    private List<String> write(ExportFormat chosen, QuantizedModel quantized, PreparedRun run, ProgressLine progress) {
        if (chosen.kind() == ExportFormat.Kind.MODEL) {
            progress.say("writing");
            ModelExport.write(chosen, quantized, io == null ? PortType.FLOAT32 : io, to);
            return List.of();
        }
        ConfigSource source =
                new ConfigSource(quantized, run.calibration(), accumulated(chosen, quantized, run, progress));
        progress.say("writing");
        return ConfigExport.write(
                number == null ? ConfigExport.text(chosen, source) : ConfigExport.nodeData(source, number), to);
    }

    /** Each layer's error with the whole plan in effect, where the format tells it. */
    private Map<String, TensorError> accumulated(
            ExportFormat chosen, QuantizedModel quantized, PreparedRun run, ProgressLine progress) {
        if (chosen != ExportFormat.CSV && (number == null || !number.needsEvaluation())) {
            return Map.of();
        }
        progress.say("evaluating");
        return run.session().evaluate(quantized, r -> {}, Cancellation.NEVER).layers().stream()
                .filter(l -> l.accumulated().isPresent())
                .collect(
                        Collectors.toMap(LayerResult::name, l -> l.accumulated().orElseThrow()));
    }

    private void print(
            ExportFormat written,
            String modelName,
            ImportedModel model,
            QuantPlan asked,
            Optional<CalibrationResult> calibration,
            List<String> notes) {
        CommandLine command = common.commandLine();
        long bytes = sizeOf(to);
        List<TargetFinding> findings = TargetFindings.of(model.graph(), asked);
        if (common.json()) {
            ResultJson.print(
                    ResultJson.export(to, written, bytes, asked, calibration, findings, notes), command.getOut());
            return;
        }
        FindingText.print(findings, asked.target().title(), command.getErr());
        PrintWriter out = command.getOut();
        TerminalStyle style = new TerminalStyle(common.terminal());
        out.println(style.strong(to.toString()) + ": " + NumberText.bytes(bytes) + " (" + bytes + " bytes), "
                + written.label());
        out.println(modelName + " at " + PlanOptions.name(model, asked) + ", target "
                + asked.target().title());
        calibration.ifPresent(c -> {
            out.println("calibrated on " + c.samples() + " samples of " + c.source());
            c.findings().forEach(f -> out.println(style.warning("warning: " + f)));
        });
        notes.forEach(note -> out.println(style.warning("note: " + note)));
        out.flush();
    }

    /** @throws VernierException if there is no such file */
    static long sizeOf(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new VernierException("File " + file + " does not exist or cannot be read; check the path", e);
        }
    }

    /** {@code onnx}, {@code plan}, …. */
    static final class FormatConverter implements ITypeConverter<ExportFormat> {
        @Override
        public ExportFormat convert(String label) {
            return ExportFormat.ofLabel(label)
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + label + "' is no format; choose one of " + ExportFormat.labels()));
        }
    }

    /** {@code float32}, {@code int8}, {@code uint8}. */
    static final class PortConverter implements ITypeConverter<PortType> {
        @Override
        public PortType convert(String label) {
            return PortType.ofLabel(label)
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + label + "' is no --io; choose one of float32, int8, uint8"));
        }
    }

    /** {@code size}, {@code macs}, …. */
    static final class NumberConverter implements ITypeConverter<LayerNumber> {
        @Override
        public LayerNumber convert(String label) {
            return LayerNumber.ofLabel(label)
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + label + "' is no number of a layer; choose one of " + LayerNumber.labels()));
        }
    }
}
