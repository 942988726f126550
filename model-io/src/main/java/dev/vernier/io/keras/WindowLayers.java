package dev.vernier.io.keras;

import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.AveragePool;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.ConvTranspose;
import dev.vernier.engine.graph.op.ImageLayout;
import dev.vernier.engine.graph.op.MaxPool;
import dev.vernier.engine.graph.op.Padding;
import dev.vernier.engine.graph.op.Reduce;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Convolutions and poolings. */
final class WindowLayers {
    private WindowLayers() {}

    private static final String[] STRIDES = {"strides", "subsample", "subsample_length"};
    private static final String[] DILATION = {"dilation_rate", "atrous_rate"};

    static List<String> conv(LayerEmitter emit, int spatial) {
        LayerConfig config = emit.config();
        List<Integer> dilations = config.perAxis(spatial, 1, DILATION);
        TensorData kernel = kernel(emit, "kernel", spatial);
        Conv op = new Conv(
                config.perAxis(spatial, 1, STRIDES),
                padding(config, kernel.shape(), dilations),
                dilations,
                config.wholeIfGiven("groups").orElse(1),
                config.layout(),
                Clamp.NONE);
        String weights = emit.weight("kernel", () -> kernel);
        return Activations.after(emit, emit.main(op, emit.x(), weights, emit.weightIfAny("bias")));
    }

    /** The stored kernel as {@code [out, in, spatial…]}. */
    private static TensorData kernel(LayerEmitter emit, String variable, int spatial) {
        TensorData stored = emit.variable(variable);
        LayerConfig config = emit.config();
        boolean keras1 = config.has("border_mode");
        if (keras1 && spatial == 1 && stored.shape().rank() == 4) {
            stored = stored.reshaped(Shape.of( // Keras 1 keeps [length, 1, in, out]
                    stored.shape().dim(0), stored.shape().dim(2), stored.shape().dim(3)));
        }
        if (stored.shape().rank() != spatial + 2) {
            stored = emit.variable(variable, spatial + 2); // says what is wrong
        }
        boolean outFirst = keras1 && config.layout() == ImageLayout.CHANNELS_FIRST && spatial > 1;
        if (emit.flipsKernels()) {
            stored = KernelOrder.flipped(stored, outFirst ? 2 : 0, spatial);
        }
        return outFirst ? stored : KernelOrder.lastTwoFirst(stored);
    }

    /** @param kernel {@code [out, in, spatial…]} */
    private static Padding padding(LayerConfig config, Shape kernel, List<Integer> dilations) {
        String padding = config.text("valid", "padding", "border_mode");
        switch (padding) {
            case "valid":
                return Padding.VALID;
            case "same":
                return Padding.SAME_UPPER;
            case "causal":
                List<Integer> before = new ArrayList<>();
                for (int i = 0; i < dilations.size(); i++) {
                    before.add((int) (kernel.dim(2 + i) - 1) * dilations.get(i));
                }
                return Padding.explicit(before, Collections.nCopies(before.size(), 0));
            default:
                throw new UnsupportedLayer("with padding " + padding);
        }
    }

    static List<String> depthwise(LayerEmitter emit, int spatial) {
        String y = depthwisePart(emit, spatial, false);
        return Activations.after(emit, y);
    }

    /** A depthwise convolution, then one of 1×1, with nothing between. */
    static List<String> separable(LayerEmitter emit, int spatial) {
        String between = depthwisePart(emit, spatial, true);
        String pointwise = emit.weight(
                "pointwise_kernel", () -> KernelOrder.lastTwoFirst(emit.variable("pointwise_kernel", spatial + 2)));
        List<Integer> ones = Collections.nCopies(spatial, 1);
        Conv op = new Conv(ones, Padding.VALID, ones, 1, emit.config().layout(), Clamp.NONE);
        return Activations.after(emit, emit.main(op, between, pointwise, emit.weightIfAny("bias")));
    }

    private static String depthwisePart(LayerEmitter emit, int spatial, boolean separable) {
        LayerConfig config = emit.config();
        TensorData kernel = KernelOrder.depthwise(emit.variable("depthwise_kernel", spatial + 2));
        List<Integer> dilations = config.perAxis(spatial, 1, DILATION);
        int channels = (int) emit.variable("depthwise_kernel").shape().dim(spatial);
        Conv op = new Conv(
                config.perAxis(spatial, 1, STRIDES),
                padding(config, kernel.shape(), dilations),
                dilations,
                channels,
                config.layout(),
                Clamp.NONE);
        String weights = emit.weight("depthwise_kernel", () -> kernel);
        return separable
                ? emit.helper("depthwise", op, emit.x(), weights)
                : emit.main(op, emit.x(), weights, emit.weightIfAny("bias"));
    }

