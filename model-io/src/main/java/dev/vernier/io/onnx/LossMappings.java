package dev.vernier.io.onnx;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Compare;
import dev.vernier.engine.graph.op.Div;
import dev.vernier.engine.graph.op.Gather;
import dev.vernier.engine.graph.op.GatherElements;
import dev.vernier.engine.graph.op.LogSoftmax;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.op.Reduce;
import dev.vernier.engine.graph.op.Squeeze;
import dev.vernier.engine.graph.op.Unary;
import java.util.List;
import java.util.stream.LongStream;

/** The losses of classifiers, which networks exported from training still end with. */
final class LossMappings {
    private LossMappings() {}

    /** {@code -weight[label] · x[label]}, over the axis of classes, then reduced. */
    static String negativeLogLikelihood(OnnxNode node, NodeEmitter emit) {
        return loss(node, emit, node.input(0), node.input(1), node.input(2));
    }

    static String softmaxCrossEntropy(OnnxNode node, NodeEmitter emit) {
        String logProbabilities = emit.helper("log_probabilities", new LogSoftmax(1), node.input(0));
        String loss = loss(node, emit, logProbabilities, node.input(1), node.input(2));
        emit.answerWith(List.of(loss, logProbabilities));
        return loss;
    }

    private static String loss(OnnxNode node, NodeEmitter emit, String x, String labels, String weights) {
        Formula f = new Formula(emit);
        String reduction = node.text("reduction", "mean");
        boolean ignores = node.has("ignore_index");
        String ignored = "";
        String classes = labels;
        if (ignores) {
            String index = f.numberLike(labels, node.integer("ignore_index", 0));
            ignored = f.compare(labels, Compare.Relation.EQUAL, index);
            classes = f.where(ignored, f.numberLike(labels, 0), labels);
        }
        String picked = emit.helper("picked", new GatherElements(1), x, f.unsqueeze(classes, 1));
        String each = emit.helper("likelihood", new Squeeze(), picked, emit.longs("class_axis", 1));
        String weight = "";
        if (!weights.isEmpty()) {
            weight = emit.helper("weight", new Gather(0), weights, classes);
        } else if (ignores) {
            weight = f.expand(f.numberLike(x, 1), f.shape(labels));
        }
        if (ignores) {
            weight = f.where(ignored, f.numberLike(x, 0), weight);
        }
        DataType type = f.typeOf(x);
        long[] axes = LongStream.range(0, f.rank(labels)).toArray();
        String weighted = weight.isEmpty() ? each : f.multiply(each, weight);
        String minusOne = f.number(type, -1);
        switch (reduction) {
            case "none":
                return emit.main(new Mul(Clamp.NONE), weighted, minusOne);
            case "sum":
                return emit.main(new Unary(Unary.Function.NEG), f.reduce(Reduce.Kind.SUM, weighted, false, axes));
            default:
                String negative = f.multiply(weighted, minusOne);
                if (weight.isEmpty()) {
                    return emit.main(new Reduce(Reduce.Kind.MEAN, false, false), negative, emit.longs("axes", axes));
                }
                return emit.main(
                        new Div(Clamp.NONE),
                        f.reduce(Reduce.Kind.SUM, negative, false, axes),
                        f.reduce(Reduce.Kind.SUM, weight, false, axes));
        }
    }
}
