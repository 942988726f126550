package dev.vernier.io.tflite;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.AveragePool;
import dev.vernier.engine.graph.op.BatchNormalization;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.GlobalAveragePool;
import dev.vernier.engine.graph.op.GlobalMaxPool;
import dev.vernier.engine.graph.op.ImageLayout;
import dev.vernier.engine.graph.op.MaxPool;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Padding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.Conv2DOptionsT;
import org.tensorflow.lite.schema.DepthwiseConv2DOptionsT;
import org.tensorflow.lite.schema.Pool2DOptionsT;
import org.tensorflow.lite.schema.ReducerOptionsT;

/** Convolutions and pools. */
final class WindowExports {
    private static final Set<DataType> CODES = Set.of(DataType.INT8, DataType.INT16);

    /** From output channels, input channels, height, width to output channels, height, width, input channels. */
    private static final Arrangement OHWI = new Arrangement(List.of(0, 2, 3, 1));

    /** From channels, 1, height, width to 1, height, width, channels. */
    private static final Arrangement DEPTHWISE = new Arrangement(List.of(1, 2, 3, 0));

    private WindowExports() {}

    static void addTo(Map<Class<? extends Op>, TfliteExport> table) {
        table.put(Conv.class, ((TfliteExport) WindowExports::conv).onCodes(CODES, WindowExports::convTakesCodes));
        table.put(MaxPool.class, ((TfliteExport) WindowExports::maxPool).onCodes(CODES, (n, c) -> c.keepsGrid(0)));
        table.put(
                AveragePool.class,
                ((TfliteExport) WindowExports::averagePool).onCodes(CODES, WindowExports::averageTakesCodes));
        table.put(
                GlobalAveragePool.class,
                ((TfliteExport) (n, out) -> global(BuiltinOperator.MEAN, out, ((GlobalAveragePool) n.op()).layout()))
                        .onCodes(CODES));
        table.put(
                GlobalMaxPool.class,
                ((TfliteExport) (n, out) -> global(BuiltinOperator.REDUCE_MAX, out, ((GlobalMaxPool) n.op()).layout()))
                        .onCodes(CODES, (n, c) -> c.keepsGrid(0)));
        table.put(BatchNormalization.class, WindowExports::batchNormalization);
    }

    private static boolean convTakesCodes(Node n, CodesContext c) {
        Conv op = (Conv) n.op();
        return c.shape(0).rank() <= 4
                && LayerWeights.allowCodes(c, 1, 2)
                && FusedActivation.isFusable(op.activation(), Optional.of(c.result()));
    }

    private static void conv(Node n, TfliteEmitter out) {
        Conv op = (Conv) n.op();
        if (out.rank(0) == 5) {
            VolumeExports.conv(n, out);
            return;
        }
        HeldValue held = asImageWeights(out.held(1), out);
        Shape w = held.shape();
        List<Integer> kernel = IntStream.range(2, out.rank(1))
                .mapToObj(i -> Math.toIntExact(out.shape(1).dim(i)))
                .toList();
        Shape result = out.spec(n.output()).shape();
        ImageWindow window =
                new ImageWindow(out, op.layout(), kernel, op.strides(), op.dilations(), op.padding(), result);
        int channels = Math.toIntExact(w.dim(0));
        boolean depthwise = op.group() > 1 && w.dim(1) == 1;
        LayerWeights weights = new LayerWeights(out, held);
        WrittenTensor x = window.image(ImageWindow.Fill.ZERO);
        List<WrittenTensor> operands =
                List.of(x, weights.weights(depthwise ? DEPTHWISE : OHWI), weights.biasOrZeros(2, channels));
        Arrangement arrangement = window.arrangement();
        WrittenTensor y = out.beforeLimit(op.activation(), arrangement);
        WrittenTensor image = window.imageLike(y);
        byte activation = FusedActivation.code(op.activation(), out.grid());
        if (depthwise) {
            out.op(
                    BuiltinOperator.DEPTHWISE_CONV_2D,
                    depthwiseOptions(window, activation, channels / op.group()),
                    operands,
                    image);
        } else {
            out.op(BuiltinOperator.CONV_2D, convOptions(window, activation), operands, image);
        }
        window.finish(image, y);
        out.limit(op.activation(), y, arrangement);
    }

