package dev.vernier.io.onnx;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Float8;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.ArgExtremum;
import dev.vernier.engine.graph.op.BatchNormalization;
import dev.vernier.engine.graph.op.Cast;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Clip;
import dev.vernier.engine.graph.op.Div;
import dev.vernier.engine.graph.op.Extremum;
import dev.vernier.engine.graph.op.Flatten;
import dev.vernier.engine.graph.op.ImageLayout;
import dev.vernier.engine.graph.op.LogSoftmax;
import dev.vernier.engine.graph.op.OneHot;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.PRelu;
import dev.vernier.engine.graph.op.Reshape;
import dev.vernier.engine.graph.op.ShapeOf;
import dev.vernier.engine.graph.op.Softmax;
import dev.vernier.engine.graph.op.Unsqueeze;
import dev.vernier.engine.graph.shape.Dimension;
import dev.vernier.engine.graph.shape.SymbolicTensor;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.LongStream;

/** Operators that keep their operand's shape. */
final class ElementwiseMappings {
    private ElementwiseMappings() {}

    static String batchNormalization(OnnxNode node, NodeEmitter emit) {
        if (node.integer("spatial", 1) == 0) {
            throw new UnsupportedOperator("with statistics for every position");
        }
        if (node.flag("training_mode", false)) {
            throw new UnsupportedOperator("in training mode");
        }
        return emit.main(
                new BatchNormalization(node.real("epsilon", 1e-5f), ImageLayout.CHANNELS_FIRST),
                node.inputs().subList(0, 5));
    }

    static String cast(OnnxNode node, NodeEmitter emit) {
        int to = node.intValue("to", 0);
        DataType type = OnnxTypes.of(to)
                .filter(t -> t != DataType.STRING)
                .orElseThrow(() -> new UnsupportedOperator("to " + OnnxTypes.nameOf(to)));
        if (emit.fact(node.input(0)).map(f -> f.type() == DataType.STRING).orElse(false)) {
            throw new UnsupportedOperator("from text");
        }
        if (widensStoredCodes(type, node, emit)) {
            return node.input(0);
        }
        return castTo(type, node, emit);
    }

    /** Whether all that becomes of it is the real values of codes that are stored in 4 bits. */
    private static boolean widensStoredCodes(DataType type, OnnxNode node, NodeEmitter emit) {
        return type.isInteger()
                && emit.constantOf(node.input(0))
                        .filter(c -> c.type() == DataType.INT4 || c.type() == DataType.UINT4)
                        .isPresent()
                && emit.isOnlyDequantized(node.proto().getOutput(0));
    }

    /** To the type of the second operand. */
    static String castLike(OnnxNode node, NodeEmitter emit) {
        return castTo(emit.type(1), node, emit);
    }

    private static String castTo(DataType type, OnnxNode node, NodeEmitter emit) {
        if (Float8.isOne(type) && node.integer("saturate", 1) == 0) {
            throw new UnsupportedOperator("to " + type + " without saturation");
        }
        return emit.main(new Cast(type), node.input(0));
    }

    static String clipByAttributes(OnnxNode node, NodeEmitter emit) {
        return clip(node, emit, node.real("min", Float.NEGATIVE_INFINITY), node.real("max", Float.POSITIVE_INFINITY));
    }

    static String clipByOperands(OnnxNode node, NodeEmitter emit) {
        if (isComputed(node, emit, 1) || isComputed(node, emit, 2)) {
            return clipByComputedBounds(node, emit);
        }
        return clip(
                node,
                emit,
                bound(node, emit, 1, Float.NEGATIVE_INFINITY),
                bound(node, emit, 2, Float.POSITIVE_INFINITY));
    }

    private static String clip(OnnxNode node, NodeEmitter emit, float low, float high) {
        // As NumPy and ONNX Runtime: where the bounds cross, everything becomes the upper one.
        return emit.main(new Clip(Math.min(low, high), high), node.input(0));
    }

    private static boolean isComputed(OnnxNode node, NodeEmitter emit, int operand) {
        return node.hasInput(operand) && emit.constantOf(node.input(operand)).isEmpty();
    }

    private static String clipByComputedBounds(OnnxNode node, NodeEmitter emit) {
        Extremum atLeast = new Extremum(Extremum.Kind.MAX);
        Extremum atMost = new Extremum(Extremum.Kind.MIN);
        if (!node.hasInput(2)) {
            return emit.main(atLeast, node.input(0), node.input(1));
        }
        String x = node.hasInput(1) ? emit.helper("low", atLeast, node.input(0), node.input(1)) : node.input(0);
        return emit.main(atMost, x, node.input(2));
    }

    private static float bound(OnnxNode node, NodeEmitter emit, int operand, float otherwise) {
        if (!node.hasInput(operand)) {
            return otherwise;
        }
        TensorData bound = emit.constantOf(node.input(operand))
                .filter(c -> c.elementCount() == 1)
                .orElseThrow(() -> new UnsupportedOperator("with bounds that are no single numbers"));
        return (float) bound.doubleAt(0);
    }

    static String dropout(OnnxNode node, NodeEmitter emit) {
        return node.input(0);
    }

