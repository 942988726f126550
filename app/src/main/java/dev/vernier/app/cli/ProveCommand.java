package dev.vernier.app.cli;

import dev.vernier.app.workbench.OpenRequest;
import dev.vernier.engine.VernierException;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.TargetRuntime;
import dev.vernier.io.AtomicFile;
import dev.vernier.io.ImportedModel;
import dev.vernier.io.report.ProofPage;
import dev.vernier.io.runtime.ExportedFileProof;
import dev.vernier.io.runtime.ProofReport;
import dev.vernier.io.runtime.RuntimeProof;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vernier prove}: an exported file in its real runtime beside the simulation of the same plan. */
@Command(
        name = "prove",
        description =
                "Run an exported file in its runtime (.onnx ONNX Runtime, .tflite TensorFlow Lite) beside the simulation of the same plan.",
        sortOptions = false)
final class ProveCommand implements Runnable {
    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "The model that was exported: a file, or the name of a bundled sample.")
    private String model;

    @Parameters(index = "1", paramLabel = "EXPORTED", description = "The file that vernier export wrote.")
    private Path exported;

    @Option(
            names = "--data",
            paramLabel = "DATA",
            description = "The samples to run: IDX, .npz, .npy, .csv, CIFAR .bin, a folder of images or a"
                    + " .dataset.json.")
    private Path data;

    @Option(
            names = "--to",
            paramLabel = "FILE",
            description = "Keep the report in this file: .html to read and print, or .json.")
    private Path to;

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
        OpenRequest request = new OpenRequest(
                Optional.of(model),
                Optional.ofNullable(data),
                common.calibration(),
                common.calibrationSamples(),
                plans.file());
        ModelAndData.requireData(request, common);
        if (to != null && !isReport(to)) {
            throw common.wrong("The ending of " + to + " tells no kind of report; end it in .html or .json");
        }
        requireExported();
        if (to != null) {
            AtomicFile.requireWritable(to);
        }
        PlannedRun.with(request, this::plan, List.of(), quantization, common, this::prove);
    }

    private void prove(PlannedRun planned) {
        PreparedRun run = planned.prepared();
        QuantPlan improved = planned.improved();
        planned.progress().say("proving");
        ProofReport report = run.evaluating(() -> new ExportedFileProof(
                        planned.quantized(improved), exported, run.project().data(), run.samples(), common.threads())
                .run(planned.progress().counting("proving: sample"), Cancellation.NEVER));
        planned.progress().clear();
        keep(report, run, planned.asked());
        CommandLine command = common.commandLine();
        if (common.json()) {
            ResultJson.print(ResultJson.proof(report, run.calibration()), command.getOut());
        } else {
            new ProofText(command.getOut(), new TerminalStyle(common.terminal()))
                    .print(run, exported, planned.asked(), report);
        }
    }

    /** A file of TensorFlow Lite is simulated by its rules, whatever else the plan was made for. */
    private QuantPlan plan(ImportedModel source) {
        QuantPlan asked = plans.plan(source, quantization.target());
        boolean tflite = RuntimeProof.runtimeOf(exported.toString()) == TargetRuntime.TFLITE;
        return tflite ? asked.withTarget(TargetRuntime.TFLITE) : asked;
    }

    private static boolean isReport(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".html") || name.endsWith(".json");
    }

    private void keep(ProofReport report, PreparedRun run, QuantPlan asked) {
        if (to == null) {
            return;
        }
        String text = to.toString().toLowerCase(Locale.ROOT).endsWith(".html")
                ? ProofPage.html(
                        report,
                        run.project().modelName(),
                        exported.getFileName().toString(),
                        run.project().data().name(),
                        PlanOptions.name(run.project().model(), asked))
                : ResultJson.text(ResultJson.proof(report, run.calibration()));
        AtomicFile.write(to, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private void requireExported() {
        if (!Files.isRegularFile(exported)) {
            throw new VernierException(
                    "Exported file " + exported + " does not exist; write it with vernier export --to");
        }
    }
}
