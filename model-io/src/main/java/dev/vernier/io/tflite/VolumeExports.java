package dev.vernier.io.tflite;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.ConvTranspose;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Padding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.ConcatenationOptionsT;
import org.tensorflow.lite.schema.Conv3DOptionsT;
import org.tensorflow.lite.schema.ShapeOptionsT;
import org.tensorflow.lite.schema.StridedSliceOptionsT;
import org.tensorflow.lite.schema.TransposeConvOptionsT;

/** Convolutions that are not plain ones of images: over volumes, and transposed. */
final class VolumeExports {
    /** From output channels, input channels, depth, height, width to depth, height, width, input channels, output channels. */
    private static final Arrangement DHWIO = new Arrangement(List.of(2, 3, 4, 1, 0));

    /** From input channels, output channels, height, width to output channels, height, width, input channels. */
    private static final Arrangement OHWI_OF_IOHW = new Arrangement(List.of(1, 2, 3, 0));

    private VolumeExports() {}

    static void addTo(Map<Class<? extends Op>, TfliteExport> table) {
        table.put(
                ConvTranspose.class,
                ((TfliteExport) VolumeExports::transposed)
                        .onCodes(
                                Set.of(DataType.INT8, DataType.INT16),
                                (n, c) -> LayerWeights.allowCodes(c, 1, 2)
                                        && FusedActivation.isFusable(
                                                n.op().fusedActivation(), Optional.of(c.result()))));
    }

    static void conv(Node n, TfliteEmitter out) {
        Conv op = (Conv) n.op();
        if (op.group() != 1) {
            throw out.cannot("it has no grouped convolutions over volumes");
        }
        Arrangement arrangement = Arrangement.ofImage(op.layout(), 5);
        Shape in = arrangement.shapeInFile(out.shape(0));
        boolean same = true;
        boolean valid = true;
        for (int axis = 0; axis < 3; axis++) {
            int kernel = Math.toIntExact(out.shape(1).dim(2 + axis));
            int[] added = op.padding()
                    .along(
                            axis,
                            in.dim(1 + axis),
                            kernel,
                            op.strides().get(axis),
                            op.dilations().get(axis));
            int[] ofSame = Padding.SAME_UPPER.along(
                    axis,
                    in.dim(1 + axis),
                    kernel,
                    op.strides().get(axis),
                    op.dilations().get(axis));
            same &= Arrays.equals(added, ofSame);
            valid &= added[0] + added[1] == 0;
        }
        if (!same && !valid) {
            throw out.cannot("it has only SAME and VALID borders around volumes");
        }
        Conv3DOptionsT o = new Conv3DOptionsT();
        o.setPadding(valid ? org.tensorflow.lite.schema.Padding.VALID : org.tensorflow.lite.schema.Padding.SAME);
        o.setStrideD(op.strides().get(0));
        o.setStrideH(op.strides().get(1));
        o.setStrideW(op.strides().get(2));
        o.setDilationDFactor(op.dilations().get(0));
        o.setDilationHFactor(op.dilations().get(1));
        o.setDilationWFactor(op.dilations().get(2));
        o.setFusedActivationFunction(FusedActivation.code(op.activation(), Optional.empty()));
        List<WrittenTensor> operands =
                new ArrayList<>(List.of(out.operand(0, arrangement), out.read(out.held(1), false, DHWIO)));
        if (out.has(2)) {
            operands.add(out.operand(2));
        }
        WrittenTensor y = out.beforeLimit(op.activation(), arrangement);
        out.op(BuiltinOperator.CONV_3D, new OperatorOptions(BuiltinOptions.Conv3DOptions, o), operands, y);
        out.limit(op.activation(), y, arrangement);
    }

