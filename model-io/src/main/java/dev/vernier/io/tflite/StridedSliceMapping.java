package dev.vernier.io.tflite;

import dev.vernier.engine.graph.op.Identity;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Slice;
import dev.vernier.engine.graph.op.Squeeze;
import dev.vernier.engine.graph.op.Unsqueeze;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.StridedSliceOptions;

/**
 * {@code STRIDED_SLICE}: Python's {@code x[a:b:c, ..., None, i]}, one entry of begin, end and strides for each part of the subscript and
 * one bit of each mask.
 */
final class StridedSliceMapping {
    private final List<Long> axes = new ArrayList<>();
    private final List<Long> starts = new ArrayList<>();
    private final List<Long> ends = new ArrayList<>();
    private final List<Long> steps = new ArrayList<>();
    private final List<Long> dropped = new ArrayList<>();
    private final List<Long> inserted = new ArrayList<>();

    private StridedSliceMapping() {}

    /** Operands: x, begin, end, strides. */
    static void map(OperatorEmitter op) {
        StridedSliceOptions o = op.required(BuiltinOptions.StridedSliceOptions, new StridedSliceOptions());
        StridedSliceMapping subscript = new StridedSliceMapping();
        subscript.read(o, op.integers(1), op.integers(2), op.integers(3), op.rank(0));
        subscript.emit(op);
    }

    private void read(StridedSliceOptions o, int[] begin, int[] end, int[] strides, int rank) {
        if (end.length != begin.length || strides.length != begin.length || begin.length > Integer.SIZE) {
            throw new UnsupportedOperator(
                    "with " + begin.length + " begins, " + end.length + " ends and " + strides.length + " strides");
        }
        int axis = 0;
        int position = 0;
        for (int i = 0; i < begin.length; i++) {
            if (has(o.ellipsisMask(), i)) {
                int skipped = rank - namedAxes(o, begin.length);
                axis += skipped;
                position += skipped;
            } else if (has(o.newAxisMask(), i)) {
                inserted.add((long) position++);
            } else if (has(o.shrinkAxisMask(), i)) {
                part(axis, begin[i], begin[i] == -1 ? Long.MAX_VALUE : begin[i] + 1L, 1);
                dropped.add((long) axis++);
            } else {
                boolean backwards = strides[i] < 0;
                long from = has(o.beginMask(), i) ? (backwards ? Long.MAX_VALUE : 0) : begin[i];
                long to = has(o.endMask(), i)
                        ? (backwards ? Long.MIN_VALUE : Long.MAX_VALUE)
                        : o.offset() ? (long) begin[i] + end[i] : end[i];
                part(axis++, from, to, strides[i]);
                position++;
            }
        }
        if (axis > rank) {
            throw new UnsupportedOperator("with " + begin.length + " subscripts on a tensor of " + rank + " axes");
        }
    }

    private static int namedAxes(StridedSliceOptions o, int entries) {
        int n = 0;
        for (int i = 0; i < entries; i++) {
            n += has(o.ellipsisMask(), i) || has(o.newAxisMask(), i) ? 0 : 1;
        }
        return n;
    }

    private static boolean has(int mask, int bit) {
        return (mask >> bit & 1) != 0;
    }

    private void part(int axis, long start, long end, long step) {
        boolean everything = start == 0 && end == Long.MAX_VALUE && step == 1;
        if (!everything) {
            axes.add((long) axis);
            starts.add(start);
            ends.add(end);
            steps.add(step);
        }
    }

    private void emit(OperatorEmitter op) {
        String x = op.value(0);
        boolean last = dropped.isEmpty() && inserted.isEmpty();
        if (!axes.isEmpty()) {
            String[] operands = {
                x,
                op.longs("starts", numbers(starts)),
                op.longs("ends", numbers(ends)),
                op.longs("axes", numbers(axes)),
                op.longs("steps", numbers(steps))
            };
            if (last) {
                op.result(new Slice(), operands);
                return;
            }
            x = op.helper("part", new Slice(), operands);
        }
        if (last) {
            op.result(new Identity(), x);
        } else if (inserted.isEmpty()) {
            axesOf(op, new Squeeze(), x, "dropped", dropped);
        } else if (dropped.isEmpty()) {
            axesOf(op, new Unsqueeze(), x, "inserted", inserted);
        } else {
            String squeezed = op.helper("squeezed", new Squeeze(), x, op.longs("dropped", numbers(dropped)));
            axesOf(op, new Unsqueeze(), squeezed, "inserted", inserted);
        }
    }

    private static void axesOf(OperatorEmitter op, Op operation, String x, String role, List<Long> at) {
        op.result(operation, x, op.longs(role, numbers(at)));
    }

    private static long[] numbers(List<Long> list) {
        return list.stream().mapToLong(Long::longValue).toArray();
    }
}
