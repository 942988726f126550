package dev.vernier.io.onnx;

import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.GridSample;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.Reshape;
import dev.vernier.engine.graph.shape.SymbolicTensor;

/** Images sampled at places that are data. */
final class SamplingMappings {
    private static final long MAX_PLACES = 1L << 24;

    private SamplingMappings() {}

    static String gridSample(OnnxNode node, NodeEmitter emit) {
        String modeName = node.text("mode", "linear");
        GridSample.Mode mode = switch (modeName) {
            case "linear", "bilinear" -> GridSample.Mode.LINEAR;
            case "nearest" -> GridSample.Mode.NEAREST;
            case "cubic", "bicubic" -> GridSample.Mode.CUBIC;
            default -> throw new UnsupportedOperator("in mode " + modeName);
        };
        String borderName = node.text("padding_mode", "zeros");
        GridSample.Border border = switch (borderName) {
            case "zeros" -> GridSample.Border.ZEROS;
            case "border" -> GridSample.Border.EDGE;
            case "reflection" -> GridSample.Border.REFLECTION;
            default -> throw new UnsupportedOperator("with padding mode " + borderName);
        };
        GridSample op = new GridSample(mode, border, node.flag("align_corners", false));
        return emit.main(op, node.inputs());
    }

    /** The places {@code theta · (x, y, …, 1)} of an even grid, one row of them for each sample. */
    static String affineGrid(OnnxNode node, NodeEmitter emit) {
        Formula f = new Formula(emit);
        long[] size = emit.fact(node.input(1))
                .flatMap(SymbolicTensor::knownElements)
                .filter(s -> s.length >= 4 && s.length <= 5)
                .orElseThrow(() -> new UnsupportedOperator("to a size that is computed"));
        int spatial = size.length - 2;
        long places = 1;
        for (int i = 0; i < spatial; i++) {
            places *= size[i + 2];
            if (size[i + 2] < 1 || places > MAX_PLACES) {
                throw new UnsupportedOperator("to more than " + MAX_PLACES + " places");
            }
        }
        String grid = emit.constant("grid", evenGrid(size, (int) places, node.flag("align_corners", false)));
        String turned = f.transpose(f.cast(node.input(0), f.typeOf(node.input(0))), 0, 2, 1);
        String product = emit.helper("places", new MatMul(Clamp.NONE), f.cast(grid, f.typeOf(node.input(0))), turned);
        long[] target = new long[spatial + 2];
        target[0] = -1;
        System.arraycopy(size, 2, target, 1, spatial);
        target[spatial + 1] = spatial;
        return emit.main(new Reshape(false), product, emit.longs("target", target));
    }

    /** For each place its coordinates, last axis first, and a 1. */
    private static TensorData evenGrid(long[] size, int places, boolean alignCorners) {
        int spatial = size.length - 2;
        float[] grid = new float[places * (spatial + 1)];
        for (int p = 0; p < places; p++) {
            int rest = p;
            for (int i = 0; i < spatial; i++) {
                int length = (int) size[size.length - 1 - i];
                int at = rest % length;
                rest /= length;
                double place =
                        alignCorners ? (length == 1 ? 0 : -1 + 2.0 * at / (length - 1)) : (2.0 * at + 1) / length - 1;
                grid[p * (spatial + 1) + i] = (float) place;
            }
            grid[p * (spatial + 1) + spatial] = 1;
        }
        return TensorData.ofFloats(Shape.of(places, spatial + 1), grid);
    }
}