    private static void transposed(Node n, TfliteEmitter out) {
        ConvTranspose op = (ConvTranspose) n.op();
        int rank = out.rank(0);
        if (rank != 4 || op.group() != 1 || op.dilations().stream().anyMatch(d -> d != 1)) {
            throw out.cannot("it has only transposed convolutions of images, in one group and without dilation");
        }
        if (out.held(0).isPerSample()) {
            throw out.cannot("it has no transposed convolutions that take codes at run time; choose w8 or int8 for it");
        }
        Arrangement arrangement = Arrangement.ofImage(op.layout(), rank);
        Shape in = arrangement.shapeInFile(out.shape(0));
        Shape result = arrangement.shapeInFile(out.spec(n.output()).shape());
        Cut cut = new Cut(op, in, result, out);
        LayerWeights weights = new LayerWeights(out, 1);
        int channels = Math.toIntExact(out.shape(1).dim(1));
        WrittenTensor x = out.operand(0, arrangement);
        Shape whole = result.with(1, cut.length[0]).with(2, cut.length[1]);
        List<WrittenTensor> operands =
                List.of(resultShape(whole, x, out), weights.weights(OHWI_OF_IOHW), x, weights.biasOrZeros(2, channels));
        TransposeConvOptionsT o = new TransposeConvOptionsT();
        o.setPadding(cut.padding());
        o.setStrideH(op.strides().get(0));
        o.setStrideW(op.strides().get(1));
        o.setFusedActivationFunction(FusedActivation.code(op.activation(), out.grid()));
        WrittenTensor y = out.beforeLimit(op.activation(), arrangement);
        WrittenTensor uncut = cut.isWhole() ? y : out.between("uncut", y, whole);
        out.op(
                BuiltinOperator.TRANSPOSE_CONV,
                new OperatorOptions(BuiltinOptions.TransposeConvOptions, o),
                operands,
                uncut);
        if (!cut.isWhole()) {
            int[] begin = {0, cut.begin[0], cut.begin[1], 0};
            int[] end = {0, cut.begin[0] + (int) result.dim(1), cut.begin[1] + (int) result.dim(2), 0};
            StridedSliceOptionsT slice = new StridedSliceOptionsT();
            slice.setBeginMask(0b1001);
            slice.setEndMask(0b1001);
            out.op(
                    BuiltinOperator.STRIDED_SLICE,
                    new OperatorOptions(BuiltinOptions.StridedSliceOptions, slice),
                    List.of(uncut, out.ints(begin), out.ints(end), out.ints(1, 1, 1, 1)),
                    y);
        }
        out.limit(op.activation(), y, arrangement);
    }

    /** The result's shape as the operator wants it, the number of images being what it is while the model runs. */
    private static WrittenTensor resultShape(Shape whole, WrittenTensor x, TfliteEmitter out) {
        if (whole.dim(0) != Shape.UNKNOWN) {
            return out.ints(whole.toArray());
        }
        WrittenTensor shape = out.between("shape", DataType.INT32, Shape.of(4));
        ShapeOptionsT o = new ShapeOptionsT();
        o.setOutType(org.tensorflow.lite.schema.TensorType.INT32);
        out.op(BuiltinOperator.SHAPE, new OperatorOptions(BuiltinOptions.ShapeOptions, o), List.of(x), shape);
        WrittenTensor batch = out.between("batch", DataType.INT32, Shape.of(1));
        out.op(
                BuiltinOperator.STRIDED_SLICE,
                new OperatorOptions(BuiltinOptions.StridedSliceOptions, new StridedSliceOptionsT()),
                List.of(shape, out.ints(0), out.ints(1), out.ints(1)),
                batch);
        WrittenTensor joined = out.between("result_shape", DataType.INT32, Shape.of(4));
        out.op(
                BuiltinOperator.CONCATENATION,
                new OperatorOptions(BuiltinOptions.ConcatenationOptions, new ConcatenationOptionsT()),
                List.of(batch, out.ints((int) whole.dim(1), (int) whole.dim(2), (int) whole.dim(3))),
                joined);
        return joined;
    }

    /** What is cut off the full result of a transposed convolution, and who does it. */
    private static final class Cut {
        private final int[] begin = new int[2];
        private final long[] length = new long[2];
        private final boolean bySame;

        Cut(ConvTranspose op, Shape in, Shape result, TfliteEmitter out) {
            boolean same = true;
            boolean none = true;
            long[] full = new long[2];
            for (int axis = 0; axis < 2; axis++) {
                int stride = op.strides().get(axis);
                int kernel = Math.toIntExact(out.shape(1).dim(2 + axis));
                if (in.dim(1 + axis) == Shape.UNKNOWN || result.dim(1 + axis) == Shape.UNKNOWN) {
                    throw out.cannot("the size of its images is not known");
                }
                full[axis] = (in.dim(1 + axis) - 1) * stride + kernel;
                long cut = Math.max(0, full[axis] - result.dim(1 + axis));
                int[] said = op.padding().mode() == Padding.Mode.EXPLICIT
                        ? new int[] {op.padding().begin().get(axis), 0}
                        : new int[] {
                            op.padding().mode() == Padding.Mode.SAME_LOWER ? (int) (cut - cut / 2) : (int) (cut / 2), 0
                        };
                begin[axis] = op.padding().mode() == Padding.Mode.VALID ? 0 : said[0];
                // SAME takes a result of any length whose forward convolution has this input's.
                boolean fits = (result.dim(1 + axis) + stride - 1) / stride == in.dim(1 + axis);
                same &= fits && begin[axis] == cut / 2;
                none &= begin[axis] == 0 && result.dim(1 + axis) >= full[axis];
            }
            bySame = same && !none;
            for (int axis = 0; axis < 2; axis++) {
                length[axis] = bySame || none
                        ? result.dim(1 + axis)
                        : Math.max(full[axis], begin[axis] + result.dim(1 + axis));
            }
            if (none || bySame) {
                begin[0] = 0;
                begin[1] = 0;
            }
            whole = none || bySame;
        }

        private final boolean whole;

        boolean isWhole() {
            return whole;
        }

        byte padding() {
            return bySame ? org.tensorflow.lite.schema.Padding.SAME : org.tensorflow.lite.schema.Padding.VALID;
        }
    }
}