    /** Weights of a sequence's window as those of an image's of height 1. */
    private static HeldValue asImageWeights(HeldValue weights, TfliteEmitter out) {
        if (weights.shape().rank() == 4) {
            return weights;
        }
        if (!weights.isConstant()) {
            throw out.cannot("its weights are computed while it runs");
        }
        Shape s = weights.shape();
        TensorData image = weights.constant().orElseThrow().reshaped(Shape.of(s.dim(0), s.dim(1), 1, s.dim(2)));
        return HeldValue.constant(weights.name(), image, weights.grid());
    }

    private static OperatorOptions convOptions(ImageWindow window, byte activation) {
        Conv2DOptionsT o = new Conv2DOptionsT();
        o.setPadding(window.padding());
        o.setStrideH(window.stride(0));
        o.setStrideW(window.stride(1));
        o.setDilationHFactor(window.dilation(0));
        o.setDilationWFactor(window.dilation(1));
        o.setFusedActivationFunction(activation);
        return new OperatorOptions(BuiltinOptions.Conv2DOptions, o);
    }

    private static OperatorOptions depthwiseOptions(ImageWindow window, byte activation, int multiplier) {
        DepthwiseConv2DOptionsT o = new DepthwiseConv2DOptionsT();
        o.setPadding(window.padding());
        o.setStrideH(window.stride(0));
        o.setStrideW(window.stride(1));
        o.setDilationHFactor(window.dilation(0));
        o.setDilationWFactor(window.dilation(1));
        o.setDepthMultiplier(multiplier);
        o.setFusedActivationFunction(activation);
        return new OperatorOptions(BuiltinOptions.DepthwiseConv2DOptions, o);
    }

    private static OperatorOptions poolOptions(ImageWindow window) {
        Pool2DOptionsT o = new Pool2DOptionsT();
        o.setPadding(window.padding());
        o.setStrideH(window.stride(0));
        o.setStrideW(window.stride(1));
        o.setFilterHeight(window.kernel(0));
        o.setFilterWidth(window.kernel(1));
        return new OperatorOptions(BuiltinOptions.Pool2DOptions, o);
    }

    private static void requireNoDilation(ImageWindow window, TfliteEmitter out) {
        if (window.isDilated()) {
            throw out.cannot("it has no pools with dilated windows");
        }
    }

    private static void maxPool(Node n, TfliteEmitter out) {
        MaxPool op = (MaxPool) n.op();
        ImageWindow window = new ImageWindow(
                out,
                op.layout(),
                op.kernel(),
                op.strides(),
                op.dilations(),
                op.padding(),
                out.spec(n.output()).shape());
        requireNoDilation(window, out);
        WrittenTensor x = window.image(ImageWindow.Fill.LOWEST);
        WrittenTensor y = out.result(window.arrangement());
        WrittenTensor image = window.imageLike(y);
        out.op(BuiltinOperator.MAX_POOL_2D, poolOptions(window), List.of(x), image);
        window.finish(image, y);
    }

    /** Codes are averaged on their own grid, and only where every window counts as many of them as the runtime divides by. */
    private static boolean averageTakesCodes(Node n, CodesContext c) {
        AveragePool op = (AveragePool) n.op();
        boolean noBorder = op.padding().mode() == Padding.Mode.VALID
                || (op.padding().begin().stream().allMatch(p -> p == 0)
                        && op.padding().end().stream().allMatch(p -> p == 0)
                        && op.padding().mode() == Padding.Mode.EXPLICIT);
        boolean same = op.padding().mode() == Padding.Mode.SAME_UPPER;
        boolean plain = noBorder || (same && !op.countIncludePadding());
        return c.keepsGrid(0) && plain && !op.ceilMode();
    }

