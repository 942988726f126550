package dev.vernier.io.tflite;

import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Clip;
import dev.vernier.engine.graph.op.Compare;
import dev.vernier.engine.graph.op.Div;
import dev.vernier.engine.graph.op.Elu;
import dev.vernier.engine.graph.op.Extremum;
import dev.vernier.engine.graph.op.Gelu;
import dev.vernier.engine.graph.op.HardSwish;
import dev.vernier.engine.graph.op.LeakyRelu;
import dev.vernier.engine.graph.op.LogSoftmax;
import dev.vernier.engine.graph.op.Logical;
import dev.vernier.engine.graph.op.Mod;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.op.Not;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.PRelu;
import dev.vernier.engine.graph.op.Pow;
import dev.vernier.engine.graph.op.Reduce;
import dev.vernier.engine.graph.op.Relu;
import dev.vernier.engine.graph.op.Sigmoid;
import dev.vernier.engine.graph.op.Softmax;
import dev.vernier.engine.graph.op.Sub;
import dev.vernier.engine.graph.op.Tanh;
import dev.vernier.engine.graph.op.Unary;
import dev.vernier.engine.graph.op.Unsqueeze;
import dev.vernier.engine.graph.op.Where;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.tensorflow.lite.schema.ActivationFunctionType;
import org.tensorflow.lite.schema.AddOptions;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.DivOptions;
import org.tensorflow.lite.schema.GeluOptions;
import org.tensorflow.lite.schema.L2NormOptions;
import org.tensorflow.lite.schema.LeakyReluOptions;
import org.tensorflow.lite.schema.MulOptions;
import org.tensorflow.lite.schema.SoftmaxOptions;
import org.tensorflow.lite.schema.SubOptions;

/** Operators that compute each element from the elements at its place, and those along the last axis. */
final class ElementwiseMappings {
    /** TensorFlow Lite's least length in {@code L2_NORMALIZATION}. */
    private static final float LEAST_LENGTH = 1e-6f;

    private ElementwiseMappings() {}

    static Map<Integer, TfliteOpMapping> table() {
        Map<Integer, TfliteOpMapping> t = new HashMap<>();
        arithmetic(t);
        activations(t);
        t.put(BuiltinOperator.ABS, unary(new Unary(Unary.Function.ABS)));
        t.put(BuiltinOperator.NEG, unary(new Unary(Unary.Function.NEG)));
        t.put(BuiltinOperator.SIGN, unary(new Unary(Unary.Function.SIGN)));
        t.put(BuiltinOperator.FLOOR, unary(new Unary(Unary.Function.FLOOR)));
        t.put(BuiltinOperator.CEIL, unary(new Unary(Unary.Function.CEIL)));
        t.put(BuiltinOperator.ROUND, unary(new Unary(Unary.Function.ROUND)));
        t.put(BuiltinOperator.SQRT, unary(new Unary(Unary.Function.SQRT)));
        t.put(BuiltinOperator.EXP, unary(new Unary(Unary.Function.EXP)));
        t.put(BuiltinOperator.LOG, unary(new Unary(Unary.Function.LOG)));
        t.put(BuiltinOperator.SIN, unary(new Unary(Unary.Function.SIN)));
        t.put(BuiltinOperator.COS, unary(new Unary(Unary.Function.COS)));
        t.put(
                BuiltinOperator.RSQRT,
                op -> op.result(
                        new Unary(Unary.Function.RECIPROCAL),
                        op.helper("root", new Unary(Unary.Function.SQRT), op.value(0))));
        t.put(BuiltinOperator.SQUARE, op -> op.result(new Mul(Clamp.NONE), op.value(0), op.value(0)));
        t.put(BuiltinOperator.EQUAL, binary(new Compare(Compare.Relation.EQUAL)));
        t.put(
                BuiltinOperator.NOT_EQUAL,
                op -> op.result(
                        new Not(), op.helper("equal", new Compare(Compare.Relation.EQUAL), op.value(0), op.value(1))));
        t.put(BuiltinOperator.GREATER, binary(new Compare(Compare.Relation.GREATER)));
        t.put(BuiltinOperator.GREATER_EQUAL, binary(new Compare(Compare.Relation.GREATER_OR_EQUAL)));
        t.put(BuiltinOperator.LESS, binary(new Compare(Compare.Relation.LESS)));
        t.put(BuiltinOperator.LESS_EQUAL, binary(new Compare(Compare.Relation.LESS_OR_EQUAL)));
        t.put(BuiltinOperator.LOGICAL_AND, binary(new Logical(Logical.Connective.AND)));
        t.put(BuiltinOperator.LOGICAL_OR, binary(new Logical(Logical.Connective.OR)));
        t.put(BuiltinOperator.LOGICAL_NOT, unary(new Not()));
        t.put(BuiltinOperator.SELECT, ElementwiseMappings::select);
        t.put(BuiltinOperator.SELECT_V2, op -> op.result(new Where(), op.value(0), op.value(1), op.value(2)));
        return t;
    }

