package dev.vernier.io.keras;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.Cast;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Clip;
import dev.vernier.engine.graph.op.Div;
import dev.vernier.engine.graph.op.LayerNormalization;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.op.Reduce;
import dev.vernier.engine.graph.op.RmsNormalization;
import dev.vernier.engine.graph.op.Sub;
import dev.vernier.engine.graph.op.Unary;
import java.util.Arrays;
import java.util.List;

/** Preprocessing that is arithmetic (Rescaling, Normalization), and normalization of each sample. */
final class ScalingLayers {
    /** Keras divides by at least this (its backend's epsilon). */
    private static final double EPSILON = 1e-7;

    private ScalingLayers() {}

    /** {@code x · scale + offset}. */
    static List<String> rescaling(LayerEmitter emit) {
        String x = floating(emit);
        TensorData scale = lastAxis(emit.config().reals("scale"), 1);
        TensorData offset = lastAxis(emit.config().reals("offset"), 0);
        if (isAll(offset, 0)) {
            return List.of(emit.main(new Mul(Clamp.NONE), x, emit.constant("scale", scale)));
        }
        String scaled = emit.helper("scaled", new Mul(Clamp.NONE), x, emit.constant("scale", scale));
        return List.of(emit.main(new Add(Clamp.NONE), scaled, emit.constant("offset", offset)));
    }

    private static String floating(LayerEmitter emit) {
        return emit.fact(emit.x()).type().isFloating()
                ? emit.x()
                : emit.helper("float", new Cast(DataType.FLOAT32), emit.x());
    }

    private static TensorData lastAxis(List<Double> values, double otherwise) {
        if (values.size() <= 1) {
            return TensorData.scalar((float) (values.isEmpty() ? otherwise : values.get(0)));
        }
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i).floatValue();
        }
        return TensorData.ofFloats(Shape.of(floats.length), floats);
    }

    private static boolean isAll(TensorData data, double value) {
        for (int i = 0; i < data.elementCount(); i++) {
            if (data.doubleAt(i) != value) {
                return false;
            }
        }
        return true;
    }

    /** {@code (x - mean) / sqrt(variance)}, or back. */
    static List<String> normalization(LayerEmitter emit) {
        LayerConfig config = emit.config();
        TensorData mean = config.has("mean") ? lastAxis(config.reals("mean"), 0) : emit.variable("mean");
        TensorData variance =
                config.has("variance") ? lastAxis(config.reals("variance"), 1) : emit.variable("variance");
        float[] deviation = variance.toFloats();
        for (int i = 0; i < deviation.length; i++) {
            deviation[i] = (float) Math.max(Math.sqrt(deviation[i]), EPSILON);
        }
        String x = floating(emit);
        int rank = emit.rank(x);
        List<Integer> axes = config.ints("axis");
        Shape means = along(mean, axes, rank);
        Shape deviations = along(variance, axes, rank);
        String m = emit.weight("mean", () -> TensorData.ofFloats(means, mean.toFloats()));
        String d = emit.weight("deviation", () -> TensorData.ofFloats(deviations, deviation));
        if (config.flag(false, "invert")) {
            String scaled = emit.helper("scaled", new Mul(Clamp.NONE), x, d);
            return List.of(emit.main(new Add(Clamp.NONE), scaled, m));
        }
        String centered = emit.helper("centered", new Sub(Clamp.NONE), x, m);
        return List.of(emit.main(new Div(Clamp.NONE), centered, d));
    }

    static List<String> layerNormalization(LayerEmitter emit) {
        if (emit.config().flag(false, "rms_scaling")) {
            return rmsNormalization(emit);
        }
        int first = normalizedFrom(emit);
        Shape row = row(emit, first);
        return List.of(emit.main(
                new LayerNormalization(first, (float) emit.config().real(1e-3, "epsilon")),
                emit.x(),
                emit.hasVariable("gamma") ? emit.weight("gamma") : emit.constant("gamma", ones(row)),
                emit.weightIfAny("beta")));
    }

    static List<String> rmsNormalization(LayerEmitter emit) {
        int first = normalizedFrom(emit);
        String variable = emit.hasVariable("scale") ? "scale" : "gamma";
        return List.of(emit.main(
                new RmsNormalization(first, (float) emit.config().real(1e-6, "epsilon")),
                emit.x(),
                emit.weight(variable)));
    }

    /** The first of the axes normalized over, which must be the last ones. */
    private static int normalizedFrom(LayerEmitter emit) {
        int rank = emit.rank(emit.x());
        List<Integer> axes = emit.config().ints("axis").stream()
                .map(a -> a < 0 ? a + rank : a)
                .sorted()
                .toList();
        int first = axes.isEmpty() ? rank - 1 : axes.get(0);
        for (int i = 0; i < axes.size(); i++) {
            if (axes.get(i) != first + i) {
                throw new UnsupportedLayer("along axes " + axes);
            }
        }
        if (!axes.isEmpty() && axes.get(axes.size() - 1) != rank - 1) {
            throw new UnsupportedLayer("along axes " + axes + " of a tensor of " + rank + " axes");
        }
        return first;
    }

    private static Shape row(LayerEmitter emit, int first) {
        long[] dims = new long[emit.rank(emit.x()) - first];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = emit.dim(emit.x(), first + i, "what it normalizes over");
        }
        return Shape.of(dims);
    }

    private static TensorData ones(Shape shape) {
        float[] values = new float[Math.toIntExact(shape.elementCount())];
        Arrays.fill(values, 1);
        return TensorData.ofFloats(shape, values);
    }

    /** Divided by its Euclidean length along the axes. */
    static List<String> unitNormalization(LayerEmitter emit) {
        List<Integer> axes = emit.config().ints("axis");
        long[] along = axes.isEmpty()
                ? new long[] {-1}
                : axes.stream().mapToLong(Integer::longValue).toArray();
        String squares = emit.helper(
                "squares", new Reduce(Reduce.Kind.SUM_SQUARE, true, false), emit.x(), emit.longs("axes", along));
        String bounded = emit.helper("bounded", new Clip(1e-12f, Float.POSITIVE_INFINITY), squares);
        String length = emit.helper("length", new Unary(Unary.Function.SQRT), bounded);
        return List.of(emit.main(new Div(Clamp.NONE), emit.x(), length));
    }

    /** The shape in which values that lie along {@code axes} are broadcast over a tensor of {@code rank} axes. */
    private static Shape along(TensorData values, List<Integer> axes, int rank) {
        if (values.elementCount() == 1) {
            return Shape.SCALAR;
        }
        long[] dims = new long[rank];
        Arrays.fill(dims, 1);
        if (axes.size() == 1 || axes.isEmpty()) {
            int axis = axes.isEmpty() ? -1 : axes.get(0);
            dims[axis < 0 ? axis + rank : axis] = values.elementCount();
        } else if (values.shape().rank() == axes.size()) {
            for (int i = 0; i < axes.size(); i++) {
                dims[axes.get(i) < 0 ? axes.get(i) + rank : axes.get(i)] =
                        values.shape().dim(i);
            }
        } else {
            throw new UnsupportedLayer("along axes " + axes);
        }
        return Shape.of(dims);
    }
}
