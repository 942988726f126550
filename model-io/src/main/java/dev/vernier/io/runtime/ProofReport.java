package dev.vernier.io.runtime;

import dev.vernier.engine.spec.TargetRuntime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * An exported file in its real runtime beside the simulation of the same plan, over the same samples.
 *
 * @param agreementTop1 share of samples on which runtime and simulation predict the same class
 * @param runtimeTop1 share of the runtime's predictions that are the label; empty without labels
 * @param simulatedTop1 share of the simulation's predictions that are the label; empty without labels
 * @param maxAbsDifference largest difference of any output
 * @param withinOneStep share of outputs that differ by at most one step of the output's grid (or, of a float output, by at most 1e-4 of
 *     the largest float output)
 * @param step that step
 * @param millisPerSampleFloat measured time of the source model in the runtime; empty where it was not run
 * @param millisPerSampleQuantized measured time of the exported file
 * @param layers every layer's result beside the simulation's, in running order, over the first samples; empty where not compared
 */
public record ProofReport(
        TargetRuntime runtime,
        String runtimeVersion,
        int samples,
        double agreementTop1,
        OptionalDouble runtimeTop1,
        OptionalDouble simulatedTop1,
        double maxAbsDifference,
        double withinOneStep,
        double step,
        OptionalDouble millisPerSampleFloat,
        double millisPerSampleQuantized,
        long fileBytes,
        List<LayerProof> layers) {
    public ProofReport {
        layers = List.copyOf(layers);
    }

    /** Where runtime and simulation part: the first layer with more than 1 % of its result more than one step apart. */
    public Optional<LayerProof> parting() {
        return layers.stream().filter(LayerProof::parts).findFirst();
    }

    ProofReport withLayers(List<LayerProof> compared) {
        return new ProofReport(
                runtime,
                runtimeVersion,
                samples,
                agreementTop1,
                runtimeTop1,
                simulatedTop1,
                maxAbsDifference,
                withinOneStep,
                step,
                millisPerSampleFloat,
                millisPerSampleQuantized,
                fileBytes,
                compared);
    }
}
