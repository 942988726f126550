package dev.vernier.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vernier.app.workbench.OpenRequest;
import dev.vernier.app.workbench.ProjectOpener;
import dev.vernier.io.ImportedModel;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vernier inspect}: what a model is, without running it. */
@Command(
        name = "inspect",
        description = "Show a model's layers, sizes and what was found while reading it; runs nothing.",
        sortOptions = false)
final class InspectCommand implements Runnable {
    @Parameters(
            arity = "0..1",
            paramLabel = "MODEL",
            description = "A model file, or the name of a bundled sample (default: the bundled sample).")
    private String model;

    @Option(
            names = "--data",
            paramLabel = "DATA",
            description = "Look at the first samples of this data set, too, and say what looks wrong for the model.")
    private Path data;

    @Mixin
    private CommonOptions common;

    @Override
    public void run() {
        common.check();
        OpenRequest request = new OpenRequest(
                Optional.ofNullable(model),
                Optional.empty(),
                Optional.empty(),
                OpenRequest.CALIBRATION_SAMPLES,
                Optional.empty());
        ImportedModel imported = ProjectOpener.openModel(request);
        Inspection inspection = Inspection.of(ProjectOpener.modelName(request), imported);
        Optional<DataInspection> ofData =
                Optional.ofNullable(data).map(file -> DataInspection.of(file, imported, common.calibrationSamples()));
        CommandLine command = common.commandLine();
        if (common.json()) {
            ObjectNode json = inspection.toJson();
            ofData.ifPresent(d -> json.set("data", d.toJson()));
            ResultJson.print(json, command.getOut());
        } else {
            TerminalStyle style = new TerminalStyle(common.terminal());
            inspection.print(command.getOut(), style);
            ofData.ifPresent(d -> d.print(command.getOut(), style));
        }
    }
}
