package dev.vernier.io.tflite;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.DepthToSpace;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Pad;
import dev.vernier.engine.graph.op.PadMode;
import dev.vernier.engine.graph.op.Resize;
import dev.vernier.engine.graph.op.SpaceToDepth;
import dev.vernier.engine.quantize.AffineQuantization;
import dev.vernier.engine.spec.Rounding;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.DepthToSpaceOptionsT;
import org.tensorflow.lite.schema.GatherOptionsT;
import org.tensorflow.lite.schema.MirrorPadMode;
import org.tensorflow.lite.schema.MirrorPadOptionsT;
import org.tensorflow.lite.schema.ResizeBilinearOptionsT;
import org.tensorflow.lite.schema.SpaceToDepthOptionsT;

/** Operations that resize images, add borders, and trade area for channels. */
final class ImageExports {
    private static final Set<DataType> INT8 = Set.of(DataType.INT8);
    private static final Set<DataType> CODES = Set.of(DataType.INT8, DataType.INT16);
    private static final double SAME_SCALE = 1e-6;

    private ImageExports() {}

    static void addTo(Map<Class<? extends Op>, TfliteExport> table) {
        table.put(Pad.class, ((TfliteExport) ImageExports::pad).onCodes(CODES, ImageExports::borderIsOnGrid));
        table.put(Resize.class, ((TfliteExport) ImageExports::resize).onCodes(CODES, (n, c) -> c.keepsGrid(0)));
        table.put(DepthToSpace.class, ((TfliteExport) ImageExports::depthToSpace).onCodes(INT8));
        table.put(
                SpaceToDepth.class,
                ((TfliteExport) (n, out) -> {
                            SpaceToDepth op = (SpaceToDepth) n.op();
                            SpaceToDepthOptionsT o = new SpaceToDepthOptionsT();
                            o.setBlockSize(op.blockSize());
                            Arrangement images = Arrangement.ofImage(op.layout(), out.rank(0));
                            out.op(
                                    BuiltinOperator.SPACE_TO_DEPTH,
                                    new OperatorOptions(BuiltinOptions.SpaceToDepthOptions, o),
                                    List.of(out.operand(0, images)),
                                    out.result(images));
                        })
                        .onCodes(INT8));
    }

    private static void depthToSpace(Node n, TfliteEmitter out) {
        DepthToSpace op = (DepthToSpace) n.op();
        Arrangement images = Arrangement.ofImage(op.layout(), out.rank(0));
        int block = op.blockSize();
        WrittenTensor x = out.operand(0, images);
        if (!op.depthLast()) {
            // The operator has the place in the block before the channel; here the channel comes first.
            int channels = Math.toIntExact(x.shape().dim(-1)) / (block * block);
            int[] order = IntStream.range(0, channels * block * block)
                    .map(i -> i % channels * block * block + i / channels)
                    .toArray();
            WrittenTensor ordered = out.between("ordered", x, x.shape());
            gather(x, 3, order, ordered, out);
            x = ordered;
        }
        DepthToSpaceOptionsT o = new DepthToSpaceOptionsT();
        o.setBlockSize(block);
        out.op(
                BuiltinOperator.DEPTH_TO_SPACE,
                new OperatorOptions(BuiltinOptions.DepthToSpaceOptions, o),
                List.of(x),
                out.result(images));
    }

    private static void gather(WrittenTensor x, int axis, int[] indices, WrittenTensor to, TfliteEmitter out) {
        GatherOptionsT o = new GatherOptionsT();
        o.setAxis(axis);
        out.op(
                BuiltinOperator.GATHER,
                new OperatorOptions(BuiltinOptions.GatherOptions, o),
                List.of(x, out.ints(indices)),
                to);
    }

    private static boolean borderIsOnGrid(Node n, CodesContext c) {
        if (((Pad) n.op()).mode() == PadMode.REFLECT || ((Pad) n.op()).mode() == PadMode.SYMMETRIC) {
            return c.result().type().bits() == 8;
        }
        if (((Pad) n.op()).mode() != PadMode.CONSTANT || !c.has(2)) {
            return true;
        }
        return c.constant(2)
                .map(v -> {
                    float value = (float) v.doubleAt(0);
                    QuantParams g = c.result();
                    return AffineQuantization.fakeQuantize(
                                    value, g.scale(), g.zeroPoint(), g.type(), Rounding.HALF_TO_EVEN)
                            == value;
                })
                .orElse(false);
    }

