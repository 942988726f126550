package dev.vernier.engine.calibrate;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.graph.Graph;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Calibrates rewritten forms of a graph on the samples that the graph itself was calibrated on, each once. Safe to be used from several
 * threads.
 */
public final class VariantCalibration {
    /** A rewritten graph and what the samples showed of its activations. */
    public record Variant(Graph graph, CalibrationResult calibration) {}

    private final Optional<Dataset> data;
    private final Function<Graph, CalibrationResult> run;
    private final Map<String, Variant> known = new HashMap<>();

    /** @param run calibrates a graph on samples of {@code data} */
    VariantCalibration(Dataset data, Function<Graph, CalibrationResult> run) {
        this(Optional.of(data), run);
    }

    private VariantCalibration(Optional<Dataset> data, Function<Graph, CalibrationResult> run) {
        this.data = data;
        this.run = run;
    }

    /** For a result that was not made from samples at hand. */
    static VariantCalibration impossible() {
        return new VariantCalibration(Optional.empty(), graph -> {
            throw new VernierException("The plan rescales channels of model " + graph.name()
                    + ", which needs the calibration samples; calibrate the model again");
        });
    }

    /** What the samples were taken from, from the first on; empty where they are not at hand. */
    public Optional<Dataset> data() {
        return data;
    }

    /**
     * The variant called {@code name}; the samples are run when it is asked for first.
     *
     * @param graph makes it
     * @throws VernierException if the samples are not at hand
     */
    public synchronized Variant of(String name, Supplier<Graph> graph) {
        Variant v = known.get(name);
        if (v == null) {
            Graph made = graph.get();
            v = new Variant(made, run.apply(made));
            known.put(name, v);
        }
        return v;
    }
}
