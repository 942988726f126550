package dev.vernier.app.cli;

import dev.vernier.engine.evaluate.Metric;
import java.util.LinkedHashSet;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which metrics a command measures. */
final class MetricOption {
    @Option(
            names = "--metric",
            paramLabel = "NAME",
            split = ",",
            converter = MetricConverter.class,
            description = "Measure these: top1, top5, mse, mae, agreement, outputSqnrDb, klDivergence, meanAbsError,"
                    + " meanSquaredError (default: what fits the model's output and the labels).")
    private List<Metric> metrics = List.of();

    /** In the order they were named, each once; empty: what fits. */
    List<Metric> metrics() {
        return List.copyOf(new LinkedHashSet<>(metrics));
    }

    /** {@code top1}, {@code klDivergence}, …. */
    static final class MetricConverter implements ITypeConverter<Metric> {
        @Override
        public Metric convert(String label) {
            return Metric.ofLabel(label)
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + label + "' is no metric; choose among " + Metric.labels()));
        }
    }
}
