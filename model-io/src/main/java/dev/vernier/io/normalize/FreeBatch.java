package dev.vernier.io.normalize;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Concat;
import dev.vernier.engine.graph.op.CumulativeSum;
import dev.vernier.engine.graph.op.DynamicUpdateSlice;
import dev.vernier.engine.graph.op.Gather;
import dev.vernier.engine.graph.op.GatherElements;
import dev.vernier.engine.graph.op.GatherNd;
import dev.vernier.engine.graph.op.LogSoftmax;
import dev.vernier.engine.graph.op.Reshape;
import dev.vernier.engine.graph.op.ScatterElements;
import dev.vernier.engine.graph.op.ScatterNd;
import dev.vernier.engine.graph.op.Softmax;
import dev.vernier.engine.graph.shape.Dimension;
import dev.vernier.engine.graph.shape.ShapeInference;
import dev.vernier.engine.graph.shape.SymbolicTensor;
import dev.vernier.io.ImportFinding;
import dev.vernier.io.ImportReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A model exported for one batch size (usually 1) is made to take any, where that is safe: the batch is followed through the network as an
 * unknown, fixed target shapes that hold it are rewritten, and every value that depends on the batch must have it as its first dimension and
 * nowhere else. Otherwise the model is left as it was, and the report says why.
 */
final class FreeBatch implements NormalizePass {
    private static final Dimension BATCH = Dimension.unknown("batch");

    @Override
    public Graph apply(Graph graph, ImportReport.Builder report) {
        Optional<Long> fixed = fixedBatch(graph);
        if (fixed.isEmpty()) {
            return graph;
        }
        long batch = fixed.get();
        try {
            Graph free = freed(graph, batch);
            report.info(
                    ImportFinding.Code.BATCH_FREED,
                    "",
                    "The model was exported for a batch of " + batch
                            + "; nothing in it depends on that, so any batch is taken.");
            return free;
        } catch (DependsOnBatch | VernierException e) {
            report.warning(
                    ImportFinding.Code.BATCH_FIXED,
                    "",
                    "The model takes batches of exactly " + batch + ": " + e.getMessage()
                            + " Export it with a free batch dimension to evaluate it faster.");
            return graph;
        }
    }

    /** The batch all inputs are fixed to; empty if one of them is free, or has no axis that could be one. */
    private static Optional<Long> fixedBatch(Graph graph) {
        long batch = Shape.UNKNOWN;
        for (TensorSpec in : graph.inputs()) {
            if (in.shape().rank() < 2 || in.shape().dim(0) == Shape.UNKNOWN) {
                return Optional.empty();
            }
            if (batch != Shape.UNKNOWN && batch != in.shape().dim(0)) {
                return Optional.empty();
            }
            batch = in.shape().dim(0);
        }
        return batch == Shape.UNKNOWN ? Optional.empty() : Optional.of(batch);
    }

    private static Graph freed(Graph graph, long batch) {
        GraphEdit edit = new GraphEdit(graph);
        ShapeInference fixed = ShapeInference.of(graph);
        ShapeInference free = new ShapeInference();
        graph.constants().forEach(free::constant);
        for (TensorSpec in : graph.inputs()) {
            List<Dimension> dims = new ArrayList<>(SymbolicTensor.of(in).dims());
            dims.set(0, BATCH);
            free.input(in.name(), SymbolicTensor.of(in.type(), dims));
        }
        for (Node n : graph.nodes()) {
            Node node = n.op() instanceof Reshape ? reshaped(edit, free, n, batch) : n;
            free.node(node);
            check(fixed, free, node, batch);
        }
        for (String out : graph.outputs()) {
            if (free.fact(out).filter(f -> dependsOnBatch(f)).isEmpty()) {
                throw new DependsOnBatch("answer " + out + " does not have one row a sample.");
            }
        }
        Graph edited = edit.apply();
        Graph.Builder b = Graph.builder(graph.name());
        for (TensorSpec in : graph.inputs()) {
            b.input(new TensorSpec(in.name(), in.type(), in.shape().with(0, Shape.UNKNOWN)));
        }
        edited.constants().forEach(b::constant);
        b.nodes(edited.nodes()).outputs(graph.outputs());
        return b.build();
    }

