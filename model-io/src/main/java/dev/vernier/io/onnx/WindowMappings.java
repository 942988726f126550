package dev.vernier.io.onnx;

import dev.vernier.engine.graph.op.AveragePool;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.ConvTranspose;
import dev.vernier.engine.graph.op.ImageLayout;
import dev.vernier.engine.graph.op.MaxPool;
import dev.vernier.engine.graph.op.Padding;
import dev.vernier.engine.graph.op.Pow;
import dev.vernier.engine.graph.op.Unary;
import dev.vernier.engine.graph.shape.SymbolicTensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Convolutions and poolings: attributes with their defaults written out for each spatial axis. */
final class WindowMappings {
    private WindowMappings() {}

    static String conv(OnnxNode node, NodeEmitter emit) {
        return emit.main(convolution(node, emit), node.inputs());
    }

    static Conv convolution(OnnxNode node, NodeEmitter emit) {
        int spatial = spatialRank(node, emit);
        return new Conv(
                perAxis(node, "strides", spatial, 1),
                padding(node, spatial),
                perAxis(node, "dilations", spatial, 1),
                node.intValue("group", 1),
                ImageLayout.CHANNELS_FIRST,
                Clamp.NONE);
    }

    static String convTranspose(OnnxNode node, NodeEmitter emit) {
        int spatial = spatialRank(node, emit);
        List<Integer> strides = perAxis(node, "strides", spatial, 1);
        List<Integer> dilations = perAxis(node, "dilations", spatial, 1);
        List<Integer> outputPadding = new ArrayList<>(perAxis(node, "output_padding", spatial, 0));
        ConvTranspose op = new ConvTranspose(
                strides,
                transposedPadding(node, emit, strides, dilations, outputPadding),
                outputPadding,
                dilations,
                node.intValue("group", 1),
                ImageLayout.CHANNELS_FIRST,
                Clamp.NONE);
        return emit.main(op, node.inputs());
    }

    /**
     * The padding of a transposed convolution said explicitly. Where the output's size is asked for (by {@code output_shape}, or as a
     * multiple of the input by {@code auto_pad}) the standard spreads what is too much over both ends.
     */
    private static Padding transposedPadding(
            OnnxNode node,
            NodeEmitter emit,
            List<Integer> strides,
            List<Integer> dilations,
            List<Integer> outputPadding) {
        int spatial = strides.size();
        String autoPad = node.text("auto_pad", "NOTSET");
        boolean same = autoPad.startsWith("SAME");
        if (!node.has("output_shape") && !same) {
            return padding(node, spatial);
        }
        long[] wanted = node.integers("output_shape").orElse(null);
        List<Integer> begin = new ArrayList<>();
        List<Integer> end = new ArrayList<>();
        for (int i = 0; i < spatial; i++) {
            long effective = (dim(emit, node.input(1), 2 + i) - 1) * dilations.get(i) + 1;
            long total = outputPadding.get(i) + effective - strides.get(i);
            if (wanted != null) {
                long input = dim(emit, node.input(0), 2 + i);
                total += strides.get(i) * input - wanted[wanted.length - spatial + i];
            }
            if (total < 0) {
                outputPadding.set(i, (int) (outputPadding.get(i) - total));
                total = 0;
            }
            int small = (int) (total / 2);
            int large = (int) (total - small);
            boolean oddAtEnd = autoPad.equals("SAME_UPPER");
            begin.add(oddAtEnd ? small : large);
            end.add(oddAtEnd ? large : small);
        }
        return Padding.explicit(begin, end);
    }

    private static long dim(NodeEmitter emit, String value, int axis) {
        return emit.fact(value)
                .filter(f -> axis < f.rank() && f.dim(axis).isKnown())
                .map(f -> f.dim(axis).value())
                .orElseThrow(
                        () -> new UnsupportedOperator("to a given size, because its operands' shapes are not known"));
    }

