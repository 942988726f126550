package dev.vernier.app.cli;

import dev.vernier.app.preferences.MemorySetting;
import dev.vernier.app.workbench.OpenRequest;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every command takes. */
final class CommonOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--json", description = "Print one JSON object and nothing else.")
    private boolean json;

    @Option(names = "--samples", paramLabel = "N", description = "Use the first N samples of the data (default: all).")
    private Integer samples;

    @Option(
            names = "--calibration",
            paramLabel = "DATA",
            description =
                    "Calibrate on this data set (default: on the first samples of the data; a bundled sample has its"
                            + " own).")
    private Path calibration;

    @Option(
            names = "--calibration-samples",
            paramLabel = "N",
            description = "Calibrate on N samples (default: ${DEFAULT-VALUE}).",
            defaultValue = "" + OpenRequest.CALIBRATION_SAMPLES)
    private int calibrationSamples;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Compute with N threads (default: one for each processor).")
    private Integer threads;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            converter = ByteSize.class,
            description = "Take SIZE of memory at most, as 512m or 2g: Java's heap, tensors and all else (default: a"
                    + " quarter of the machine's, or what the window was told).")
    private ByteSize memory;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Where chance has a part, begin with N (default: ${DEFAULT-VALUE}).",
            defaultValue = "0")
    private long seed;

    @Option(names = "--stacktrace", description = "With an error, show where in the program it arose.")
    private boolean stacktrace;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    boolean json() {
        return json;
    }

    /** How many of {@code available} samples are asked for. */
    int samplesOf(int available) {
        return samples == null ? available : Math.min(samples, available);
    }

    Optional<Path> calibration() {
        return Optional.ofNullable(calibration);
    }

    int calibrationSamples() {
        return calibrationSamples;
    }

    /** Where chance begins. */
    long seed() {
        return seed;
    }

    /** How many threads a runtime may use. */
    int threads() {
        return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    }

    /**
     * Checks the numbers and keeps to the memory that may be taken.
     *
     * @throws ParameterException if a number is not one that can be meant
     */
    void check() {
        requirePositive("--samples", samples);
        requirePositive("--calibration-samples", calibrationSamples);
        requirePositive("--threads", threads);
        MemorySetting.keepTo(memory == null ? MemorySetting.ofUser().bytes() : memory.bytes());
    }

    private void requirePositive(String option, Integer value) {
        if (value != null && value < 1) {
            throw wrong(option + " is " + value + "; give a number from 1 on");
        }
    }

    /** A command line that is wrong in the way that {@code message} says. */
    ParameterException wrong(String message) {
        return new ParameterException(commandLine(), message);
    }

    CommandLine commandLine() {
        return command.commandLine();
    }

    Terminal terminal() {
        CommandLine root = commandLine();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        return ((VernierCommand) root.getCommandSpec().userObject()).terminal();
    }
}
