package dev.vernier.io.dataset;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.data.InMemoryDataset;
import dev.vernier.engine.datacheck.DataFinding;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.spec.QuantPlan;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The first samples of a data set as a model takes them, and what looks wrong about it. Immutable.
 *
 * @param data how it was read
 * @param first the first samples, in memory: fitted to the model's inputs, or as preprocessed where they do not fit
 * @param misfit why they do not fit the model; empty where they do
 * @param check what the data show and what looks wrong; empty where they do not fit
 */
public record DatasetPreview(FileDataset data, Dataset first, Optional<String> misfit, Optional<DatasetCheck> check) {
    /** How many samples are shown, if they are small. */
    public static final int SAMPLES = 24;

    private static final long MOST_ELEMENTS = 4_000_000;

    /**
     * Reads the first samples and checks the data; runs nothing.
     *
     * @param own the plan that the model's file is, where it is quantized already
     * @param calibrationSamples how many of the first samples calibration would take
     * @throws VernierException if the samples cannot be read
     */
    public static DatasetPreview of(FileDataset data, Graph model, Optional<QuantPlan> own, int calibrationSamples) {
        try {
            Dataset first = firstOf(DatasetFitter.fit(data, model));
            return new DatasetPreview(
                    data, first, Optional.empty(), Optional.of(DatasetCheck.of(data, model, own, calibrationSamples)));
        } catch (VernierException e) {
            return new DatasetPreview(data, firstOf(data), Optional.of(e.getMessage()), Optional.empty());
        }
    }

    /** What looks wrong; nothing where the data do not fit. */
    public List<DataFinding> findings() {
        return check.map(DatasetCheck::findings).orElse(List.of());
    }

    private static Dataset firstOf(Dataset data) {
        long perSample = data.inputs().stream()
                .mapToLong(s -> Math.max(1, s.shape().elementCount()))
                .sum();
        int count = (int) Math.max(1, Math.min(Math.min(SAMPLES, data.size()), MOST_ELEMENTS / perSample));
        int[] labels = data.hasLabels()
                ? IntStream.range(0, count)
                        .map(i -> data.label(i).orElseThrow())
                        .toArray()
                : new int[0];
        InMemoryDataset first = InMemoryDataset.of(
                data.name(),
                data.inputs().stream().map(TensorSpec::name).toList(),
                data.batch(0, count),
                labels,
                data.classNames());
        return data.target().isPresent() ? first.withTargets(data.targets(0, count)) : first;
    }
}
