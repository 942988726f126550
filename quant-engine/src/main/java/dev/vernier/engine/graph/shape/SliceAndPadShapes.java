package dev.vernier.engine.graph.shape;

import dev.vernier.engine.graph.op.Pad;
import dev.vernier.engine.graph.op.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Operations that take a part of a tensor or put a border around it. */
final class SliceAndPadShapes {
    private SliceAndPadShapes() {}

    static SymbolicTensor slice(Slice op, Operands in) {
        SymbolicTensor x = in.get(0);
        Optional<long[]> starts = in.knownElements(1);
        Optional<long[]> ends = in.knownElements(2);
        Optional<long[]> axesGiven = in.knownElements(3);
        Optional<long[]> stepsGiven = in.knownElements(4);
        if (starts.isEmpty()
                || ends.isEmpty()
                || (in.has(3) && axesGiven.isEmpty())
                || (in.has(4) && stepsGiven.isEmpty())) {
            return SymbolicTensor.of(x.type(), in.unknowns(x.rank()));
        }
        int n = starts.get().length;
        List<Integer> axes = in.axes(
                axesGiven.orElseGet(() -> IntStream.range(0, n).asLongStream().toArray()), x.rank());
        if (ends.get().length != n || axes.size() != n || (stepsGiven.isPresent() && stepsGiven.get().length != n)) {
            throw in.fail("its starts, ends, axes and steps are of different lengths");
        }
        List<Dimension> dims = new ArrayList<>(x.dims());
        Optional<List<Dimension>> elements = x.elements();
        for (int i = 0; i < n; i++) {
            long start = starts.get()[i];
            long end = ends.get()[i];
            long step = stepsGiven.isPresent() ? stepsGiven.get()[i] : 1;
            if (step == 0) {
                throw in.fail("step 0");
            }
            Dimension length = dims.get(axes.get(i));
            int axis = axes.get(i);
            List<Dimension> before = List.copyOf(dims);
            elements = elements.map(e -> taken(e, before, axis, start, end, step));
            dims.set(axis, sliced(length, start, end, step));
        }
        return SymbolicTensor.of(x.type(), dims).withElements(elements);
    }

    private static Dimension sliced(Dimension length, long start, long end, long step) {
        if (length.isKnown()) {
            return Dimension.of(positions(length.value(), start, end, step).count());
        }
        boolean all = start == 0 && step == 1 && end >= Integer.MAX_VALUE;
        return all ? length : Dimension.unknown(length + "[" + start + ":" + end + ":" + step + "]");
    }

    /** The elements a slice along one axis takes; elements are followed only where all dimensions are known. */
    private static List<Dimension> taken(
            List<Dimension> from, List<Dimension> dims, int axis, long start, long end, long step) {
        Positions positions = positions(dims.get(axis).value(), start, end, step);
        int inner = 1;
        for (Dimension d : dims.subList(axis + 1, dims.size())) {
            inner *= (int) d.value();
        }
        int block = inner * (int) dims.get(axis).value();
        List<Dimension> result = new ArrayList<>();
        for (int outer = 0; outer < from.size(); outer += block) {
            for (int i = 0; i < positions.count(); i++) {
                int at = outer + (int) (positions.first() + i * step) * inner;
                result.addAll(from.subList(at, at + inner));
            }
        }
        return result;
    }

    /** Which indices a slice takes: {@code count} of them from {@code first} on, a step apart. */
    private record Positions(long first, long count) {}

    /** As ONNX Slice and NumPy have it: ends beyond the tensor are clamped, negative ones count from its end. */
    private static Positions positions(long length, long start, long end, long step) {
        long from = start < 0 ? start + length : start;
        long to = end < 0 ? end + length : end;
        from = step > 0 ? clamp(from, 0, length) : clamp(from, 0, length - 1);
        to = step > 0 ? clamp(to, 0, length) : clamp(to, -1, length);
        long span = step > 0 ? to - from : from - to;
        long stride = step == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(step);
        return new Positions(from, span <= 0 ? 0 : (span - 1) / stride + 1);
    }

    private static long clamp(long value, long low, long high) {
        return Math.max(low, Math.min(high, value));
    }

    static SymbolicTensor pad(Pad op, Operands in) {
        SymbolicTensor x = in.get(0);
        Optional<long[]> pads = in.knownElements(1);
        Optional<long[]> axesGiven = in.knownElements(3);
        if (pads.isEmpty() || (in.has(3) && axesGiven.isEmpty())) {
            return SymbolicTensor.of(x.type(), in.unknowns(x.rank()));
        }
        List<Integer> axes = in.axes(
                axesGiven.orElseGet(
                        () -> IntStream.range(0, x.rank()).asLongStream().toArray()),
                x.rank());
        int n = axes.size();
        if (pads.get().length != 2 * n) {
            throw in.fail(pads.get().length + " pads are given for " + n + " axes");
        }
        List<Dimension> dims = new ArrayList<>(x.dims());
        for (int i = 0; i < n; i++) {
            Dimension padded = dims.get(axes.get(i)).plus(Dimension.of(pads.get()[i] + pads.get()[n + i]));
            if (padded.isKnown() && padded.value() < 0) {
                throw in.fail("its negative padding leaves nothing of axis " + axes.get(i));
            }
            dims.set(axes.get(i), padded);
        }
        return SymbolicTensor.of(x.type(), dims);
    }
}