    private static void pad(Node n, TfliteEmitter out) {
        Pad op = (Pad) n.op();
        int rank = out.rank(0);
        Arrangement held = out.arrangement(0);
        long[] pads = out.longs(1);
        long[] axes = out.has(3) ? out.longs(3) : LongStream.range(0, rank).toArray();
        int[] before = new int[rank];
        int[] after = new int[rank];
        for (int i = 0; i < axes.length; i++) {
            int place = held.positionOf((int) axes[i]);
            before[place] = (int) pads[i];
            after[place] = (int) pads[axes.length + i];
        }
        boolean crops =
                IntStream.concat(IntStream.of(before), IntStream.of(after)).anyMatch(p -> p < 0);
        if (crops) {
            throw out.cannot("its borders are added, not cut off");
        }
        WrittenTensor x = out.operand(0, held);
        WrittenTensor y = out.result(held);
        int[] pairs = IntStream.range(0, 2 * rank)
                .map(i -> i % 2 == 0 ? before[i / 2] : after[i / 2])
                .toArray();
        WrittenTensor borders = out.constant("border", TensorData.ofInts(Shape.of(rank, 2), pairs));
        switch (op.mode()) {
            case CONSTANT -> constantBorder(x, borders, y, out);
            case REFLECT, SYMMETRIC -> {
                MirrorPadOptionsT o = new MirrorPadOptionsT();
                o.setMode(op.mode() == PadMode.REFLECT ? MirrorPadMode.REFLECT : MirrorPadMode.SYMMETRIC);
                out.op(
                        BuiltinOperator.MIRROR_PAD,
                        new OperatorOptions(BuiltinOptions.MirrorPadOptions, o),
                        List.of(x, borders),
                        y);
            }
            default -> gathered(op.mode(), x, before, after, y, out);
        }
    }

    private static void constantBorder(WrittenTensor x, WrittenTensor borders, WrittenTensor y, TfliteEmitter out) {
        double value = out.has(2) ? out.numbers(2).doubleAt(0) : 0;
        if (value == 0) {
            out.op(BuiltinOperator.PAD, List.of(x, borders), y);
            return;
        }
        TensorData fill = x.grid()
                .map(g -> StoredCodes.filled(g.type(), Shape.of(1), (int) Math.rint(value / g.scale()) + g.zeroPoint()))
                .orElseGet(() -> x.type().isFloating()
                        ? TensorData.ofFloats(Shape.of(1), (float) value)
                        : out.numbers(2).reshaped(Shape.of(1)));
        out.op(BuiltinOperator.PADV2, List.of(x, borders, out.constant("fill", fill, x.grid())), y);
    }

    /** A border that repeats elements, axis by axis: each element of the result is picked. */
    private static void gathered(
            PadMode mode, WrittenTensor x, int[] before, int[] after, WrittenTensor y, TfliteEmitter out) {
        int last = IntStream.range(0, before.length)
                .filter(a -> before[a] + after[a] > 0)
                .max()
                .orElse(0);
        WrittenTensor soFar = x;
        for (int axis = 0; axis <= last; axis++) {
            if (before[axis] + after[axis] == 0 && axis < last) {
                continue;
            }
            int length = Math.toIntExact(x.shape().dim(axis));
            if (length < 0) {
                throw out.cannot("the length of an axis with a border is not known");
            }
            int a = axis;
            int[] indices = IntStream.range(-before[axis], length + after[axis])
                    .map(i -> mode == PadMode.EDGE ? Math.max(0, Math.min(length - 1, i)) : Math.floorMod(i, length))
                    .toArray();
            WrittenTensor to = axis == last
                    ? y
                    : out.between("along_" + axis, soFar, soFar.shape().with(a, indices.length));
            gather(soFar, axis, indices, to, out);
            soFar = to;
        }
    }

