package dev.vernier.engine.graph.shape;

import dev.vernier.engine.graph.op.AveragePool;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.ConvTranspose;
import dev.vernier.engine.graph.op.ImageLayout;
import dev.vernier.engine.graph.op.MaxPool;
import dev.vernier.engine.graph.op.Padding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Operations that slide a window over the spatial axes of images. */
final class WindowShapes {
    private WindowShapes() {}

    static SymbolicTensor conv(Conv op, Operands in) {
        SymbolicTensor x = images(in);
        SymbolicTensor w = in.ofRank(1, x.rank(), "the weights");
        Dimension inputChannels = x.dim(op.layout().channelAxis(x.rank()));
        requireEqual(
                in, "the weights take", w.dim(1).times(Dimension.of(op.group())), "but the input has", inputChannels);
        if (w.dim(0).isKnown() && w.dim(0).value() % op.group() != 0) {
            throw in.fail(w.dim(0) + " output channels cannot be split into " + op.group() + " groups");
        }
        checkBias(in, w.dim(0));
        List<Dimension> spatial = new ArrayList<>();
        for (int i = 0; i < x.rank() - 2; i++) {
            Dimension length = x.dim(op.layout().firstSpatialAxis() + i);
            Dimension kernel = w.dim(2 + i);
            spatial.add(
                    kernel.isKnown()
                            ? window(
                                    in,
                                    length,
                                    i,
                                    (int) kernel.value(),
                                    at(in, op.strides(), i),
                                    at(in, op.dilations(), i),
                                    op.padding(),
                                    false)
                            : in.unknown(op.layout().firstSpatialAxis() + i));
        }
        return images(x, op.layout(), w.dim(0), spatial);
    }

    static SymbolicTensor convTranspose(ConvTranspose op, Operands in) {
        SymbolicTensor x = images(in);
        SymbolicTensor w = in.ofRank(1, x.rank(), "the weights");
        requireEqual(
                in,
                "the weights take",
                w.dim(0),
                "but the input has",
                x.dim(op.layout().channelAxis(x.rank())));
        Dimension channels = w.dim(1).times(Dimension.of(op.group()));
        checkBias(in, channels);
        List<Dimension> spatial = new ArrayList<>();
        for (int i = 0; i < x.rank() - 2; i++) {
            Dimension length = x.dim(op.layout().firstSpatialAxis() + i);
            Dimension kernel = w.dim(2 + i);
            if (!length.isKnown() || !kernel.isKnown()) {
                spatial.add(in.unknown(op.layout().firstSpatialAxis() + i));
                continue;
            }
            int stride = at(in, op.strides(), i);
            long full = stride * (length.value() - 1)
                    + at(in, op.outputPadding(), i)
                    + (kernel.value() - 1) * at(in, op.dilations(), i)
                    + 1;
            long result;
            switch (op.padding().mode()) {
                case SAME_UPPER:
                case SAME_LOWER:
                    result = length.value() * stride;
                    break;
                case VALID:
                    result = full;
                    break;
                default:
                    result = full
                            - at(in, op.padding().begin(), i)
                            - at(in, op.padding().end(), i);
            }
            if (result < 1) {
                throw in.fail("its padding leaves nothing of spatial axis " + i);
            }
            spatial.add(Dimension.of(result));
        }
        return images(x, op.layout(), channels, spatial);
    }

    static SymbolicTensor maxPool(MaxPool op, Operands in) {
        return pool(op.kernel(), op.strides(), op.dilations(), op.padding(), op.ceilMode(), op.layout(), in);
    }

    static SymbolicTensor averagePool(AveragePool op, Operands in) {
        return pool(op.kernel(), op.strides(), op.dilations(), op.padding(), op.ceilMode(), op.layout(), in);
    }

