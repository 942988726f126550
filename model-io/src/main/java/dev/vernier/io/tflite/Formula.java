package dev.vernier.io.tflite;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.lite.schema.BuiltinOperator;

/** Operators that together compute what TensorFlow Lite has no operator for, on real numbers. */
final class Formula {
    private final TfliteEmitter out;
    private int steps;

    Formula(TfliteEmitter out) {
        this.out = out;
    }

    WrittenTensor number(double value) {
        return out.constant("number", TensorData.scalar((float) value));
    }

    WrittenTensor apply(int builtin, WrittenTensor... operands) {
        Shape shape = operands[0].shape();
        for (WrittenTensor o : operands) {
            shape = broadcast(shape, o.shape());
        }
        WrittenTensor to = out.between("step_" + ++steps, DataType.FLOAT32, shape);
        into(to, builtin, operands);
        return to;
    }

    /** The last step. */
    void into(WrittenTensor result, int builtin, WrittenTensor... operands) {
        out.op(builtin, ElementwiseExports.plainOptions(builtin), List.of(operands), result);
    }

    WrittenTensor add(WrittenTensor a, WrittenTensor b) {
        return apply(BuiltinOperator.ADD, a, b);
    }

    WrittenTensor subtract(WrittenTensor a, WrittenTensor b) {
        return apply(BuiltinOperator.SUB, a, b);
    }

    WrittenTensor multiply(WrittenTensor a, WrittenTensor b) {
        return apply(BuiltinOperator.MUL, a, b);
    }

    WrittenTensor divide(WrittenTensor a, WrittenTensor b) {
        return apply(BuiltinOperator.DIV, a, b);
    }

    WrittenTensor square(WrittenTensor x) {
        return apply(BuiltinOperator.MUL, x, x);
    }

    WrittenTensor abs(WrittenTensor x) {
        return apply(BuiltinOperator.ABS, x);
    }

    WrittenTensor exp(WrittenTensor x) {
        return apply(BuiltinOperator.EXP, x);
    }

    WrittenTensor negative(WrittenTensor x) {
        return apply(BuiltinOperator.NEG, x);
    }

    static Shape broadcast(Shape a, Shape b) {
        int rank = Math.max(a.rank(), b.rank());
        List<Long> dims = new ArrayList<>();
        for (int i = rank; i > 0; i--) {
            long x = i <= a.rank() ? a.dim(-i) : 1;
            long y = i <= b.rank() ? b.dim(-i) : 1;
            dims.add(x == 1 ? y : y == 1 ? x : x == Shape.UNKNOWN ? y : x);
        }
        return Shape.of(dims.stream().mapToLong(Long::longValue).toArray());
    }
}