    static String dropoutByOperands(OnnxNode node, NodeEmitter emit) {
        boolean training = node.hasInput(2)
                && emit.constantOf(node.input(2)).map(c -> c.longAt(0) != 0).orElse(true);
        boolean drops = !node.hasInput(1)
                || emit.constantOf(node.input(1)).map(c -> c.doubleAt(0) != 0).orElse(true);
        if (training && drops) {
            throw new UnsupportedOperator("in training mode");
        }
        if (node.proto().getOutputCount() > 1) {
            TensorData yes = TensorData.ofBytes(DataType.BOOL, Shape.SCALAR, (byte) 1);
            Formula f = new Formula(emit);
            emit.answerWith(List.of(node.input(0), f.expand(emit.constant("kept", yes), f.shape(node.input(0)))));
        }
        return node.input(0);
    }

    /** Since opset 13: along one axis. */
    static String softmaxAlongAxis(OnnxNode node, NodeEmitter emit) {
        return emit.main(new Softmax(node.intValue("axis", -1)), node.input(0));
    }

    static String logSoftmaxAlongAxis(OnnxNode node, NodeEmitter emit) {
        return emit.main(new LogSoftmax(node.intValue("axis", -1)), node.input(0));
    }

    static String softmaxOfRows(OnnxNode node, NodeEmitter emit) {
        return ofRows(node, emit, Softmax::new);
    }

    static String logSoftmaxOfRows(OnnxNode node, NodeEmitter emit) {
        return ofRows(node, emit, LogSoftmax::new);
    }

    /** Before opset 13: the tensor is seen as a matrix whose rows are everything from {@code axis} on. */
    private static String ofRows(OnnxNode node, NodeEmitter emit, IntFunction<Op> alongAxis) {
        SymbolicTensor x = emit.fact(node.input(0))
                .orElseThrow(() -> new UnsupportedOperator("because the shape of its operand is not known"));
        int axis = emit.axis(node.integer("axis", 1), x.rank());
        int longAxes = 0;
        int along = x.rank() - 1;
        for (int i = axis; i < x.rank(); i++) {
            if (!x.dim(i).equals(Dimension.ONE)) {
                longAxes++;
                along = i;
            }
        }
        if (longAxes <= 1 && axis < x.rank()) {
            return emit.main(alongAxis.apply(along), node.input(0));
        }
        String shape = emit.helper("shape", new ShapeOf(0, Integer.MAX_VALUE), node.input(0));
        String rows = emit.helper("rows", new Flatten(axis), node.input(0));
        String result = emit.main(alongAxis.apply(-1), rows);
        return emit.helper("reshape", new Reshape(false), result, shape);
    }

    /** Any number of operands: their sum, divided. */
    static String mean(OnnxNode node, NodeEmitter emit) {
        String sum = node.input(0);
        for (int i = 1; i < node.inputCount(); i++) {
            sum = emit.helper("add" + i, new Add(Clamp.NONE), sum, node.input(i));
        }
        return emit.main(new Div(Clamp.NONE), sum, emit.number("count", node.inputCount()));
    }

    /** Any number of operands: a chain of additions. */
    static String sum(OnnxNode node, NodeEmitter emit) {
        String sum = node.input(0);
        for (int i = 1; i < node.inputCount(); i++) {
            boolean last = i == node.inputCount() - 1;
            Add add = new Add(Clamp.NONE);
            sum = last ? emit.main(add, sum, node.input(i)) : emit.helper("add" + i, add, sum, node.input(i));
        }
        return sum;
    }

    /** 1 where the largest element of an axis stands first, 0 elsewhere. */
    static String hardmax(OnnxNode node, NodeEmitter emit) {
        int rank = emit.rank(0);
        int axis = emit.axis(node.integer("axis", -1), rank);
        Dimension depth = emit.fact(node.input(0)).orElseThrow().dim(axis);
        if (!depth.isKnown()) {
            throw new UnsupportedOperator("along an axis of unknown length");
        }
        String where = emit.helper("argmax", new ArgExtremum(Extremum.Kind.MAX, axis, false, false), node.input(0));
        String offAndOn = emit.constant("values", TensorData.ofFloats(Shape.of(2), 0, 1));
        return emit.main(new OneHot(axis), where, emit.longs("depth", depth.value()), offAndOn);
    }

    /** Before opset 7: the second operand is laid along the first one's axes from {@code axis} on. */
    static String broadcastByAttribute(Op op, OnnxNode node, NodeEmitter emit) {
        if (!node.has("axis")) {
            return emit.main(op, node.inputs());
        }
        int after = emit.rank(0) - emit.axis(node.integer("axis", 0), emit.rank(0)) - emit.rank(1);
        return emit.main(op, node.input(0), withAxesAfter(node, emit, after));
    }

    /** Before opset 7: one slope a channel. */
    static String preluByChannel(OnnxNode node, NodeEmitter emit) {
        return emit.main(
                new PRelu(), node.input(0), withAxesAfter(node, emit, emit.rank(1) == 1 ? emit.rank(0) - 2 : 0));
    }

    /** Operand 1 with axes of length 1 put after its own. */
    private static String withAxesAfter(OnnxNode node, NodeEmitter emit, int count) {
        if (count <= 0) {
            return node.input(1);
        }
        long[] axes = LongStream.range(emit.rank(1), emit.rank(1) + count).toArray();
        return emit.helper("aligned", new Unsqueeze(), node.input(1), emit.longs("aligned/axes", axes));
    }
}