    private static void arithmetic(Map<Integer, TfliteOpMapping> t) {
        t.put(
                BuiltinOperator.ADD,
                op -> op.resultWithActivation(
                        op.options(BuiltinOptions.AddOptions, new AddOptions())
                                .map(AddOptions::fusedActivationFunction)
                                .orElse(ActivationFunctionType.NONE),
                        Add::new,
                        op.value(0),
                        op.value(1)));
        t.put(
                BuiltinOperator.SUB,
                op -> op.resultWithActivation(
                        op.options(BuiltinOptions.SubOptions, new SubOptions())
                                .map(SubOptions::fusedActivationFunction)
                                .orElse(ActivationFunctionType.NONE),
                        Sub::new,
                        op.value(0),
                        op.value(1)));
        t.put(
                BuiltinOperator.MUL,
                op -> op.resultWithActivation(
                        op.options(BuiltinOptions.MulOptions, new MulOptions())
                                .map(MulOptions::fusedActivationFunction)
                                .orElse(ActivationFunctionType.NONE),
                        Mul::new,
                        op.value(0),
                        op.value(1)));
        t.put(
                BuiltinOperator.DIV,
                op -> op.resultWithActivation(
                        op.options(BuiltinOptions.DivOptions, new DivOptions())
                                .map(DivOptions::fusedActivationFunction)
                                .orElse(ActivationFunctionType.NONE),
                        Div::new,
                        op.value(0),
                        op.value(1)));
        t.put(BuiltinOperator.ADD_N, ElementwiseMappings::sumOfAll);
        t.put(BuiltinOperator.POW, binary(new Pow()));
        t.put(BuiltinOperator.FLOOR_MOD, binary(new Mod(false)));
        t.put(BuiltinOperator.FLOOR_DIV, ElementwiseMappings::floorDivision);
        t.put(BuiltinOperator.MAXIMUM, binary(new Extremum(Extremum.Kind.MAX)));
        t.put(BuiltinOperator.MINIMUM, binary(new Extremum(Extremum.Kind.MIN)));
        t.put(BuiltinOperator.SQUARED_DIFFERENCE, op -> {
            String difference = op.helper("difference", new Sub(Clamp.NONE), op.value(0), op.value(1));
            op.result(new Mul(Clamp.NONE), difference, difference);
        });
    }

