package dev.vernier.io.runtime;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.evaluate.AnswerComparison;
import dev.vernier.engine.evaluate.ModelAnswers;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Counts, over samples, how a runtime's outputs stand beside the simulation's. */
final class OutputComparison {
    private final ModelAnswers simulation;
    private final AnswerComparison answers;
    private final double gridStep;
    private double maxAbsDifference;
    private double maxAbsOutput;
    private final List<float[]> differences = new ArrayList<>();

    /** @param gridStep step of the output's grid, or NaN */
    OutputComparison(ModelAnswers simulation, Dataset data, double gridStep) {
        this.simulation = simulation;
        this.answers = new AnswerComparison(simulation, data);
        this.gridStep = gridStep;
    }

    /** @param real the runtime's outputs for {@code count} samples from {@code from} on */
    void add(int from, int count, float[] real) {
        float[] simulated = simulation.scores(from, count);
        if (simulated.length != real.length) {
            throw new VernierException("The exported file answers " + real.length / count
                    + " numbers a sample, the simulation " + simulated.length / count
                    + "; it was not exported from this model");
        }
        float[] difference = new float[simulated.length];
        for (int i = 0; i < simulated.length; i++) {
            difference[i] = Math.abs(simulated[i] - real[i]);
            maxAbsDifference = Math.max(maxAbsDifference, difference[i]);
            maxAbsOutput = Math.max(maxAbsOutput, Math.abs(simulated[i]));
        }
        differences.add(difference);
        answers.add(from, count, real);
    }

    OptionalDouble agreement() {
        return answers.agreement();
    }

    OptionalDouble runtimeTop1() {
        return answers.otherTop1();
    }

    OptionalDouble simulatedTop1() {
        return answers.ownTop1();
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
