package dev.vernier.app.cli;

import dev.vernier.engine.spec.TargetRuntime;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code vernier compare}: every technique side by side. */
@Command(
        name = "compare",
        description = "Every technique side by side: accuracy, interval, agreement, size, error.",
        sortOptions = false)
final class CompareCommand implements Runnable {
    @Mixin
    private ModelAndData what;

    @Mixin
    private MetricOption metric;

    @Mixin
    private QuantizationOptions quantization;

    @Mixin
    private CommonOptions common;

    @Override
    public void run() {
        common.check();
        new ComparisonRun(common.commandLine(), common.terminal())
                .print(
                        what.requestWithData(common, Optional.empty()),
                        quantization.target().orElse(TargetRuntime.ONNXRUNTIME),
                        common::samplesOf,
                        metric.metrics(),
                        quantization.improvements(),
                        common.seed(),
                        common.json());
    }
}
