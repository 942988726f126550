package dev.vernier.app.cli;

import dev.vernier.app.workbench.OpenRequest;
import dev.vernier.app.workbench.ProjectOpener;
import dev.vernier.engine.VernierException;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.TargetRuntime;
import dev.vernier.io.ImportedModel;
import dev.vernier.io.runtime.ExportedPorts;
import dev.vernier.io.runtime.OnnxRuntime;
import dev.vernier.io.runtime.ProofReport;
import dev.vernier.io.runtime.RuntimeProof;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vernier prove}: an exported file in its real runtime beside the simulation of the same plan. */
@Command(
        name = "prove",
        description = "Run an exported ONNX file in ONNX Runtime beside the simulation of the same plan.",
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
        OpenRequest request = new OpenRequest(
                Optional.of(model),
                Optional.ofNullable(data),
                common.calibration(),
                common.calibrationSamples(),
                plans.file());
        ModelAndData.requireData(request, common);
        if (RuntimeProof.runtimeOf(exported.toString()) == TargetRuntime.TFLITE) {
            throw common.wrong("Proving a .tflite file is not yet available; export to .onnx");
        }
        long fileBytes = sizeOfExported();
        CommandLine command = common.commandLine();
        try (ProgressLine progress = new ProgressLine(command.getErr(), common.terminal())) {
            PreparedRun.Opened opened = PreparedRun.open(request, progress);
            QuantPlan asked = plans.plan(opened.project().model(), quantization.target());
            try (PreparedRun run = PreparedRun.of(opened, asked.target(), common::samplesOf, List.of(), progress)) {
                ProofReport report = run.evaluating(() -> prove(run, request, asked, fileBytes, progress));
                progress.clear();
                if (common.json()) {
                    ResultJson.print(ResultJson.proof(report), command.getOut());
                } else {
                    new ProofText(command.getOut(), new TerminalStyle(common.terminal()))
                            .print(run, exported, asked, report);
                }
            }
        }
    }

    private long sizeOfExported() {
        if (!Files.isRegularFile(exported)) {
            throw new VernierException(
                    "Exported file " + exported + " does not exist; write it with vernier export --to");
        }
        return ExportCommand.sizeOf(exported);
    }

    private ProofReport prove(
            PreparedRun run, OpenRequest request, QuantPlan asked, long fileBytes, ProgressLine progress) {
        progress.say("proving");
        QuantizedModel simulated = ModelQuantizer.quantize(run.project().graph(), run.calibration(), asked);
        try (OnnxRuntime exportedModel = OnnxRuntime.load(exported, common.threads());
                OnnxRuntime floatModel = floatModel(run.project().model(), request)) {
            ExportedPorts.requireOf(simulated, exportedModel, exported.toString());
            int batch = Math.min(RuntimeProof.batchSizeFor(simulated), ExportedPorts.largestBatch(exportedModel));
            if (floatModel != null) {
                batch = Math.min(batch, ExportedPorts.largestBatch(floatModel));
            }
            return new RuntimeProof(simulated, run.project().data(), run.samples(), batch)
                    .run(
                            exportedModel,
                            floatModel,
                            fileBytes,
                            progress.counting("proving: sample"),
                            Cancellation.NEVER);
        }
    }

    /** The source model in the same runtime, for the time it takes; null where it is no float ONNX model. */
    private OnnxRuntime floatModel(ImportedModel source, OpenRequest request) {
        if (!source.format().equals("ONNX") || source.plan().isPresent()) {
            return null;
        }
        return OnnxRuntime.load(ProjectOpener.modelFile(request), common.threads());
    }
}
