package dev.vernier.io.tflite;

import dev.vernier.engine.graph.op.Concat;
import dev.vernier.engine.graph.op.DepthToSpace;
import dev.vernier.engine.graph.op.ImageLayout;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Pad;
import dev.vernier.engine.graph.op.PadMode;
import dev.vernier.engine.graph.op.Reshape;
import dev.vernier.engine.graph.op.Resize;
import dev.vernier.engine.graph.op.ShapeOf;
import dev.vernier.engine.graph.op.Slice;
import dev.vernier.engine.graph.op.SpaceToDepth;
import dev.vernier.engine.graph.op.Transpose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.DepthToSpaceOptions;
import org.tensorflow.lite.schema.MirrorPadMode;
import org.tensorflow.lite.schema.MirrorPadOptions;
import org.tensorflow.lite.schema.ResizeBilinearOptions;
import org.tensorflow.lite.schema.ResizeNearestNeighborOptions;
import org.tensorflow.lite.schema.SpaceToDepthOptions;

/** Operators that resize images, add borders to them, and trade their area for channels or batch. */
final class ImageMappings {
    private static final ImageLayout NHWC = ImageLayout.CHANNELS_LAST;

    private ImageMappings() {}

    static Map<Integer, TfliteOpMapping> table() {
        Map<Integer, TfliteOpMapping> t = new HashMap<>();
        t.put(BuiltinOperator.PAD, op -> op.result(new Pad(PadMode.CONSTANT), op.value(0), pads(op)));
        t.put(BuiltinOperator.PADV2, op -> op.result(new Pad(PadMode.CONSTANT), op.value(0), pads(op), op.value(2)));
        t.put(BuiltinOperator.MIRROR_PAD, ImageMappings::mirrorPad);
        t.put(BuiltinOperator.RESIZE_BILINEAR, ImageMappings::resizeBilinear);
        t.put(BuiltinOperator.RESIZE_NEAREST_NEIGHBOR, ImageMappings::resizeNearest);
        t.put(
                BuiltinOperator.DEPTH_TO_SPACE,
                op -> op.result(
                        new DepthToSpace(
                                op.required(BuiltinOptions.DepthToSpaceOptions, new DepthToSpaceOptions())
                                        .blockSize(),
                                true,
                                NHWC),
                        op.value(0)));
        t.put(
                BuiltinOperator.SPACE_TO_DEPTH,
                op -> op.result(
                        new SpaceToDepth(
                                op.required(BuiltinOptions.SpaceToDepthOptions, new SpaceToDepthOptions())
                                        .blockSize(),
                                NHWC),
                        op.value(0)));
        t.put(BuiltinOperator.SPACE_TO_BATCH_ND, ImageMappings::spaceToBatch);
        t.put(BuiltinOperator.BATCH_TO_SPACE_ND, ImageMappings::batchToSpace);
        return t;
    }

    /** TensorFlow pairs before and after of each axis; ONNX has all befores, then all afters. */
    private static String pads(OperatorEmitter op) {
        if (!op.isConstant(1)) {
            String swapped = op.helper("begins_then_ends", new Transpose(List.of(1, 0)), op.longs(1));
            return op.helper("pads", new Reshape(false), swapped, op.longs("flat", -1));
        }
        int[] pairs = op.integers(1);
        int rank = pairs.length / 2;
        long[] pads = new long[2 * rank];
        for (int axis = 0; axis < rank; axis++) {
            pads[axis] = pairs[2 * axis];
            pads[rank + axis] = pairs[2 * axis + 1];
        }
        return op.longs("pads", pads);
    }

    private static void mirrorPad(OperatorEmitter op) {
        byte mode = op.required(BuiltinOptions.MirrorPadOptions, new MirrorPadOptions())
                .mode();
        PadMode pad = mode == MirrorPadMode.REFLECT ? PadMode.REFLECT : PadMode.SYMMETRIC;
        op.result(new Pad(pad), op.value(0), pads(op));
    }

    private static void resizeBilinear(OperatorEmitter op) {
        ResizeBilinearOptions o = op.required(BuiltinOptions.ResizeBilinearOptions, new ResizeBilinearOptions());
        resize(op, Resize.Mode.LINEAR, coordinates(o.alignCorners(), o.halfPixelCenters()), Resize.Nearest.FLOOR);
    }

    private static void resizeNearest(OperatorEmitter op) {
        ResizeNearestNeighborOptions o =
                op.required(BuiltinOptions.ResizeNearestNeighborOptions, new ResizeNearestNeighborOptions());
        Resize.Nearest nearest =
                o.alignCorners() || o.halfPixelCenters() ? Resize.Nearest.ROUND_PREFER_CEIL : Resize.Nearest.FLOOR;
        resize(op, Resize.Mode.NEAREST, coordinates(o.alignCorners(), o.halfPixelCenters()), nearest);
    }

    private static Resize.Coordinates coordinates(boolean alignCorners, boolean halfPixelCenters) {
        if (alignCorners) {
            return Resize.Coordinates.ALIGN_CORNERS;
        }
        return halfPixelCenters ? Resize.Coordinates.HALF_PIXEL : Resize.Coordinates.ASYMMETRIC;
    }

