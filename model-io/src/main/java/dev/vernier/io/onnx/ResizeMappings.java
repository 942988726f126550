package dev.vernier.io.onnx;

import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Concat;
import dev.vernier.engine.graph.op.Gather;
import dev.vernier.engine.graph.op.Resize;
import dev.vernier.engine.graph.op.ShapeOf;
import dev.vernier.engine.graph.shape.Dimension;
import dev.vernier.engine.graph.shape.SymbolicTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Resize in its three forms, and Upsample, which it replaced. */
final class ResizeMappings {
    private ResizeMappings() {}

    static String upsampleByAttribute(OnnxNode node, NodeEmitter emit) {
        float[] scales = node.reals("scales").orElseThrow(() -> new UnsupportedOperator("without scales"));
        return asymmetric(node, emit, emit.constant("scales", TensorData.ofFloats(Shape.of(scales.length), scales)));
    }

    /** Resize of opset 10 and Upsample of opset 9: operands x and scales. */
    static String scalesOnly(OnnxNode node, NodeEmitter emit) {
        return asymmetric(node, emit, node.input(1));
    }

    /** An output position is divided by the scale; the nearest sample is the one before it, or after it where an axis shrinks. */
    private static String asymmetric(OnnxNode node, NodeEmitter emit, String scales) {
        Resize.Mode mode = mode(node);
        Resize.Nearest nearest =
                mode == Resize.Mode.NEAREST ? nearestOf(emit.constantOf(scales)) : Resize.Nearest.FLOOR;
        Resize op = new Resize(mode, Resize.Coordinates.ASYMMETRIC, nearest, -0.75f, false, 0, false);
        return emit.main(op, node.input(0), "", scales);
    }

    private static Resize.Nearest nearestOf(Optional<TensorData> scales) {
        boolean shrinks = false;
        boolean grows = scales.isEmpty();
        for (float s : scales.map(TensorData::toFloats).orElse(new float[0])) {
            shrinks |= s < 1;
            grows |= s > 1;
        }
        if (shrinks && grows) {
            throw new UnsupportedOperator("in this old form with one axis growing and another shrinking");
        }
        return shrinks ? Resize.Nearest.CEIL : Resize.Nearest.FLOOR;
    }

    /** Since opset 11: operands x, region, scales, sizes; since 18 axes, antialiasing and kept proportions. */
    static String scalesOrSizes(OnnxNode node, NodeEmitter emit) {
        Resize op = new Resize(
                mode(node),
                coordinates(node),
                nearest(node),
                node.real("cubic_coeff_a", -0.75f),
                node.flag("exclude_outside", false),
                node.real("extrapolation_value", 0),
                node.flag("antialias", false));
        String region = op.coordinates() == Resize.Coordinates.TF_CROP_AND_RESIZE ? node.input(1) : "";
        String scales = given(node, emit, 2) ? node.input(2) : "";
        String sizes = given(node, emit, 3) ? node.input(3) : "";
        Optional<long[]> axes = node.integers("axes");
        String policy = node.text("keep_aspect_ratio_policy", "stretch");
        if (axes.isEmpty() && policy.equals("stretch")) {
            return emit.main(op, node.input(0), region, scales, sizes);
        }
        if (!region.isEmpty()) {
            throw new UnsupportedOperator("of a region along chosen axes");
        }
        SymbolicTensor x = emit.fact(node.input(0))
                .orElseThrow(() -> new UnsupportedOperator("along chosen axes of a tensor of unknown shape"));
        int[] chosen = axes.map(a -> IntStream.range(0, a.length)
                        .map(i -> emit.axis(a[i], x.rank()))
                        .toArray())
                .orElseGet(() -> IntStream.range(0, x.rank()).toArray());
        if (!scales.isEmpty()) {
            float[] ones = new float[x.rank()];
            Arrays.fill(ones, 1);
            String kept = emit.constant("ones", TensorData.ofFloats(Shape.of(ones.length), ones));
            return emit.main(op, node.input(0), "", forAllAxes(emit, "scales", kept, scales, x.rank(), chosen));
        }
        if (policy.equals("stretch")) {
            String kept = emit.helper("shape", new ShapeOf(0, Integer.MAX_VALUE), node.input(0));
            return emit.main(op, node.input(0), "", "", forAllAxes(emit, "sizes", kept, sizes, x.rank(), chosen));
        }
        return emit.main(op, node.input(0), "", "", keptProportions(emit, sizes, x, chosen, policy));
    }

