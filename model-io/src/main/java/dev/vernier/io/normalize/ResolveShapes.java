package dev.vernier.io.normalize;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Reshape;
import dev.vernier.engine.graph.op.Resize;
import dev.vernier.engine.graph.op.UnsupportedOp;
import dev.vernier.engine.graph.shape.Dimension;
import dev.vernier.engine.graph.shape.ShapeInference;
import dev.vernier.engine.graph.shape.SymbolicTensor;
import dev.vernier.io.ImportFinding;
import dev.vernier.io.ImportReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Shape arithmetic that comes out the same for every batch becomes constants: a target computed as {@code [batch, -1]} becomes
 * {@code [0, -1]}, sizes computed from the input's become scales, and numbers that shapes alone determine are written down.
 */
final class ResolveShapes implements NormalizePass {
    @Override
    public Graph apply(Graph graph, ImportReport.Builder report) {
        GraphEdit edit = new GraphEdit(graph);
        ShapeInference shapes = ShapeInference.of(graph);
        for (Node n : graph.nodes()) {
            if (n.op() instanceof Reshape && !graph.isConstant(n.input(1))) {
                target(shapes, n).ifPresent(t -> {
                    List<String> inputs = List.of(n.input(0), edit.constant(n.name() + "/shape", longs(t)));
                    edit.replace(n, new Node(n.name(), new Reshape(false), inputs, n.outputs()));
                    report.info(
                            ImportFinding.Code.SHAPE_RESOLVED,
                            n.name(),
                            "The shape that " + n.name() + " computed is always " + t
                                    + " (0 keeps a dimension, -1 takes what is left).");
                });
            } else if (n.op() instanceof Resize && n.hasInput(3) && !graph.isConstant(n.input(3))) {
                scales(shapes, n).ifPresent(s -> {
                    List<String> inputs = List.of(n.input(0), n.input(1), edit.constant(n.name() + "/scales", s));
                    edit.replace(n, new Node(n.name(), n.op(), inputs, n.outputs()));
                    report.info(
                            ImportFinding.Code.SHAPE_RESOLVED,
                            n.name(),
                            "The sizes that " + n.name() + " computed are fixed scales.");
                });
            } else if (!(n.op() instanceof UnsupportedOp) && !graph.outputs().contains(n.output())) {
                constant(shapes, n.output()).ifPresent(c -> {
                    edit.redirect(n.output(), edit.constant(n.output() + "/known", c));
                    edit.remove(n);
                });
            }
        }
        return edit.apply();
    }

    /** The value as a constant, if shapes alone determine all of its elements. */
    private static Optional<TensorData> constant(ShapeInference shapes, String value) {
        Optional<SymbolicTensor> fact = shapes.fact(value);
        return fact.flatMap(SymbolicTensor::knownElements).flatMap(e -> ofType(fact.get(), e));
    }

    private static Optional<TensorData> ofType(SymbolicTensor fact, long[] elements) {
        Shape shape = fact.shape();
        if (!shape.isStatic()) {
            return Optional.empty();
        }
        if (fact.type() == DataType.INT64) {
            return Optional.of(TensorData.ofLongs(shape, elements));
        }
        int[] ints = new int[elements.length];
        float[] floats = new float[elements.length];
        for (int i = 0; i < elements.length; i++) {
            ints[i] = (int) elements[i];
            floats[i] = elements[i];
            if (ints[i] != elements[i] || (long) floats[i] != elements[i]) {
                return Optional.empty();
            }
        }
        if (fact.type() == DataType.INT32) {
            return Optional.of(TensorData.ofInts(shape, ints));
        }
        return fact.type() == DataType.FLOAT32 ? Optional.of(TensorData.ofFloats(shape, floats)) : Optional.empty();
    }

    /** A target shape of whole numbers: known ones, 0 for the input's own dimension, and at most one -1. */
    private static Optional<List<Long>> target(ShapeInference shapes, Node n) {
        Optional<List<Dimension>> elements = shapes.fact(n.input(1)).flatMap(SymbolicTensor::elements);
        Optional<SymbolicTensor> x = shapes.fact(n.input(0));
        if (elements.isEmpty() || x.isEmpty()) {
            return Optional.empty();
        }
        boolean allowZero = ((Reshape) n.op()).allowZero();
        List<Long> target = new ArrayList<>();
        for (int i = 0; i < elements.get().size(); i++) {
            Dimension e = elements.get().get(i);
            if (e.isKnown() && !(allowZero && e.is(0))) {
                target.add(e.value());
            } else if (!e.isKnown() && i < x.get().rank() && x.get().dim(i).equals(e)) {
                target.add(0L);
            } else if (!e.isKnown() && !target.contains(-1L)) {
                target.add(-1L);
            } else {
                return Optional.empty();
            }
        }
        return target.stream().filter(t -> t == -1).count() <= 1 ? Optional.of(target) : Optional.empty();
    }

    /** Scales that lead to the same sizes, if the dimensions that change are known and float32 holds scales that lead there. */
    private static Optional<TensorData> scales(ShapeInference shapes, Node n) {
        Optional<List<Dimension>> sizes = shapes.fact(n.input(3)).flatMap(SymbolicTensor::elements);
        Optional<SymbolicTensor> x = shapes.fact(n.input(0));
        if (sizes.isEmpty() || x.isEmpty() || sizes.get().size() != x.get().rank()) {
            return Optional.empty();
        }
        float[] scales = new float[x.get().rank()];
        for (int i = 0; i < scales.length; i++) {
            Dimension from = x.get().dim(i);
            Dimension to = sizes.get().get(i);
            if (from.equals(to)) {
                scales[i] = 1;
            } else if (from.isKnown() && to.isKnown()) {
                scales[i] = (float) ((double) to.value() / from.value());
                if (Math.floor((double) from.value() * scales[i]) != to.value()) {
                    return Optional.empty();
                }
            } else {
                Optional<Dimension> whole = to.dividedExactlyBy(from).filter(Dimension::isKnown);
                if (whole.isEmpty()) {
                    return Optional.empty();
                }
                scales[i] = whole.get().value();
            }
        }
        return Optional.of(TensorData.ofFloats(Shape.of(scales.length), scales));
    }

    private static TensorData longs(List<Long> values) {
        return TensorData.ofLongs(
                Shape.of(values.size()),
                values.stream().mapToLong(Long::longValue).toArray());
    }
}