    /** Operands: x {@code [N, H, W, C]}, the new height and width. */
    private static void resize(
            OperatorEmitter op, Resize.Mode mode, Resize.Coordinates coordinates, Resize.Nearest nearest) {
        int[] size = op.integers(1);
        if (size.length != 2 || op.rank(0) != 4) {
            throw new UnsupportedOperator("on a tensor of shape " + op.shape(0));
        }
        Op resize = new Resize(mode, coordinates, nearest, -0.75f, false, 0, false);
        // The batch and the channels are what they are while it runs, so that any batch can be taken.
        String batch = op.helper("batch", new ShapeOf(0, 1), op.value(0));
        String channels = op.helper("channels", new ShapeOf(3, 4), op.value(0));
        String sizes = op.helper("sizes", new Concat(0), batch, op.longs("size", size[0], size[1]), channels);
        op.result(resize, op.value(0), "", "", sizes);
    }

    /** Operands: x, block lengths, paddings of the blocked axes. */
    private static void spaceToBatch(OperatorEmitter op) {
        int[] block = op.integers(1);
        int[] paddings = op.integers(2);
        int rank = op.rank(0);
        int blocked = block.length;
        checkBlocks(block, paddings, rank);
        String x = op.value(0);
        long[] pads = new long[2 * rank];
        long[] apart = new long[rank + blocked];
        long[] result = new long[rank];
        List<Integer> blocks = new ArrayList<>();
        List<Integer> rest = new ArrayList<>(List.of(0));
        apart[0] = -1;
        result[0] = -1;
        int at = 1;
        for (int axis = 1; axis < rank; axis++) {
            int length = op.dim(0, axis);
            if (axis <= blocked) {
                int b = block[axis - 1];
                pads[axis] = paddings[2 * axis - 2];
                pads[rank + axis] = paddings[2 * axis - 1];
                long padded = length + pads[axis] + pads[rank + axis];
                if (padded % b != 0) {
                    throw new UnsupportedOperator("with " + padded + " elements in blocks of " + b);
                }
                result[axis] = padded / b;
                rest.add(at);
                apart[at++] = padded / b;
                blocks.add(at);
                apart[at++] = b;
            } else {
                result[axis] = length;
                rest.add(at);
                apart[at++] = length;
            }
        }
        if (Arrays.stream(pads).anyMatch(p -> p != 0)) {
            x = op.helper("padded", new Pad(PadMode.CONSTANT), x, op.longs("pads", pads));
        }
        blocks.addAll(rest);
        String split = op.helper("blocks", new Reshape(false), x, op.longs("blocks_shape", apart));
        String moved = op.helper("moved", new Transpose(blocks), split);
        op.result(new Reshape(false), moved, op.longs("shape", result));
    }

    /** Operands: x, block lengths, crops of the blocked axes. */
    private static void batchToSpace(OperatorEmitter op) {
        int[] block = op.integers(1);
        int[] crops = op.integers(2);
        int rank = op.rank(0);
        int blocked = block.length;
        checkBlocks(block, crops, rank);
        long[] apart = new long[rank + blocked];
        long[] whole = new long[rank];
        List<Integer> order = new ArrayList<>(List.of(blocked));
        whole[0] = -1;
        for (int i = 0; i < blocked; i++) {
            apart[i] = block[i];
        }
        apart[blocked] = -1;
        for (int axis = 1; axis < rank; axis++) {
            int length = op.dim(0, axis);
            apart[blocked + axis] = length;
            order.add(blocked + axis);
            whole[axis] = length;
            if (axis <= blocked) {
                order.add(axis - 1);
                whole[axis] = (long) length * block[axis - 1];
            }
        }
        String split = op.helper("blocks", new Reshape(false), op.value(0), op.longs("blocks_shape", apart));
        String moved = op.helper("moved", new Transpose(order), split);
        if (Arrays.stream(crops).allMatch(c -> c == 0)) {
            op.result(new Reshape(false), moved, op.longs("shape", whole));
            return;
        }
        String uncropped = op.helper("uncropped", new Reshape(false), moved, op.longs("shape", whole));
        long[] starts = IntStream.range(0, blocked).mapToLong(i -> crops[2 * i]).toArray();
        long[] ends = IntStream.range(0, blocked)
                .mapToLong(i -> whole[i + 1] - crops[2 * i + 1])
                .toArray();
        long[] axes = IntStream.rangeClosed(1, blocked).asLongStream().toArray();
        op.result(new Slice(), uncropped, op.longs("starts", starts), op.longs("ends", ends), op.longs("axes", axes));
    }

    private static void checkBlocks(int[] block, int[] margins, int rank) {
        boolean positive = Arrays.stream(block).allMatch(b -> b > 0);
        if (!positive || margins.length != 2 * block.length || block.length >= rank) {
            throw new UnsupportedOperator(
                    "with blocks " + Arrays.toString(block) + " on a tensor of " + rank + " axes");
        }
    }
}
