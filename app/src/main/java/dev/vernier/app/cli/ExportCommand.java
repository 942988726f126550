package dev.vernier.app.cli;

import dev.vernier.app.format.NumberText;
import dev.vernier.app.workbench.OpenRequest;
import dev.vernier.app.workbench.ProjectOpener;
import dev.vernier.engine.VernierException;
import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.io.ImportedModel;
import dev.vernier.io.onnx.OnnxWriter;
import dev.vernier.io.plan.PlanFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vernier export}: a quantized model as a file that its runtime takes. */
@Command(
        name = "export",
        description = "Write a model under a plan or preset as a quantized ONNX file, or the plan itself.",
        sortOptions = false)
final class ExportCommand implements Runnable {
    private static final List<String> PORT_TYPES = List.of("float32", "int8", "uint8");

    @Mixin
    private ModelAndData what;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "FILE",
            description = "Write this file; its ending tells the format: .onnx a model, .json the plan.")
    private Path to;

    @Option(
            names = "--format",
            paramLabel = "NAME",
            converter = ExportFormat.Converter.class,
            description = "Write this format: onnx or plan (default: as the ending says).")
    private ExportFormat format;

    @Option(
            names = "--io",
            paramLabel = "TYPE",
            defaultValue = "float32",
            description = "What the file takes and answers: float32 (default: ${DEFAULT-VALUE}).")
    private String io;

    @Mixin
    private PlanOptions plans;

    @Mixin
    private QuantizationOptions quantization;

    @Mixin
    private CommonOptions common;

    @Override
    public void run() {
        common.check();
        quantization.check(common);
        plans.check(common);
        ExportFormat chosen = format();
        OpenRequest request = what.requestToCalibrate(common, plans.file());
        if (isTarget(ProjectOpener.modelFile(request))) {
            throw common.wrong(to + " is the model itself; name another file with --to");
        }
        if (chosen == ExportFormat.PLAN) {
            exportPlan(request);
        } else {
            exportModel(request);
        }
    }

    private ExportFormat format() {
        ExportFormat chosen = format != null
                ? format
                : ExportFormat.ofEnding(to)
                        .orElseThrow(() -> common.wrong("The ending of " + to
                                + " tells no format; end it in .onnx or .json, or say --format onnx or plan"));
        if (!chosen.isAvailable()) {
            throw common.wrong(
                    "Format " + chosen.label() + " is not yet available; write onnx, or the plan with --format plan");
        }
        if (!PORT_TYPES.contains(io)) {
            throw common.wrong("'" + io + "' is no --io; choose one of " + String.join(", ", PORT_TYPES));
        }
        if (!io.equals("float32")) {
            throw common.wrong("--io " + io + " is not available for " + chosen.label()
                    + ": an ONNX file takes and answers float32 as its model does; leave --io out");
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
        ImportedModel model = ProjectOpener.openModel(request);
        QuantPlan asked = plans.plan(model, quantization.target());
        PlanFile.write(to, asked);
        print(ExportFormat.PLAN, ProjectOpener.modelName(request), model, asked, Optional.empty());
    }

    private void exportModel(OpenRequest request) {
        ModelAndData.requireCalibration(request, common);
        try (ProgressLine progress = new ProgressLine(common.commandLine().getErr(), common.terminal())) {
            PreparedRun.Opened opened = PreparedRun.open(request, progress);
            ImportedModel model = opened.project().model();
            QuantPlan asked = plans.plan(model, quantization.target());
            CalibrationResult calibration =
                    opened.project().calibrate(progress.counting("calibrating: sample"), Cancellation.NEVER);
            progress.say("writing");
            OnnxWriter.write(ModelQuantizer.quantize(model.graph(), calibration, asked), to);
            progress.clear();
            print(ExportFormat.ONNX, opened.project().modelName(), model, asked, Optional.of(calibration));
        }
    }

    private void print(
            ExportFormat written,
            String modelName,
            ImportedModel model,
            QuantPlan asked,
            Optional<CalibrationResult> calibration) {
        CommandLine command = common.commandLine();
        long bytes = sizeOf(to);
        if (common.json()) {
            ResultJson.print(ResultJson.export(to, written, bytes, asked, calibration), command.getOut());
            return;
        }
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
}
