package dev.vernier.io.normalize;

import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.shape.ShapeInference;
import dev.vernier.io.ImportReport;
import java.util.List;

/** All passes, in the order they run. */
public final class Normalizer {
    private static final List<NormalizePass> PASSES = List.of(
            new ComputeInFloat32(),
            new FreeBatch(),
            new ResolveShapes(),
            new RemoveNoOperations(),
            new FoldGemmScales(),
            new FoldBatchNorm(),
            new FoldScaleAndShift(),
            new FuseActivations(),
            new RemoveUnused());

    private Normalizer() {}

    /**
     * Brings {@code graph} into its normal form and fills in the specs of all its values.
     *
     * @throws dev.vernier.engine.VernierException naming the layer, if its operands do not fit its operation
     */
    public static Graph normalize(Graph graph, ImportReport.Builder report) {
        Graph result = ShapeInference.annotate(graph);
        for (NormalizePass pass : PASSES) {
            result = pass.apply(result, report);
        }
        return ShapeInference.annotate(result);
    }
}