    /** Whether an operand is there and not an empty tensor, which is how opset 11 and 12 leave one out. */
    private static boolean given(OnnxNode node, NodeEmitter emit, int operand) {
        return node.hasInput(operand)
                && emit.fact(node.input(operand))
                        .map(f -> f.rank() == 0 || !f.dim(0).is(0))
                        .orElse(true);
    }

    /** A list with one number an axis: {@code given} for the chosen axes, in their order, and {@code kept} for all others. */
    private static String forAllAxes(NodeEmitter emit, String role, String kept, String given, int rank, int[] axes) {
        long[] from = IntStream.range(0, rank).asLongStream().toArray();
        for (int i = 0; i < axes.length; i++) {
            from[axes[i]] = rank + i;
        }
        String both = emit.helper(role + "/joined", new Concat(0), kept, given);
        return emit.helper(role, new Gather(0), both, emit.longs(role + "/from", from));
    }

    private static String keptProportions(NodeEmitter emit, String sizes, SymbolicTensor x, int[] axes, String policy) {
        long[] given = emit.fact(sizes)
                .flatMap(SymbolicTensor::knownElements)
                .filter(s -> s.length == axes.length)
                .orElseThrow(() -> new UnsupportedOperator("in kept proportions to sizes that are computed"));
        List<Dimension> dims = x.dims();
        if (dims.stream().anyMatch(d -> !d.isKnown())) {
            throw new UnsupportedOperator("in kept proportions where the operand's shape is not known");
        }
        long[] all = dims.stream().mapToLong(Dimension::value).toArray();
        double kept = keptScale(all, given, axes, policy);
        for (int axis : axes) {
            all[axis] = (long) Math.floor(kept * all[axis] + 0.5);
        }
        return emit.longs("sizes", all);
    }

    /** The one scale of all axes that neither exceeds any wanted size ({@code not_larger}) or reaches all ({@code not_smaller}). */
    private static double keptScale(long[] dims, long[] wanted, int[] axes, String policy) {
        return IntStream.range(0, axes.length)
                .mapToDouble(i -> (double) wanted[i] / dims[axes[i]])
                .reduce(policy.equals("not_larger") ? Math::min : Math::max)
                .orElse(1);
    }

    private static Resize.Mode mode(OnnxNode node) {
        String mode = node.text("mode", "nearest");
        switch (mode) {
            case "nearest":
                return Resize.Mode.NEAREST;
            case "linear":
            case "bilinear":
                return Resize.Mode.LINEAR;
            case "cubic":
                return Resize.Mode.CUBIC;
            default:
                throw new UnsupportedOperator("in mode " + mode);
        }
    }

    private static Resize.Coordinates coordinates(OnnxNode node) {
        String name = node.text("coordinate_transformation_mode", "half_pixel");
        return oneOf(Resize.Coordinates.values(), name, "with coordinates ");
    }

    private static Resize.Nearest nearest(OnnxNode node) {
        return oneOf(Resize.Nearest.values(), node.text("nearest_mode", "round_prefer_floor"), "with nearest mode ");
    }

    private static <E extends Enum<E>> E oneOf(E[] values, String name, String what) {
        for (E v : values) {
            if (v.name().equalsIgnoreCase(name)) {
                return v;
            }
        }
        throw new UnsupportedOperator(what + name);
    }
}
