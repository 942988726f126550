package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.op.ArgExtremum;
import dev.vernier.engine.graph.op.CumulativeSum;
import dev.vernier.engine.graph.op.Extremum;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.TopK;
import dev.vernier.engine.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;

/** Operations on the lines of a tensor along one axis: where the extreme stands, the largest few, running sums. */
final class AxisKernel implements Kernel {
    @Override
    public Tensor[] run(KernelCall call) {
        try (Tensor x = MemoryOrder.rowMajor(call.tensor(0), call.resources())) {
            Op op = call.op();
            long axis = op instanceof ArgExtremum
                    ? ((ArgExtremum) op).axis()
                    : op instanceof TopK ? ((TopK) op).axis() : call.longs(1)[0];
            Lines lines = Lines.of(
                    x.shape(),
                    ShapeKernel.normalized(
                            call, axis, x.shape().rank(), x.shape().rank()));
            if (op instanceof ArgExtremum) {
                return new Tensor[] {argExtremum(call, (ArgExtremum) op, x, lines)};
            }
            return op instanceof TopK
                    ? topK(call, (TopK) op, x, lines)
                    : new Tensor[] {cumulativeSum((CumulativeSum) op, x, lines)};
        }
    }

    /**
     * @param count how many lines there are
     * @param inner elements between neighbours on a line
     */
    private record Lines(int axis, int count, int length, int inner) {
        static Lines of(Shape shape, int axis) {
            int inner = 1;
            for (int i = axis + 1; i < shape.rank(); i++) {
                inner *= (int) shape.dim(i);
            }
            int length = (int) shape.dim(axis);
            int count = length == 0 ? 0 : Math.toIntExact(shape.elementCount()) / length;
            return new Lines(axis, count, length, inner);
        }

        /** Element {@code i} of a line in a tensor whose lines are {@code lineLength} long. */
        int at(int line, int i, int lineLength) {
            return (line / inner * lineLength + i) * inner + line % inner;
        }

        int at(int line, int i) {
            return at(line, i, length);
        }
    }

    private static Tensor argExtremum(KernelCall call, ArgExtremum op, Tensor x, Lines lines) {
        if (lines.length() == 0) {
            throw call.shapeError("an empty axis has no extreme");
        }
        long[] dims = op.keepDims()
                ? x.shape().with(lines.axis(), 1).toArray()
                : IntStream.range(0, x.shape().rank())
                        .filter(i -> i != lines.axis())
                        .mapToLong(i -> x.shape().dim(i))
                        .toArray();
        Tensor out = Tensor.allocate(DataType.INT64, Shape.of(dims));
        ByteBuffer from = x.buffer();
        ByteBuffer to = out.buffer();
        boolean largest = op.kind() == Extremum.Kind.MAX;
        for (int line = 0; line < lines.count(); line++) {
            int best = 0;
            for (int i = 1; i < lines.length(); i++) {
                int order = compare(from, x.type(), lines.at(line, i), lines.at(line, best));
                boolean wins = largest ? order > 0 : order < 0;
                best = wins || (order == 0 && op.lastOfEquals()) ? i : best;
            }
            to.putLong(line * Long.BYTES, best);
        }
        return out;
    }

    private static int compare(ByteBuffer b, DataType type, int i, int j) {
        return type.isFloating()
                ? Double.compare(ScalarLoops.getDouble(b, type, i) + 0.0, ScalarLoops.getDouble(b, type, j) + 0.0)
                : Long.compare(ScalarLoops.getLong(b, type, i), ScalarLoops.getLong(b, type, j));
    }

    private static Tensor[] topK(KernelCall call, TopK op, Tensor x, Lines lines) {
        long k = call.longs(1)[0];
        if (k < 0 || k > lines.length()) {
            throw call.shapeError("takes " + k + " elements of lines of " + lines.length());
        }
        Shape shape = x.shape().with(lines.axis(), k);
        Tensor values = Tensor.allocate(x.type(), shape);
        Tensor places = Tensor.allocate(DataType.INT64, shape);
        ByteBuffer from = x.buffer();
        for (int line = 0; line < lines.count(); line++) {
            int l = line;
            int[] best = IntStream.range(0, lines.length())
                    .boxed()
                    .sorted((i, j) -> {
                        int order = compare(from, x.type(), lines.at(l, i), lines.at(l, j));
                        return op.largest() ? -order : order;
                    })
                    .limit(k)
                    .mapToInt(Integer::intValue)
                    .toArray();
            for (int i = 0; i < k; i++) {
                int to = lines.at(line, i, (int) k);
                int size = x.elementBytes();
                values.buffer().put(to * size, from, lines.at(line, best[i]) * size, size);
                places.buffer().putLong(to * Long.BYTES, best[i]);
            }
        }
        return new Tensor[] {values, places};
    }

    private static Tensor cumulativeSum(CumulativeSum op, Tensor x, Lines lines) {
        DataType type = x.type();
        Tensor out = Tensor.allocate(type, x.shape());
        ByteBuffer from = x.buffer();
        ByteBuffer to = out.buffer();
        for (int line = 0; line < lines.count(); line++) {
            double sum = 0;
            long whole = 0;
            for (int i = 0; i < lines.length(); i++) {
                int at = lines.at(line, op.reverse() ? lines.length() - 1 - i : i);
                double before = sum;
                long wholeBefore = whole;
                if (type.isFloating()) {
                    sum += ScalarLoops.getDouble(from, type, at);
                    ScalarLoops.putDouble(to, type, at, op.exclusive() ? before : sum);
                } else {
                    whole += ScalarLoops.getLong(from, type, at);
                    ScalarLoops.putLong(to, type, at, op.exclusive() ? wholeBefore : whole);
                }
            }
        }
        return out;
    }
}
