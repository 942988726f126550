package dev.vernier.io.keras;

import dev.vernier.engine.graph.op.Flatten;
import dev.vernier.engine.graph.op.ImageLayout;
import dev.vernier.engine.graph.op.Pad;
import dev.vernier.engine.graph.op.PadMode;
import dev.vernier.engine.graph.op.Reshape;
import dev.vernier.engine.graph.op.Resize;
import dev.vernier.engine.graph.op.Slice;
import dev.vernier.engine.graph.op.Transpose;
import dev.vernier.engine.graph.op.Unsqueeze;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Layers that move, repeat or leave out values. */
final class ShapeLayers {
    private ShapeLayers() {}

    static List<String> reshape(LayerEmitter emit) {
        List<Integer> target = emit.config().ints("target_shape");
        long[] shape = new long[target.size() + 1]; // 0 keeps the batch
        for (int i = 0; i < target.size(); i++) {
            shape[i + 1] = target.get(i);
        }
        return List.of(emit.main(new Reshape(false), emit.x(), emit.longs("shape", shape)));
    }

    /** Images with channels first are flattened as if they were last, so that the weights after it fit both. */
    static List<String> flatten(LayerEmitter emit) {
        String x = emit.x();
        int rank = emit.rank(x);
        if (rank == 1) {
            return List.of(emit.main(new Unsqueeze(), x, emit.longs("axes", 1)));
        }
        if (emit.config().layout() == ImageLayout.CHANNELS_FIRST && rank > 2) {
            List<Integer> permutation = new ArrayList<>(List.of(0));
            for (int i = 2; i < rank; i++) {
                permutation.add(i);
            }
            permutation.add(1);
            x = emit.helper("channels_last", new Transpose(permutation), x);
        }
        return List.of(emit.main(new Flatten(1), x));
    }

    static List<String> permute(LayerEmitter emit) {
        List<Integer> permutation = new ArrayList<>(List.of(0));
        permutation.addAll(emit.config().ints("dims"));
        if (permutation.size() != emit.rank(emit.x())) {
            throw new UnsupportedLayer("with dims " + emit.config().ints("dims"));
        }
        return List.of(emit.main(new Transpose(permutation), emit.x()));
    }

    static List<String> repeatVector(LayerEmitter emit) {
        String column = emit.helper("unsqueeze", new Unsqueeze(), emit.x(), emit.longs("axes", 1));
        return repeat(emit, column, new float[] {1, emit.config().whole("n"), 1});
    }

    private static List<String> repeat(LayerEmitter emit, String x, float[] scales) {
        return List.of(emit.main(nearest(), x, "", emit.floats("scales", scales)));
    }

    /** Every element as often as the whole-numbered scale says. */
    private static Resize nearest() {
        return resize(Resize.Mode.NEAREST, Resize.Coordinates.ASYMMETRIC);
    }

    private static Resize resize(Resize.Mode mode, Resize.Coordinates coordinates) {
        return new Resize(mode, coordinates, Resize.Nearest.FLOOR, -0.5f, false, 0, false);
    }

    static List<String> upSampling(LayerEmitter emit, int spatial) {
        LayerConfig config = emit.config();
        float[] scales = new float[spatial + 2];
        Arrays.fill(scales, 1);
        List<Integer> size = config.perAxis(spatial, 2, "size", "length");
        for (int i = 0; i < spatial; i++) {
            scales[config.layout().firstSpatialAxis() + i] = size.get(i);
        }
        Resize op = interpolation(config.text("nearest", "interpolation"));
        return List.of(emit.main(op, emit.x(), "", emit.floats("scales", scales)));
    }

    private static Resize interpolation(String name) {
        switch (name) {
            case "nearest":
                return nearest();
            case "bilinear":
                return resize(Resize.Mode.LINEAR, Resize.Coordinates.HALF_PIXEL);
            case "bicubic":
                // TensorFlow's half-pixel cubic (Keys, a = -0.5) leaves out what lies outside.
                return new Resize(
                        Resize.Mode.CUBIC, Resize.Coordinates.HALF_PIXEL, Resize.Nearest.FLOOR, -0.5f, true, 0, false);
            default:
                throw new UnsupportedLayer("with interpolation " + name);
        }
    }

