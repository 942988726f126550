package dev.vernier.app.cli;

import dev.vernier.app.workbench.OpenRequest;
import dev.vernier.app.workbench.ProjectOpener;
import dev.vernier.io.ImportedModel;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
        CommandLine command = common.commandLine();
        if (common.json()) {
            ResultJson.print(inspection.toJson(), command.getOut());
        } else {
            inspection.print(command.getOut(), new TerminalStyle(common.terminal()));
        }
    }
}