    private static void resize(Node n, TfliteEmitter out) {
        Resize op = (Resize) n.op();
        Shape from = out.shape(0);
        Shape to = out.spec(n.output()).shape();
        int rank = from.rank();
        int[] changed =
                IntStream.range(0, rank).filter(a -> from.dim(a) != to.dim(a)).toArray();
        boolean unknown =
                Arrays.stream(changed).anyMatch(a -> from.dim(a) == Shape.UNKNOWN || to.dim(a) == Shape.UNKNOWN);
        if (unknown || op.coordinates() == Resize.Coordinates.TF_CROP_AND_RESIZE || op.antialias()) {
            throw out.cannot(
                    unknown ? "the size it resizes to is known only while it runs" : "it has no such resampling");
        }
        if (op.mode() == Resize.Mode.NEAREST) {
            nearest(op, changed, from, to, out);
        } else if (op.mode() == Resize.Mode.LINEAR) {
            linear(op, from, to, changed, out);
        } else {
            throw out.cannot("it has no cubic resampling");
        }
    }

    private static double scale(Shape from, Shape to, int axis, TfliteEmitter out) {
        boolean given = out.has(2) && out.isConstant(2) && out.numbers(2).elementCount() == from.rank();
        return given ? out.numbers(2).doubleAt(axis) : (double) to.dim(axis) / from.dim(axis);
    }

    private static void linear(Resize op, Shape from, Shape to, int[] changed, TfliteEmitter out) {
        boolean lastTwo = from.rank() == 4 && Arrays.stream(changed).allMatch(a -> a >= 2);
        boolean middle = from.rank() == 4 && Arrays.stream(changed).allMatch(a -> a == 1 || a == 2);
        if (!lastTwo && !middle) {
            throw out.cannot("it resamples only height and width of images");
        }
        for (int a : changed) {
            if (Math.abs(scale(from, to, a, out) * from.dim(a) - to.dim(a)) > SAME_SCALE * to.dim(a)) {
                throw out.cannot("its images have whole sizes, which " + scale(from, to, a, out) + " · " + from.dim(a)
                        + " is not");
            }
        }
        boolean held = out.arrangement(0).equals(Arrangement.channelsLast(4));
        Arrangement images = lastTwo && (held || !middle) ? Arrangement.channelsLast(4) : Arrangement.natural(4);
        ResizeBilinearOptionsT o = new ResizeBilinearOptionsT();
        switch (op.coordinates()) {
            case ALIGN_CORNERS -> o.setAlignCorners(true);
            case HALF_PIXEL, PYTORCH_HALF_PIXEL -> o.setHalfPixelCenters(true);
            case ASYMMETRIC -> o.setHalfPixelCenters(false);
            default -> throw out.cannot("it has no such resampling");
        }
        Shape size = images.shapeInFile(to);
        out.op(
                BuiltinOperator.RESIZE_BILINEAR,
                new OperatorOptions(BuiltinOptions.ResizeBilinearOptions, o),
                List.of(out.operand(0, images), out.ints((int) size.dim(1), (int) size.dim(2))),
                out.result(images));
    }

    /** Each element of the result is one of the operand's, so it can be picked, axis by axis. */
    private static void nearest(Resize op, int[] changed, Shape from, Shape to, TfliteEmitter out) {
        Arrangement held = out.arrangement(0);
        WrittenTensor soFar = out.operand(0, held);
        if (changed.length == 0) {
            out.op(
                    BuiltinOperator.RESHAPE,
                    List.of(soFar, out.ints(soFar.shape().toArray())),
                    out.result(held));
            return;
        }
        for (int i = 0; i < changed.length; i++) {
            int axis = changed[i];
            int place = held.positionOf(axis);
            double scale = scale(from, to, axis, out);
            int[] indices = IntStream.range(0, (int) to.dim(axis))
                    .map(x -> NearestSample.of(op, x, scale, from.dim(axis), to.dim(axis)))
                    .toArray();
            WrittenTensor result = i == changed.length - 1
                    ? out.result(held)
                    : out.between("along_" + axis, soFar, soFar.shape().with(place, to.dim(axis)));
            gather(soFar, place, indices, result, out);
            soFar = result;
        }
    }
}
