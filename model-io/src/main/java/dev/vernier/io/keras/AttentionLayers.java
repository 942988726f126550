package dev.vernier.io.keras;

import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.op.Softmax;
import dev.vernier.engine.graph.op.Transpose;
import java.util.List;
import java.util.Optional;

/**
 * Attention, written out as the matrix products a person quantizes one by one: {@code softmax(q · kᵀ · scale) · v} (Vaswani et al. 2017).
 */
final class AttentionLayers {
    /** What Keras adds where a position must not be attended to. */
    private static final float MASKED = -1e9f;

    private static final long MAX_CAUSAL_MASK = 1 << 24;

    private static final Transpose HEADS_FIRST = new Transpose(List.of(0, 2, 1, 3));

    private AttentionLayers() {}

    /** Called with query, value and optionally key; each {@code [batch, positions, features]}. */
    static List<String> multiHead(LayerEmitter emit) {
        LayerConfig config = emit.config();
        requireUnmasked(emit);
        String query = operand(emit, 0, "query");
        String value = operand(emit, 1, "value");
        String key = emit.operands().size() > 2 || emit.named("key").isPresent() ? operand(emit, 2, "key") : value;
        if (emit.rank(query) != 3 || config.ints("attention_axes").size() > 1) {
            throw new UnsupportedLayer("over several axes");
        }
        int heads = config.whole("num_heads");
        double scale = 1 / Math.sqrt(config.whole("key_dim"));
        String q = emit.helper("query_heads", HEADS_FIRST, split(emit, "query", query, heads));
        String k = emit.helper("key_heads", new Transpose(List.of(0, 2, 3, 1)), split(emit, "key", key, heads));
        String v = emit.helper("value_heads", HEADS_FIRST, split(emit, "value", value, heads));
        String scaled = emit.helper("scaled", new Mul(Clamp.NONE), q, emit.scalar("scale", scale));
        String scores = emit.helper("scores", new MatMul(Clamp.NONE), scaled, k);
        if (flag(emit, "use_causal_mask")) {
            scores = causal(emit, scores);
        }
        Optional<String> counted = Masks.both(emit, emit.mask(value), emit.mask(key));
        scores = Masks.lowered(emit, scores, emit.mask(query), counted);
        String weights = emit.helper("softmax", new Softmax(-1), scores);
        String mixed = emit.helper("mixed", new MatMul(Clamp.NONE), weights, v);
        String together = emit.helper("together", HEADS_FIRST, mixed);
        String answer = DenseLayers.projection(emit, "output/", "output", together, 2, true);
        return flag(emit, "return_attention_scores") ? List.of(answer, weights) : List.of(answer);
    }

    /** {@code [batch, positions, features]} to {@code [batch, positions, heads, features of a head]}. */
    private static String split(LayerEmitter emit, String role, String x, int heads) {
        TensorData kernel = emit.variable(role + "/kernel", 3);
        if (kernel.shape().dim(1) != heads) {
            throw new UnsupportedLayer(
                    "because its " + role + " has " + kernel.shape().dim(1) + " heads");
        }
        return DenseLayers.projection(emit, role + "/", role, x, 1, false);
    }

    private static String operand(LayerEmitter emit, int index, String name) {
        if (emit.named(name).isPresent()) {
            return emit.named(name).get();
        }
        if (index < emit.operands().size()) {
            return emit.operands().get(index);
        }
        throw new UnsupportedLayer("without " + name);
    }

    private static boolean flag(LayerEmitter emit, String name) {
        LayerCall.Argument a = emit.call().named().get(name);
        return a != null && a.constant().asBoolean(false);
    }

    private static void requireUnmasked(LayerEmitter emit) {
        for (String mask : List.of("attention_mask", "query_mask", "key_mask", "value_mask")) {
            if (emit.named(mask).isPresent()) {
                throw new UnsupportedLayer("with " + mask);
            }
        }
    }

    /** A position sees those before it and itself: what is after it gets a score no softmax keeps. */
    private static String causal(LayerEmitter emit, String scores) {
        int rank = emit.rank(scores);
        int queries = Math.toIntExact(emit.dim(scores, rank - 2, "the number of positions"));
        int keys = Math.toIntExact(emit.dim(scores, rank - 1, "the number of positions"));
        if ((long) queries * keys > MAX_CAUSAL_MASK) {
            throw new UnsupportedLayer("with a causal mask over " + queries + " positions");
        }
        float[] mask = new float[queries * keys];
        for (int q = 0; q < queries; q++) {
            for (int k = q + 1; k < keys; k++) {
                mask[q * keys + k] = MASKED;
            }
        }
        return emit.helper(
                "causal",
                new Add(Clamp.NONE),
                scores,
                emit.constant("causal_mask", TensorData.ofFloats(Shape.of(queries, keys), mask)));
    }

    /** {@code Attention}: called with query, value and optionally key, no weights but an optional scale. */
    static List<String> dotProduct(LayerEmitter emit) {
        LayerConfig config = emit.config();
        if (config.flag(false, "use_scale") || !config.text("dot", "score_mode").equals("dot")) {
            throw new UnsupportedLayer("with a learned scale or score_mode " + config.text("dot", "score_mode"));
        }
        requireUnmasked(emit);
        String query = operand(emit, 0, "query");
        String value = operand(emit, 1, "value");
        String key = emit.operands().size() > 2 ? operand(emit, 2, "key") : value;
        String turned = emit.helper("key_turned", new Transpose(List.of(0, 2, 1)), key);
        String scores = emit.helper("scores", new MatMul(Clamp.NONE), query, turned);
        if (config.flag(false, "causal") || flag(emit, "use_causal_mask")) {
            scores = causal(emit, scores);
        }
        scores = Masks.lowered(emit, scores, Optional.empty(), emit.mask(value));
        String weights = emit.helper("softmax", new Softmax(-1), scores);
        String answer = emit.main(new MatMul(Clamp.NONE), weights, value);
        Optional<String> counted = emit.mask(query);
        return List.of(counted.isPresent() ? Masks.cleared(emit, answer, counted.get()) : answer);
    }
}
