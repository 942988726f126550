package dev.vernier.io.onnx;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.BatchNormalization;
import dev.vernier.engine.graph.op.Cast;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Clip;
import dev.vernier.engine.graph.op.Flatten;
import dev.vernier.engine.graph.op.ImageLayout;
import dev.vernier.engine.graph.op.Reshape;
import dev.vernier.engine.graph.op.ShapeOf;
import dev.vernier.engine.graph.op.Softmax;
import dev.vernier.engine.graph.shape.Dimension;
import dev.vernier.engine.graph.shape.SymbolicTensor;

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
        return emit.main(new Cast(type), node.input(0));
    }

    static String clipByAttributes(OnnxNode node, NodeEmitter emit) {
        return clip(node, emit, node.real("min", Float.NEGATIVE_INFINITY), node.real("max", Float.POSITIVE_INFINITY));
    }

    static String clipByOperands(OnnxNode node, NodeEmitter emit) {
        float low = bound(node, emit, 1, Float.NEGATIVE_INFINITY);
        float high = bound(node, emit, 2, Float.POSITIVE_INFINITY);
        return clip(node, emit, low, high);
    }

    private static String clip(OnnxNode node, NodeEmitter emit, float low, float high) {
        // As NumPy and ONNX Runtime: where the bounds cross, everything becomes the upper one.
        return emit.main(new Clip(Math.min(low, high), high), node.input(0));
    }

    private static float bound(OnnxNode node, NodeEmitter emit, int operand, float otherwise) {
        if (!node.hasInput(operand)) {
            return otherwise;
        }
        TensorData bound = emit.constantOf(node.input(operand))
                .filter(c -> c.elementCount() == 1)
                .orElseThrow(() -> new UnsupportedOperator("with bounds that are computed"));
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
        return node.input(0);
    }

    /** Since opset 13: along one axis. */
    static String softmaxAlongAxis(OnnxNode node, NodeEmitter emit) {
        return emit.main(new Softmax(node.intValue("axis", -1)), node.input(0));
    }

    /** Before opset 13: the tensor is seen as a matrix whose rows are everything from {@code axis} on. */
    static String softmaxOfRows(OnnxNode node, NodeEmitter emit) {
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
            return emit.main(new Softmax(along), node.input(0));
        }
        String shape = emit.helper("shape", new ShapeOf(0, Integer.MAX_VALUE), node.input(0));
        String rows = emit.helper("rows", new Flatten(axis), node.input(0));
        String softmax = emit.main(new Softmax(-1), rows);
        return emit.helper("reshape", new Reshape(false), softmax, shape);
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
}
