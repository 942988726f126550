package dev.vernier.io.keras;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.Cast;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Compare;
import dev.vernier.engine.graph.op.Concat;
import dev.vernier.engine.graph.op.Div;
import dev.vernier.engine.graph.op.Logical;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.op.Not;
import dev.vernier.engine.graph.op.Reduce;
import dev.vernier.engine.graph.op.Sub;
import dev.vernier.engine.graph.op.Unsqueeze;
import dev.vernier.io.ImportFinding;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The masks that Keras passes from layer to layer beside the tensors: {@code [batch, steps]}, true where a step counts. An embedding or a
 * Masking layer makes one, most layers that work on each step alone pass it on, and recurrent layers, attention and the mean over all
 * steps heed it. Here it is a value of the graph like any other.
 */
final class Masks {
    /** What Keras adds to the score of a position that must not be attended to. */
    private static final double FAR_BELOW = 1e9;

    /** Layers that answer, for each step, with the same step: the mask of what they read is the mask of what they answer. */
    private static final Set<String> STEPWISE = Set.of(
            "Activation",
            "Add",
            "Average",
            "BatchNormalization",
            "Concatenate",
            "Dense",
            "ELU",
            "LayerNormalization",
            "LeakyReLU",
            "Maximum",
            "Minimum",
            "MultiHeadAttention",
            "Multiply",
            "PReLU",
            "RMSNormalization",
            "ReLU",
            "Softmax",
            "Subtract",
            "ThresholdedReLU",
            "TimeDistributed",
            "UnitNormalization");

    private static final Set<String> RECURRENT = Set.of("LSTM", "GRU", "SimpleRNN");

    private Masks() {}

    /** {@code mask_zero} of an embedding: token 0 does not count. */
    static String ofTokens(LayerEmitter emit, String tokens) {
        String zero =
                emit.helper("is_zero", new Compare(Compare.Relation.EQUAL), tokens, emit.integer("zero", tokens, 0));
        return emit.helper("mask", new Not(), zero);
    }

    /** {@code Masking}: a step whose features all have one value does not count, and is answered as 0. */
    static List<String> masking(LayerEmitter emit) {
        String value = emit.scalar("masked", emit.config().real(0, "mask_value"));
        String same = emit.helper("is_masked", new Compare(Compare.Relation.EQUAL), emit.x(), value);
        String differs = emit.helper("differs", new Not(), same);
        String counted = emit.helper("as_number", new Cast(DataType.FLOAT32), differs);
        String any = emit.helper("any", new Reduce(Reduce.Kind.MAX, true, false), counted, emit.longs("features", -1));
        String flat =
                emit.helper("of_steps", new Reduce(Reduce.Kind.MAX, false, false), counted, emit.longs("features", -1));
        emit.answersMask(emit.helper("mask", new Cast(DataType.BOOL), flat));
        return List.of(emit.main(new Mul(Clamp.NONE), emit.x(), any));
    }

    /** The mask of what a layer answers: one it made, or that of what it read. */
    static Optional<String> passedOn(LayerEmitter emit) {
        if (emit.answeredMask().isPresent()) {
            return emit.answeredMask();
        }
        String layer = emit.layer().className();
        if (!isStepwise(emit.layer())) {
            return Optional.empty();
        }
        List<String> masks = emit.operands().stream()
                .limit(layer.equals("MultiHeadAttention") ? 1 : Long.MAX_VALUE)
                .flatMap(x -> emit.mask(x).stream())
                .distinct()
                .toList();
        boolean alongSteps = layer.equals("Concatenate")
                && emit.config().wholeIfGiven("axis").orElse(-1) == 1
                && emit.rank(emit.x()) > 2;
        if (alongSteps && !masks.isEmpty()) {
            return joined(emit);
        }
        return masks.stream().reduce((a, b) -> emit.helper("mask", new Logical(Logical.Connective.AND), a, b));
    }