    /** {@code n} with a target that keeps the batch, where its target was written for one batch size. */
    private static Node reshaped(GraphEdit edit, ShapeInference free, Node n, long batch) {
        Optional<SymbolicTensor> x = free.fact(n.input(0));
        Optional<long[]> target = free.fact(n.input(1)).flatMap(SymbolicTensor::knownElements);
        if (x.isEmpty()
                || !dependsOnBatch(x.get())
                || target.isEmpty()
                || target.get().length == 0
                || target.get()[0] != batch) {
            return n;
        }
        long[] kept = target.get();
        boolean restIsGiven = true;
        for (int i = 1; i < kept.length; i++) {
            restIsGiven &= kept[i] > 0;
        }
        kept[0] = restIsGiven ? -1 : 0;
        String name = n.name() + "/shape";
        TensorData data = TensorData.ofLongs(Shape.of(kept.length), kept);
        String constant = edit.constant(name, data);
        Node node = new Node(n.name(), n.op(), List.of(n.input(0), constant), n.outputs());
        free.constant(constant, data);
        edit.replace(n, node);
        return node;
    }

    private static boolean dependsOnBatch(SymbolicTensor t) {
        return t.dims().stream().anyMatch(d -> !d.isKnown());
    }

    /** The batch must be the first dimension of the result, all others being what they were, and must not be mixed. */
    private static void check(ShapeInference fixed, ShapeInference free, Node n, long batch) {
        SymbolicTensor result = free.fact(n.output())
                .orElseThrow(() -> new DependsOnBatch(
                        "what layer " + n.name() + " (" + n.op().type() + ") answers is not known."));
        boolean takesBatch = n.inputs().stream()
                .anyMatch(in -> free.fact(in).map(FreeBatch::dependsOnBatch).orElse(false));
        if (!takesBatch) {
            return;
        }
        if (result.elements().isPresent()) {
            return; // shape arithmetic: what it leads to is checked where it is used
        }
        boolean first = result.rank() > 0 && result.dim(0).equals(BATCH);
        boolean same = first
                && result.dims()
                        .subList(1, result.rank())
                        .equals(fixed.fact(n.output()).orElseThrow().dims().subList(1, result.rank()));
        if (!same || mixesSamples(free, n)) {
            throw new DependsOnBatch(
                    "layer " + n.name() + " (" + n.op().type() + ") mixes samples or changes the batch.");
        }
    }

    private static boolean mixesSamples(ShapeInference free, Node n) {
        Optional<SymbolicTensor> x = free.fact(n.input(0));
        if (x.isEmpty() || !dependsOnBatch(x.get())) {
            return false; // a table that samples look something up in
        }
        int rank = x.get().rank();
        if (n.op() instanceof Softmax) {
            return Math.floorMod(((Softmax) n.op()).axis(), rank) == 0;
        }
        if (n.op() instanceof LogSoftmax) {
            return Math.floorMod(((LogSoftmax) n.op()).axis(), rank) == 0;
        }
        if (n.op() instanceof GatherNd
                || n.op() instanceof CumulativeSum
                || n.op() instanceof DynamicUpdateSlice
                || n.op() instanceof ScatterNd
                || !n.op().bodies().isEmpty()) {
            return true;
        }
        if (n.op() instanceof GatherElements) {
            return Math.floorMod(((GatherElements) n.op()).axis(), Math.max(1, rank)) == 0;
        }
        if (n.op() instanceof ScatterElements) {
            return Math.floorMod(((ScatterElements) n.op()).axis(), Math.max(1, rank)) == 0;
        }
        if (n.op() instanceof Concat) {
            return Math.floorMod(((Concat) n.op()).axis(), rank) == 0;
        }
        return n.op() instanceof Gather && Math.floorMod(((Gather) n.op()).axis(), Math.max(1, rank)) == 0;
    }

    /** The reason why a network is only right for one batch size: a sentence. */
    private static final class DependsOnBatch extends RuntimeException {
        private static final long serialVersionUID = 1L;

        DependsOnBatch(String sentence) {
            super(sentence, null, false, false);
        }
    }
}
