package dev.vernier.io.runtime;

import dev.vernier.engine.data.Dataset;
import java.util.OptionalDouble;

/** Counts, over samples, how a runtime's outputs stand beside the simulation's. */
final class OutputComparison {
    private final Dataset data;
    private final double gridStep;
    private long samples;
    private long agreeing;
    private long runtimeRight;
    private long simulatedRight;
    private double maxAbsDifference;
    private double maxAbsOutput;
    private final java.util.List<float[]> differences = new java.util.ArrayList<>();

    /** @param gridStep step of the output's grid, or NaN */
    OutputComparison(Dataset data, double gridStep) {
        this.data = data;
        this.gridStep = gridStep;
    }

    void add(int from, int count, float[] simulated, float[] real) {
        if (simulated.length != real.length) {
            throw new dev.vernier.engine.VernierException("The exported file answers " + real.length / count
                    + " numbers a sample, the simulation " + simulated.length / count
                    + "; it was not exported from this model");
        }
        int width = simulated.length / count;
        float[] difference = new float[simulated.length];
        for (int i = 0; i < simulated.length; i++) {
            difference[i] = Math.abs(simulated[i] - real[i]);
            maxAbsDifference = Math.max(maxAbsDifference, difference[i]);
            maxAbsOutput = Math.max(maxAbsOutput, Math.abs(simulated[i]));
        }
        differences.add(difference);
        for (int s = 0; s < count; s++) {
            int a = largest(simulated, s * width, width);
            int b = largest(real, s * width, width);
            agreeing += a == b ? 1 : 0;
            if (data.hasLabels()) {
                int label = data.label(from + s).getAsInt();
                simulatedRight += a == label ? 1 : 0;
                runtimeRight += b == label ? 1 : 0;
            }
        }
        samples += count;
    }

    private static int largest(float[] scores, int from, int width) {
        int best = 0;
        for (int k = 1; k < width; k++) {
            best = scores[from + k] > scores[from + best] ? k : best;
        }
        return best;
    }

    double agreement() {
        return (double) agreeing / samples;
    }

    OptionalDouble runtimeTop1() {
        return data.hasLabels() ? OptionalDouble.of((double) runtimeRight / samples) : OptionalDouble.empty();
    }

    OptionalDouble simulatedTop1() {
        return data.hasLabels() ? OptionalDouble.of((double) simulatedRight / samples) : OptionalDouble.empty();
    }

    double maxAbsDifference() {
        return maxAbsDifference;
    }

    /** The grid's step; of a float output 1e-4 of the largest output. */
    double step() {
        return Double.isNaN(gridStep) ? 1e-4 * maxAbsOutput : gridStep;
    }

    double withinOneStep() {
        // Half a percent above one step: the difference of two codes is computed in float.
        double limit = step() * 1.005;
        long within = 0;
        long total = 0;
        for (float[] d : differences) {
            total += d.length;
            for (float v : d) {
                within += v <= limit ? 1 : 0;
            }
        }
        return total == 0 ? Double.NaN : (double) within / total;
    }
}