    private static boolean isStepwise(KerasLayer layer) {
        if (RECURRENT.contains(layer.className())) {
            return layer.config().flag(false, "return_sequences");
        }
        if (layer.className().equals("Bidirectional")) {
            return layer.config()
                    .get("layer")
                    .path("config")
                    .path("return_sequences")
                    .asBoolean(false);
        }
        return STEPWISE.contains(layer.className()) || KerasOpMappings.passOn().contains(layer.className());
    }

    private static Optional<String> joined(LayerEmitter emit) {
        List<String> masks =
                emit.operands().stream().flatMap(x -> emit.mask(x).stream()).toList();
        if (masks.size() < emit.operands().size()) {
            emit.warn(
                    ImportFinding.Code.MASK_IGNORED,
                    "Layer " + emit.name()
                            + " joins steps of which only some are masked; the layers after it work on all"
                            + " of them, so answers for padded sequences may differ from Keras.");
            return Optional.empty();
        }
        return Optional.of(emit.helper("mask", new Concat(1), masks.toArray(String[]::new)));
    }

    /** The mean over the steps that count. */
    static List<String> mean(LayerEmitter emit, String mask) {
        String weight = emit.helper("weight", new Cast(DataType.FLOAT32), mask);
        String column = emit.helper("column", new Unsqueeze(), weight, emit.longs("features", 2));
        String kept = emit.helper("kept", new Mul(Clamp.NONE), emit.x(), column);
        boolean keepDims = emit.config().flag(false, "keepdims");
        Reduce sum = new Reduce(Reduce.Kind.SUM, keepDims, false);
        String total = emit.helper("total", sum, kept, emit.longs("steps", 1));
        String count = emit.helper("count", sum, column, emit.longs("counted", 1));
        return List.of(emit.main(new Div(Clamp.NONE), total, count));
    }

    /**
     * {@code scores} with those far below that stand for a query or a key that does not count.
     *
     * @param scores {@code [batch, queries, keys]} or with heads as the second axis
     */
    static String lowered(LayerEmitter emit, String scores, Optional<String> ofQueries, Optional<String> ofKeys) {
        boolean heads = emit.rank(scores) == 4;
        Optional<String> queries = ofQueries.map(m -> emit.helper(
                "query_mask",
                new Unsqueeze(),
                m,
                emit.longs("of_queries", heads ? new long[] {1, 3} : new long[] {2})));
        Optional<String> keys = ofKeys.map(m -> emit.helper(
                "key_mask", new Unsqueeze(), m, emit.longs("of_keys", heads ? new long[] {1, 2} : new long[] {1})));
        Optional<String> mask = queries.isPresent() && keys.isPresent()
                ? Optional.of(emit.helper("pairs", new Logical(Logical.Connective.AND), queries.get(), keys.get()))
                : queries.or(() -> keys);
        if (mask.isEmpty()) {
            return scores;
        }
        String counts = emit.helper("counts", new Cast(DataType.FLOAT32), mask.get());
        String less = emit.helper("less", new Sub(Clamp.NONE), counts, emit.scalar("one", 1));
        String far = emit.helper("far", new Mul(Clamp.NONE), less, emit.scalar("far_below", FAR_BELOW));
        return emit.helper("masked", new Add(Clamp.NONE), scores, far);
    }

    /** Where both count; the one there is where only one is given. */
    static Optional<String> both(LayerEmitter emit, Optional<String> a, Optional<String> b) {
        return Stream.of(a, b)
                .flatMap(Optional::stream)
                .distinct()
                .reduce((x, y) -> emit.helper("both_masks", new Logical(Logical.Connective.AND), x, y));
    }

    /** {@code y} with 0 where a step does not count. */
    static String cleared(LayerEmitter emit, String y, String mask) {
        String weight = emit.helper("answer_weight", new Cast(DataType.FLOAT32), mask);
        String column = emit.helper("answer_column", new Unsqueeze(), weight, emit.longs("answer_features", 2));
        return emit.helper("cleared", new Mul(Clamp.NONE), y, column);
    }
}