    private static void activations(Map<Integer, TfliteOpMapping> t) {
        t.put(BuiltinOperator.RELU, unary(new Relu()));
        t.put(BuiltinOperator.RELU6, unary(new Clip(0, 6)));
        t.put(BuiltinOperator.RELU_N1_TO_1, unary(new Clip(-1, 1)));
        t.put(BuiltinOperator.RELU_0_TO_1, unary(new Clip(0, 1)));
        t.put(BuiltinOperator.LOGISTIC, unary(new Sigmoid()));
        t.put(BuiltinOperator.TANH, unary(new Tanh()));
        t.put(BuiltinOperator.HARD_SWISH, unary(new HardSwish()));
        t.put(BuiltinOperator.ELU, unary(new Elu(1)));
        t.put(BuiltinOperator.PRELU, binary(new PRelu()));
        t.put(
                BuiltinOperator.LEAKY_RELU,
                op -> op.result(
                        new LeakyRelu(op.required(BuiltinOptions.LeakyReluOptions, new LeakyReluOptions())
                                .alpha()),
                        op.value(0)));
        t.put(
                BuiltinOperator.GELU,
                op -> op.result(
                        new Gelu(op.options(BuiltinOptions.GeluOptions, new GeluOptions())
                                .map(GeluOptions::approximate)
                                .orElse(false)),
                        op.value(0)));
        t.put(BuiltinOperator.SOFTMAX, ElementwiseMappings::softmax);
        t.put(BuiltinOperator.LOG_SOFTMAX, unary(new LogSoftmax(-1)));
        t.put(BuiltinOperator.L2_NORMALIZATION, ElementwiseMappings::unitLength);
    }

    private static TfliteOpMapping unary(Op operation) {
        return op -> op.result(operation, op.value(0));
    }

    private static TfliteOpMapping binary(Op operation) {
        return op -> op.result(operation, op.value(0), op.value(1));
    }

    private static void sumOfAll(OperatorEmitter op) {
        String sum = op.value(0);
        for (int i = 1; i < op.inputCount() - 1; i++) {
            sum = op.helper("sum_" + i, new Add(Clamp.NONE), sum, op.value(i));
        }
        if (op.inputCount() == 1) {
            op.alias(sum);
        } else {
            op.result(new Add(Clamp.NONE), sum, op.value(op.inputCount() - 1));
        }
    }

    private static void floorDivision(OperatorEmitter op) {
        if (!op.valueType(0).isFloating()) {
            throw new UnsupportedOperator("on whole numbers");
        }
        String quotient = op.helper("quotient", new Div(Clamp.NONE), op.value(0), op.value(1));
        op.result(new Unary(Unary.Function.FLOOR), quotient);
    }

    private static void softmax(OperatorEmitter op) {
        float beta = op.options(BuiltinOptions.SoftmaxOptions, new SoftmaxOptions())
                .map(SoftmaxOptions::beta)
                .orElse(1f);
        String x = op.value(0);
        if (beta != 1) {
            x = op.helper("scaled", new Mul(Clamp.NONE), x, op.constant("beta", TensorData.scalar(beta)));
        }
        op.result(new Softmax(-1), x);
    }

    private static void unitLength(OperatorEmitter op) {
        byte activation = op.options(BuiltinOptions.L2NormOptions, new L2NormOptions())
                .map(L2NormOptions::fusedActivationFunction)
                .orElse(ActivationFunctionType.NONE);
        String length = op.helper(
                "length", new Reduce(Reduce.Kind.L2, true, false), op.value(0), op.longs("axis", op.rank(0) - 1));
        String divisor = op.helper(
                "divisor",
                new Extremum(Extremum.Kind.MAX),
                length,
                op.constant("least_length", TensorData.scalar(LEAST_LENGTH)));
        op.resultWithActivation(activation, Div::new, op.value(0), divisor);
    }

    /** The older select takes a condition for each element, or one for each index of the first axis. */
    private static void select(OperatorEmitter op) {
        String condition = op.value(0);
        Shape shape = op.shape(0);
        if (shape.rank() == 1 && op.rank(1) > 1) {
            long[] axes = LongStream.range(1, op.rank(1)).toArray();
            condition = op.helper("condition", new Unsqueeze(), condition, op.longs("axes", axes));
        }
        op.result(new Where(), condition, op.value(1), op.value(2));
    }
}