    private static SymbolicTensor pool(
            List<Integer> kernel,
            List<Integer> strides,
            List<Integer> dilations,
            Padding padding,
            boolean ceil,
            ImageLayout layout,
            Operands in) {
        SymbolicTensor x = images(in);
        if (kernel.size() != x.rank() - 2) {
            throw in.fail("a window of " + kernel.size() + " axes does not fit an input of shape " + x.shape());
        }
        List<Dimension> spatial = new ArrayList<>();
        for (int i = 0; i < kernel.size(); i++) {
            Dimension length = x.dim(layout.firstSpatialAxis() + i);
            spatial.add(window(in, length, i, kernel.get(i), at(in, strides, i), at(in, dilations, i), padding, ceil));
        }
        return images(x, layout, x.dim(layout.channelAxis(x.rank())), spatial);
    }

    static SymbolicTensor globalPool(ImageLayout layout, Operands in) {
        SymbolicTensor x = in.get(0);
        if (x.rank() < 2) {
            throw in.fail("an input of shape " + x.shape() + " has no channel axis");
        }
        List<Dimension> ones = Collections.nCopies(x.rank() - 2, Dimension.ONE);
        return images(x, layout, x.dim(layout.channelAxis(x.rank())), ones);
    }

    /** How many positions a window takes along one axis. */
    private static Dimension window(
            Operands in,
            Dimension length,
            int axis,
            int kernel,
            int stride,
            int dilation,
            Padding padding,
            boolean ceil) {
        if (stride < 1 || dilation < 1 || kernel < 1) {
            throw in.fail(
                    "kernel " + kernel + ", stride " + stride + " and dilation " + dilation + " must be at least 1");
        }
        boolean same = padding.mode() == Padding.Mode.SAME_UPPER || padding.mode() == Padding.Mode.SAME_LOWER;
        long effective = (kernel - 1L) * dilation + 1;
        if (!length.isKnown()) {
            long padded = padding.mode() == Padding.Mode.EXPLICIT
                    ? (long) at(in, padding.begin(), axis) + at(in, padding.end(), axis)
                    : 0;
            boolean keeps = stride == 1 && (same || padded == effective - 1);
            String rule = same ? "same" : "+" + padded + "-" + effective + (ceil ? " ceil" : "");
            return keeps ? length : Dimension.unknown("(" + length + rule + ")/" + stride);
        }
        if (same) {
            return Dimension.of((length.value() + stride - 1) / stride);
        }
        if (padding.mode() == Padding.Mode.EXPLICIT) {
            at(in, padding.begin(), axis);
        }
        int[] pads = padding.along(axis, length.value(), kernel, stride, dilation);
        long room = length.value() + pads[0] + pads[1] - effective;
        if (room < 0) {
            throw in.fail("a window of " + effective + " does not fit spatial axis " + axis + " of length " + length);
        }
        long positions = (ceil ? (room + stride - 1) / stride : room / stride) + 1;
        if (ceil && (positions - 1) * stride >= length.value() + pads[0]) {
            positions--; // a window that starts in the end padding sees nothing (ONNX MaxPool, PyTorch ceil_mode)
        }
        return Dimension.of(positions);
    }

    private static SymbolicTensor images(Operands in) {
        SymbolicTensor x = in.get(0);
        if (x.rank() < 3) {
            throw in.fail("an input of shape " + x.shape() + " has no spatial axes");
        }
        return x;
    }

    private static SymbolicTensor images(
            SymbolicTensor x, ImageLayout layout, Dimension channels, List<Dimension> spatial) {
        List<Dimension> dims = new ArrayList<>(spatial);
        dims.add(layout == ImageLayout.CHANNELS_FIRST ? 0 : spatial.size(), channels);
        dims.add(0, x.dim(0));
        return SymbolicTensor.of(x.type(), dims);
    }

    private static void checkBias(Operands in, Dimension channels) {
        if (in.has(2)) {
            requireEqual(in, "the bias has", in.ofRank(2, 1, "the bias").dim(0), "for", channels);
        }
    }

    private static void requireEqual(Operands in, String what, Dimension is, String but, Dimension expected) {
        if (is.isKnown() && expected.isKnown() && !is.equals(expected)) {
            throw in.fail(what + " " + is + " channels " + but + " " + expected);
        }
    }

    private static int at(Operands in, List<Integer> values, int axis) {
        if (axis >= values.size()) {
            throw in.fail("strides, dilations or padding are given for " + values.size() + " spatial axes only");
        }
        return values.get(axis);
    }
}