    static String maxPool(OnnxNode node, NodeEmitter emit) {
        List<Integer> kernel = kernel(node);
        MaxPool op = new MaxPool(
                kernel,
                perAxis(node, "strides", kernel.size(), 1),
                padding(node, kernel.size()),
                perAxis(node, "dilations", kernel.size(), 1),
                node.flag("ceil_mode", false),
                ImageLayout.CHANNELS_FIRST);
        return emit.main(op, node.input(0));
    }

    static String averagePool(OnnxNode node, NodeEmitter emit) {
        List<Integer> kernel = kernel(node);
        AveragePool op = new AveragePool(
                kernel,
                perAxis(node, "strides", kernel.size(), 1),
                padding(node, kernel.size()),
                perAxis(node, "dilations", kernel.size(), 1),
                node.flag("ceil_mode", false),
                node.flag("count_include_pad", false),
                ImageLayout.CHANNELS_FIRST);
        return emit.main(op, node.input(0));
    }

    /** {@code (Σ |x|^p)^(1/p)} under each window: a mean that counts its padding, times the size of the window. */
    static String lpPool(OnnxNode node, NodeEmitter emit) {
        Formula f = new Formula(emit);
        List<Integer> kernel = kernel(node);
        int p = node.intValue("p", 2);
        String size = emit.helper("size", new Unary(Unary.Function.ABS), node.input(0));
        String powers = emit.helper("power", new Pow(), size, f.numberLike(node.input(0), p));
        AveragePool window = new AveragePool(
                kernel,
                perAxis(node, "strides", kernel.size(), 1),
                padding(node, kernel.size()),
                perAxis(node, "dilations", kernel.size(), 1),
                node.flag("ceil_mode", false),
                true,
                ImageLayout.CHANNELS_FIRST);
        String means = emit.helper("mean", window, powers);
        int count = kernel.stream().reduce(1, Math::multiplyExact);
        String sums = f.multiply(means, f.numberLike(node.input(0), count));
        return emit.main(new Pow(), sums, f.numberLike(node.input(0), 1.0 / p));
    }

    private static List<Integer> kernel(OnnxNode node) {
        return node.integers("kernel_shape")
                .map(WindowMappings::ints)
                .orElseThrow(() -> new UnsupportedOperator("without kernel_shape"));
    }

    private static int spatialRank(OnnxNode node, NodeEmitter emit) {
        if (node.has("kernel_shape")) {
            return kernel(node).size();
        }
        return emit.fact(node.input(1))
                .or(() -> emit.fact(node.input(0)))
                .map(SymbolicTensor::rank)
                .filter(r -> r > 2)
                .map(r -> r - 2)
                .orElseThrow(() -> new UnsupportedOperator("because the shapes of its operands are not known"));
    }

    private static List<Integer> perAxis(OnnxNode node, String attribute, int spatial, int otherwise) {
        return node.integers(attribute)
                .map(WindowMappings::ints)
                .orElseGet(() -> Collections.nCopies(spatial, otherwise));
    }

    private static Padding padding(OnnxNode node, int spatial) {
        switch (node.text("auto_pad", "NOTSET")) {
            case "SAME_UPPER":
                return Padding.SAME_UPPER;
            case "SAME_LOWER":
                return Padding.SAME_LOWER;
            case "VALID":
                return Padding.VALID;
            default:
                List<Integer> pads = perAxis(node, "pads", 2 * spatial, 0);
                if (pads.size() != 2 * spatial) {
                    throw new UnsupportedOperator("with " + pads.size() + " pads for " + spatial + " spatial axes");
                }
                return Padding.explicit(pads.subList(0, spatial), pads.subList(spatial, 2 * spatial));
        }
    }

    private static List<Integer> ints(long[] values) {
        if (LongStream.of(values).anyMatch(v -> v != (int) v)) {
            throw new UnsupportedOperator("with attributes that are out of range");
        }
        return IntStream.range(0, values.length).mapToObj(i -> (int) values[i]).toList();
    }
}
