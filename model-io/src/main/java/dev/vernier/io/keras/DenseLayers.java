package dev.vernier.io.keras;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.BatchNormalization;
import dev.vernier.engine.graph.op.Cast;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Gather;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.ImageLayout;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.Reshape;
import java.util.Arrays;
import java.util.List;

/** Dense layers, embeddings and batch norm. */
final class DenseLayers {
    private DenseLayers() {}

    /** Works on the last axis, whatever the rank. */
    static List<String> dense(LayerEmitter emit) {
        emit.variable("kernel", 2);
        String kernel = emit.weight("kernel");
        String bias = emit.weightIfAny("bias");
        String y = emit.rank(emit.x()) == 2
                ? emit.main(new Gemm(false, false, 1, 1, Clamp.NONE), emit.x(), kernel, bias)
                : emit.main(new MatMul(Clamp.NONE), emit.x(), kernel, bias);
        return Activations.after(emit, y);
    }

    /**
     * Sums over trailing axes of the input and leading axes of the kernel, the form every EinsumDense has that Keras itself builds:
     * {@code abc,cd->abd}, {@code abc,cde->abde}, {@code abcd,cde->abe}, {@code ...x,xy->...y}.
     */
    static List<String> einsum(LayerEmitter emit) {
        String equation = emit.config().text("", "equation").replace(" ", "").replace("...", "_");
        String[] sides = equation.split("->");
        String[] terms = sides[0].split(",");
        if (sides.length != 2 || terms.length != 2) {
            throw new UnsupportedLayer("with equation " + equation);
        }
        int summed = 0;
        while (summed < terms[1].length() && terms[0].indexOf(terms[1].charAt(summed)) >= 0) {
            summed++;
        }
        String kept = terms[0].substring(0, Math.max(0, terms[0].length() - summed));
        boolean trailing = summed > 0
                && terms[0].endsWith(terms[1].substring(0, summed))
                && sides[1].equals(kept + terms[1].substring(summed));
        if (!trailing) {
            throw new UnsupportedLayer("with equation " + equation);
        }
        return Activations.after(emit, projection(emit, "", "", emit.x(), summed, true));
    }

    /**
     * The sum over the last {@code summed} axes of {@code x} and the first axes of variable {@code prefix/kernel}, plus {@code prefix/bias}.
     *
     * @param prefix of the variables, with a slash, or empty
     * @param role of the emitted operation where it is not the main one
     */
    static String projection(LayerEmitter emit, String prefix, String role, String x, int summed, boolean main) {
        TensorData kernel = emit.variable(prefix + "kernel");
        long[] dims = kernel.shape().toArray();
        long in = product(dims, 0, summed);
        long out = product(dims, summed, dims.length);
        String weights = emit.weight(prefix + "kernel", () -> kernel.reshaped(Shape.of(in, out)));
        String bias = "";
        if (emit.hasVariable(prefix + "bias")) {
            TensorData b = emit.variable(prefix + "bias");
            if (b.elementCount() != out) {
                throw new UnsupportedLayer("with a bias of shape " + b.shape());
            }
            bias = emit.weight(prefix + "bias", () -> b.reshaped(Shape.of(out)));
        }
        String named = role.isEmpty() ? "" : role + "/";
        int rank = emit.rank(x);
        String flat = summed == 1
                ? x
                : emit.helper(
                        named + "merge",
                        new Reshape(false),
                        x,
                        emit.longs(named + "merged", shape(emit, x, rank - summed, in)));
        MatMul op = new MatMul(Clamp.NONE);
        String y = main ? emit.main(op, flat, weights, bias) : emit.helper(role, op, flat, weights, bias);
        if (dims.length - summed == 1) {
            return y;
        }
        long[] split = shape(emit, x, rank - summed, Arrays.copyOfRange(dims, summed, dims.length));
        return emit.helper(named + "split", new Reshape(false), y, emit.longs(named + "shape", split));
    }

    private static long product(long[] dims, int from, int to) {
        long p = 1;
        for (int i = from; i < to; i++) {
            p *= dims[i];
        }
        return p;
    }

    /** A target shape that keeps the first {@code kept} axes of {@code x}. */
    private static long[] shape(LayerEmitter emit, String x, int kept, long... rest) {
        long[] shape = new long[kept + rest.length];
        System.arraycopy(rest, 0, shape, kept, rest.length);
        return shape; // 0 keeps a dimension
    }

    static List<String> embedding(LayerEmitter emit) {
        emit.variable("embeddings", 2);
        String indices = emit.fact(emit.x()).type().isInteger()
                ? emit.x()
                : emit.helper("indices", new Cast(DataType.INT32), emit.x());
        if (emit.config().flag(false, "mask_zero")) {
            emit.answersMask(Masks.ofTokens(emit, emit.x()));
        }
        return List.of(emit.main(new Gather(0), emit.weight("embeddings"), indices));
    }

    static List<String> batchNormalization(LayerEmitter emit) {
        LayerConfig config = emit.config();
        int rank = emit.rank(emit.x());
        List<Integer> axes = config.ints("axis");
        int axis = axes.isEmpty() ? -1 : axes.get(0);
        axis = axis < 0 ? axis + rank : axis;
        if (axes.size() > 1 || (axis != rank - 1 && axis != 1)) {
            throw new UnsupportedLayer("along axes " + axes + " of a tensor of " + rank + " axes");
        }
        if (config.wholeIfGiven("mode").orElse(0) == 1) {
            throw new UnsupportedLayer("in mode 1 of Keras 1, which normalizes each sample");
        }
        TensorData mean = emit.variable("moving_mean", 1);
        long channels = mean.elementCount();
        BatchNormalization op = new BatchNormalization(
                (float) config.real(1e-3, "epsilon"),
                axis == rank - 1 ? ImageLayout.CHANNELS_LAST : ImageLayout.CHANNELS_FIRST);
        return List.of(emit.main(
                op,
                emit.x(),
                emit.hasVariable("gamma") ? emit.weight("gamma") : constant(emit, "gamma", channels, 1),
                emit.hasVariable("beta") ? emit.weight("beta") : constant(emit, "beta", channels, 0),
                emit.weight("moving_mean"),
                emit.weight("moving_variance")));
    }

    private static String constant(LayerEmitter emit, String role, long length, float value) {
        float[] values = new float[Math.toIntExact(length)];
        Arrays.fill(values, value);
        return emit.weight(role, () -> TensorData.ofFloats(Shape.of(length), values));
    }
}
