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
            new FoldConstants(),
            new FoldGemmScales(),
            new FoldBatchNorm(),
            new FoldScaleAndShift(),
            new FuseActivations(),
            new RemoveUnused());

    /** Those that leave every layer as it is: what a quantized file says of a layer stays true of it. */
    private static final List<NormalizePass> KEEPING_LAYERS =
            List.of(new ComputeInFloat32(), new FreeBatch(), new ResolveShapes(), new RemoveUnused());

    private Normalizer() {}

    /**
     * Brings {@code graph} into its normal form and fills in the specs of all its values.
     *
     * @throws dev.vernier.engine.VernierException naming the layer, if its operands do not fit its operation
     */
    public static Graph normalize(Graph graph, ImportReport.Builder report) {
        return apply(PASSES, graph, report);
    }

    /**
     * The same without folding or fusing anything: for networks whose layers have been quantized one by one.
     *
     * @throws dev.vernier.engine.VernierException naming the layer, if its operands do not fit its operation
     */
    public static Graph normalizeKeepingLayers(Graph graph, ImportReport.Builder report) {
        return apply(KEEPING_LAYERS, graph, report);
    }

    private static Graph apply(List<NormalizePass> passes, Graph graph, ImportReport.Builder report) {
        Graph result = ShapeInference.annotate(graph);
        for (NormalizePass pass : passes) {
            result = ShapeInference.annotate(pass.apply(result, report));
        }
        return result;
    }
}