    static List<String> convTranspose(LayerEmitter emit, int spatial) {
        LayerConfig config = emit.config();
        if (config.has("border_mode")) {
            throw new UnsupportedLayer("in the form Keras 1 had it; save the model with Keras 2");
        }
        TensorData kernel = emit.variable("kernel", spatial + 2); // [spatial…, out, in]
        List<Integer> strides = config.perAxis(spatial, 1, STRIDES);
        List<Integer> dilations = config.perAxis(spatial, 1, DILATION);
        boolean same = config.text("valid", "padding").equals("same");
        List<Integer> given = config.has("output_padding") ? config.perAxis(spatial, 0, "output_padding") : List.of();
        List<Integer> begin = new ArrayList<>();
        List<Integer> end = new ArrayList<>();
        List<Integer> outputPadding = new ArrayList<>();
        for (int i = 0; i < spatial; i++) {
            int length = (int) (kernel.shape().dim(i) - 1) * dilations.get(i) + 1;
            int cut = cutOff(length, strides.get(i), same, given.isEmpty() ? -1 : given.get(i));
            begin.add(Math.max(0, cut) / 2);
            end.add(Math.max(0, cut) - Math.max(0, cut) / 2);
            outputPadding.add(Math.max(0, -cut));
        }
        ConvTranspose op = new ConvTranspose(
                strides, Padding.explicit(begin, end), outputPadding, dilations, 1, config.layout(), Clamp.NONE);
        String weights = emit.weight("kernel", () -> KernelOrder.lastTwoFirst(kernel));
        return Activations.after(emit, emit.main(op, emit.x(), weights, emit.weightIfAny("bias")));
    }

    /**
     * How many elements are cut off the full result, {@code (input - 1) · stride + length} long, to reach the length Keras gives it (its
     * {@code deconv_output_length}); negative where elements are added.
     *
     * @param outputPadding -1 where it is not given
     */
    private static int cutOff(int length, int stride, boolean same, int outputPadding) {
        if (outputPadding < 0) {
            return same ? length - stride : Math.min(0, length - stride);
        }
        return (same ? 2 * (length / 2) : 0) - outputPadding;
    }

    static List<String> maxPool(LayerEmitter emit, int spatial) {
        List<Integer> kernel = window(emit.config(), spatial);
        return List.of(emit.main(
                new MaxPool(
                        kernel,
                        poolStrides(emit.config(), kernel),
                        poolPadding(emit.config()),
                        Collections.nCopies(spatial, 1),
                        false,
                        emit.config().layout()),
                emit.x()));
    }

    static List<String> averagePool(LayerEmitter emit, int spatial) {
        List<Integer> kernel = window(emit.config(), spatial);
        return List.of(emit.main(
                new AveragePool(
                        kernel,
                        poolStrides(emit.config(), kernel),
                        poolPadding(emit.config()),
                        Collections.nCopies(spatial, 1),
                        false,
                        false,
                        emit.config().layout()),
                emit.x()));
    }

    private static List<Integer> window(LayerConfig config, int spatial) {
        return config.perAxis(spatial, 2, "pool_size", "pool_length");
    }

    private static List<Integer> poolStrides(LayerConfig config, List<Integer> window) {
        return config.has("strides", "stride") ? config.perAxis(window.size(), 1, "strides", "stride") : window;
    }

    private static Padding poolPadding(LayerConfig config) {
        return padding(config, Shape.SCALAR, List.of());
    }

    static List<String> globalPool(LayerEmitter emit, Reduce.Kind kind) {
        int spatial = emit.rank(emit.x()) - 2;
        if (kind == Reduce.Kind.MEAN && spatial == 1 && emit.mask(emit.x()).isPresent()) {
            return Masks.mean(emit, emit.mask(emit.x()).get());
        }
        long[] axes = new long[spatial];
        for (int i = 0; i < spatial; i++) {
            axes[i] = emit.config().layout().firstSpatialAxis() + i;
        }
        Reduce op = new Reduce(kind, emit.config().flag(false, "keepdims"), false);
        return List.of(emit.main(op, emit.x(), emit.longs("axes", axes)));
    }
}