    /** To a height and width; at inference Keras's Resizing of images. */
    static List<String> resizing(LayerEmitter emit) {
        LayerConfig config = emit.config();
        if (config.flag(false, "crop_to_aspect_ratio")
                || config.flag(false, "pad_to_aspect_ratio")
                || config.flag(false, "antialias")) {
            throw new UnsupportedLayer("keeping the aspect ratio or with antialiasing");
        }
        int first = config.layout().firstSpatialAxis();
        double[] factors = {
            config.whole("height") / (double) emit.dim(emit.x(), first, "the height"),
            config.whole("width") / (double) emit.dim(emit.x(), first + 1, "the width")
        };
        String name = config.text("bilinear", "interpolation");
        Resize op = name.equals("nearest")
                ? new Resize(
                        Resize.Mode.NEAREST,
                        Resize.Coordinates.HALF_PIXEL,
                        Resize.Nearest.ROUND_PREFER_CEIL,
                        -0.5f,
                        false,
                        0,
                        false)
                : interpolation(name);
        float[] scales = new float[emit.rank(emit.x())];
        Arrays.fill(scales, 1);
        for (int i = 0; i < 2; i++) {
            float scale = (float) factors[i];
            long length = emit.dim(emit.x(), first + i, "the size");
            scales[first + i] =
                    Math.floor(length * (double) scale) < Math.rint(factors[i] * length) ? Math.nextUp(scale) : scale;
        }
        return List.of(emit.main(op, emit.x(), "", emit.floats("scales", scales)));
    }

    static List<String> zeroPadding(LayerEmitter emit, int spatial) {
        long[] pads = new long[2 * (spatial + 2)];
        int[][] sides = sides(emit.config(), spatial, "padding");
        for (int i = 0; i < spatial; i++) {
            int axis = emit.config().layout().firstSpatialAxis() + i;
            pads[axis] = sides[i][0];
            pads[axis + spatial + 2] = sides[i][1];
        }
        return List.of(emit.main(new Pad(PadMode.CONSTANT), emit.x(), emit.longs("pads", pads)));
    }

    static List<String> cropping(LayerEmitter emit, int spatial) {
        int[][] sides = sides(emit.config(), spatial, "cropping");
        long[] starts = new long[spatial];
        long[] ends = new long[spatial];
        long[] axes = new long[spatial];
        for (int i = 0; i < spatial; i++) {
            axes[i] = emit.config().layout().firstSpatialAxis() + i;
            starts[i] = sides[i][0];
            ends[i] = sides[i][1] == 0 ? Long.MAX_VALUE : -sides[i][1];
        }
        return List.of(emit.main(
                new Slice(),
                emit.x(),
                emit.longs("starts", starts),
                emit.longs("ends", ends),
                emit.longs("axes", axes)));
    }

    /** How much at the beginning and end of each axis: one number for all, one an axis, or two an axis. */
    private static int[][] sides(LayerConfig config, int spatial, String entry) {
        List<Integer> values = config.ints(entry);
        if (values.isEmpty()) {
            values = List.of(1);
        }
        if (values.size() == 1) {
            values = Collections.nCopies(2 * spatial, values.get(0));
        }
        int[][] sides = new int[spatial][];
        for (int i = 0; i < spatial; i++) {
            if (values.size() == 2 * spatial) {
                sides[i] = new int[] {values.get(2 * i), values.get(2 * i + 1)};
            } else if (values.size() == spatial) {
                sides[i] = new int[] {values.get(i), values.get(i)};
            } else {
                throw new UnsupportedLayer("with " + entry + " " + values);
            }
        }
        return sides;
    }

    static List<String> centerCrop(LayerEmitter emit) {
        LayerConfig config = emit.config();
        int first = config.layout().firstSpatialAxis();
        long[] starts = new long[2];
        long[] ends = new long[2];
        int[] size = {config.whole("height"), config.whole("width")};
        for (int i = 0; i < 2; i++) {
            long length = emit.dim(emit.x(), first + i, "the size");
            if (length < size[i]) {
                throw new UnsupportedLayer("of images smaller than the crop");
            }
            starts[i] = (length - size[i]) / 2;
            ends[i] = starts[i] + size[i];
        }
        return List.of(emit.main(
                new Slice(),
                emit.x(),
                emit.longs("starts", starts),
                emit.longs("ends", ends),
                emit.longs("axes", first, first + 1)));
    }
}
