package dev.vernier.app.cli;

import dev.vernier.app.workbench.OpenRequest;
import dev.vernier.app.workbench.ProjectOpener;
import java.nio.file.Files;
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
        requireData(request, common);
        return request;
    }

    /** As {@link #request}, for a command that needs no more than calibration samples; they stand for the data, too. */
    OpenRequest requestToCalibrate(CommonOptions common, Optional<Path> plan) {
        OpenRequest request = request(common, plan);
        return request.data().isPresent() || ProjectOpener.isBundledSample(request)
                ? request
                : new OpenRequest(
                        request.model(),
                        request.calibration(),
                        request.calibration(),
                        request.calibrationSamples(),
                        request.plan());
    }

    /** @throws picocli.CommandLine.ParameterException if a model of one's own has no data */
    static void requireData(OpenRequest request, CommonOptions common) {
        if (isMissingData(request)) {
            throw common.wrong("Model " + request.model().orElseThrow() + " needs data to run on; name it with --data");
        }
    }

    /** @throws picocli.CommandLine.ParameterException if a model of one's own has no samples */
    static void requireCalibration(OpenRequest request, CommonOptions common) {
        if (isMissingData(request)) {
            throw common.wrong("Model " + request.model().orElseThrow()
                    + " needs samples to calibrate on; name them with --calibration");
        }
    }

    private static boolean isMissingData(OpenRequest request) {
        return request.data().isEmpty()
                && !ProjectOpener.isBundledSample(request)
                && Files.exists(Path.of(request.model().orElseThrow()));
    }
}
