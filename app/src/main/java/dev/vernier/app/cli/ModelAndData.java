package dev.vernier.app.cli;

import dev.vernier.app.workbench.OpenRequest;
import dev.vernier.app.workbench.ProjectOpener;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The model a command works on, and its data. */
final class ModelAndData {
    @Parameters(
            arity = "0..1",
            paramLabel = "MODEL",
            description = "A model file, or the name of a bundled sample (default: the bundled sample).")
    private String model;

    @Option(
            names = "--data",
            paramLabel = "DATA",
            description = "A data set: IDX, .npz, .npy, .csv, CIFAR .bin, a folder of images or a .dataset.json.")
    private Path data;

    OpenRequest request(CommonOptions common, Optional<Path> plan) {
        return new OpenRequest(
                Optional.ofNullable(model),
                Optional.ofNullable(data),
                common.calibration(),
                common.calibrationSamples(),
                plan);
    }

    /** As {@link #request}, for a command that runs the model. */
    OpenRequest requestWithData(CommonOptions common, Optional<Path> plan) {
        OpenRequest request = request(common, plan);
        if (data == null && !ProjectOpener.isBundledSample(request) && java.nio.file.Files.exists(Path.of(model))) {
            throw common.wrong("Model " + model + " needs data to run on; name it with --data");
        }
        return request;
    }
}