    private static void averagePool(Node n, TfliteEmitter out) {
        AveragePool op = (AveragePool) n.op();
        ImageWindow window = new ImageWindow(
                out,
                op.layout(),
                op.kernel(),
                op.strides(),
                op.dilations(),
                op.padding(),
                out.spec(n.output()).shape());
        requireNoDilation(window, out);
        boolean ownBorder = !window.addsBorder() && window.hasBorder();
        if (ownBorder && op.countIncludePadding()) {
            throw out.cannot("its SAME border does not count in averages");
        }
        WrittenTensor x = window.image(ImageWindow.Fill.ZERO);
        WrittenTensor y = out.result(window.arrangement());
        WrittenTensor image = window.imageLike(y);
        boolean corrected = window.addsBorder() && !op.countIncludePadding();
        WrittenTensor means = corrected ? out.between("means", image, image.shape()) : image;
        out.op(BuiltinOperator.AVERAGE_POOL_2D, poolOptions(window), List.of(x), means);
        if (corrected) {
            WrittenTensor factors = out.constant("counted", counted(window, out));
            out.op(BuiltinOperator.MUL, ElementwiseExports.mulOptions(), List.of(means, factors), image);
        }
        window.finish(image, y);
    }

    /** Window size over the number of elements under it that are not border: {@code [1, H, W, 1]}. */
    private static TensorData counted(ImageWindow window, TfliteEmitter out) {
        int h = Math.toIntExact(window.resultLength(0));
        int w = Math.toIntExact(window.resultLength(1));
        if (h < 0 || w < 0) {
            throw out.cannot("the size of its images is not known");
        }
        Shape in = window.arrangement().shapeInFile(out.shape(0));
        long[] lengths = in.rank() == 3 ? new long[] {1, in.dim(1)} : new long[] {in.dim(1), in.dim(2)};
        float[] factors = new float[h * w];
        for (int i = 0; i < factors.length; i++) {
            long inside = inside(window, 0, i / w, lengths[0]) * inside(window, 1, i % w, lengths[1]);
            factors[i] = (float) (window.kernel(0) * window.kernel(1)) / Math.max(1, inside);
        }
        return TensorData.ofFloats(Shape.of(1, h, w, 1), factors);
    }

    private static long inside(ImageWindow window, int axis, int place, long length) {
        long from = (long) place * window.stride(axis) - window.before(axis);
        return Math.min(length, from + window.kernel(axis)) - Math.max(0, from);
    }

    private static void global(int builtin, TfliteEmitter out, ImageLayout layout) {
        int rank = out.rank(0);
        Arrangement arrangement = Arrangement.ofImage(layout, rank);
        ReducerOptionsT o = new ReducerOptionsT();
        o.setKeepDims(true);
        WrittenTensor axes = out.ints(IntStream.range(1, rank - 1).toArray());
        out.op(
                builtin,
                new OperatorOptions(BuiltinOptions.ReducerOptions, o),
                List.of(out.operand(0, arrangement), axes),
                out.result(arrangement));
    }

    /** {@code x · scale + shift} for each channel. */
    private static void batchNormalization(Node n, TfliteEmitter out) {
        BatchNormalization op = (BatchNormalization) n.op();
        float[] scale = out.numbers(1).toFloats();
        float[] shift = out.numbers(2).toFloats();
        float[] mean = out.numbers(3).toFloats();
        float[] variance = out.numbers(4).toFloats();
        for (int c = 0; c < scale.length; c++) {
            double s = scale[c] / Math.sqrt(variance[c] + (double) op.epsilon());
            shift[c] = (float) (shift[c] - mean[c] * s);
            scale[c] = (float) s;
        }
        Arrangement arrangement = Arrangement.ofImage(op.layout(), out.rank(0));
        WrittenTensor x = out.operand(0, arrangement);
        WrittenTensor scaled = out.between("scaled", x, x.shape());
        Shape shape = Shape.of(scale.length);
        out.op(
                BuiltinOperator.MUL,
                ElementwiseExports.mulOptions(),
                List.of(x, out.constant("scale", TensorData.ofFloats(shape, scale))),
                scaled);
        out.op(
                BuiltinOperator.ADD,
                ElementwiseExports.addOptions(Clamp.NONE, out),
                List.of(scaled, out.constant("shift", TensorData.ofFloats(shape, shift))),
                out.result(arrangement));
    }
}
