package dev.vernier.engine.datacheck;

import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.graph.TensorData;
import java.util.ArrayList;
import java.util.List;

/**
 * What the first samples of a data set, and all its labels, show. Immutable.
 *
 * @param samples how many were looked at
 * @param inputs in the data set's order
 */
public record DataSummary(int samples, List<InputSummary> inputs, LabelSummary labels) {
    /** How many samples are looked at, if they are small. */
    public static final int SAMPLES = 64;

    private static final long MOST_ELEMENTS = 4_000_000;

    public DataSummary {
        inputs = List.copyOf(inputs);
    }

    /**
     * Reads the first samples; fewer than {@link #SAMPLES} where one has many numbers.
     *
     * @param channelAxis of a sample of the first input, or {@link InputSummary#NO_CHANNELS}
     * @param calibrationSamples how many of the first samples calibration would take
     */
    public static DataSummary of(Dataset data, int channelAxis, int calibrationSamples) {
        long perSample = data.inputs().stream()
                .mapToLong(s -> Math.max(1, s.shape().elementCount()))
                .sum();
        int count = (int) Math.max(1, Math.min(Math.min(SAMPLES, data.size()), MOST_ELEMENTS / perSample));
        List<TensorData> batch = data.batch(0, count);
        List<InputSummary> inputs = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            inputs.add(InputSummary.of(
                    data.inputs().get(i), batch.get(i), i == 0 ? channelAxis : InputSummary.NO_CHANNELS));
        }
        return new DataSummary(count, inputs, LabelSummary.of(data, calibrationSamples));
    }
}
