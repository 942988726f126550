package dev.vernier.io.onnx;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Compare;
import dev.vernier.engine.graph.op.Concat;
import dev.vernier.engine.graph.op.Expand;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.Pad;
import dev.vernier.engine.graph.op.PadMode;
import dev.vernier.engine.graph.op.Reduce;
import dev.vernier.engine.graph.op.Reshape;
import dev.vernier.engine.graph.op.Softmax;
import dev.vernier.engine.graph.op.Tanh;
import dev.vernier.engine.graph.shape.Dimension;
import java.util.List;

/**
 * Attention (Vaswani et al. 2017; ONNX {@code Attention} of opset 23 and 24) written out with its two matrix products, so that each is a
 * layer that can be quantized: {@code softmax(scale · Q · Kᵀ + mask) · V}, where {@code softcap · tanh(· / softcap)} may bound the scores and
 * keys and values of earlier steps may come first. The product with V has the node's name.
 */
final class AttentionMapping {
    private static final int MASK = 3;
    private static final int PAST_KEY = 4;
    private static final int PAST_VALUE = 5;
    private static final int KEYS_THERE = 6;

    private final OnnxNode node;
    private final NodeEmitter emit;
    private final Formula f;
    private final boolean packed;
    private final int heads;
    private final int keyHeads;

    private AttentionMapping(OnnxNode node, NodeEmitter emit) {
        this.node = node;
        this.emit = emit;
        this.f = new Formula(emit);
        int rank = f.rank(node.input(0));
        if (rank != 3 && rank != 4) {
            throw new UnsupportedOperator("on a tensor of " + rank + " axes");
        }
        this.packed = rank == 3;
        this.heads = packed
                ? node.intValue("q_num_heads", 0)
                : known(f.fact(node.input(0)).dim(1));
        this.keyHeads = packed
                ? node.intValue("kv_num_heads", 0)
                : known(f.fact(node.input(1)).dim(1));
        if (heads < 1 || keyHeads < 1 || heads % keyHeads != 0) {
            throw new UnsupportedOperator("with " + heads + " heads of queries and " + keyHeads + " of keys");
        }
    }

    static String attention(OnnxNode node, NodeEmitter emit) {
        return new AttentionMapping(node, emit).emitted();
    }

    private static int known(Dimension d) {
        if (!d.isKnown()) {
            throw new UnsupportedOperator("because the number or size of its heads is not known");
        }
        return (int) d.value();
    }

    private String emitted() {
        String q = byHead(node.input(0), heads);
        String key = afterPast(byHead(node.input(1), keyHeads), PAST_KEY);
        String value = afterPast(byHead(node.input(2), keyHeads), PAST_VALUE);
        String turned = f.transpose(repeated(key), 0, 1, 3, 2);
        float scale = node.has("scale")
                ? node.real("scale", 1)
                : (float) (1 / Math.sqrt(known(f.fact(q).dim(3))));
        String raw = emit.helper("scores", new MatMul(Clamp.NONE), q, turned);
        String scores = scale == 1 ? raw : f.multiply(raw, f.numberLike(raw, scale));
        String capped = capped(scores);
        String mask = mask(q, key);
        String masked = mask.isEmpty() ? capped : f.add(capped, mask);
        String shares = emit.helper("softmax", new Softmax(-1), masked);
        if (!mask.isEmpty()) {
            shares = noneWhereAllIsMasked(shares, mask);
        }
        String product = packed
                ? emit.helper("heads", new MatMul(Clamp.NONE), shares, repeated(value))
                : emit.main(new MatMul(Clamp.NONE), shares, repeated(value));
        String y = product;
        if (packed) {
            String sideBySide = f.transpose(product, 0, 2, 1, 3);
            y = emit.main(new Reshape(false), sideBySide, emit.longs("packed", 0, 0, -1));
        }
        int mode = node.intValue("qk_matmul_output_mode", 0);
        emit.answerWith(
                List.of(y, key, value, List.of(scores, capped, masked, shares).get(Math.floorMod(mode, 4))));
        return y;
    }

    /** {@code [batch, heads, steps, size]}. */
    private String byHead(String x, int count) {
        return packed ? f.transpose(f.reshape(x, 0, 0, count, -1), 0, 2, 1, 3) : x;
    }

    private String afterPast(String x, int past) {
        return node.hasInput(past) ? emit.helper("present", new Concat(2), node.input(past), x) : x;
    }

    /** Each head of keys and values serves several of queries. */
    private String repeated(String x) {
        if (heads == keyHeads) {
            return x;
        }
        long size = known(f.fact(x).dim(3));
        String times = emit.longs("times", 1, 1, heads / keyHeads, 1, 1);
        String expanded = emit.helper("repeated", new Expand(), f.unsqueeze(x, 2), times);
        return f.reshape(expanded, 0, heads, -1, size);
    }

    private String capped(String scores) {
        float cap = node.real("softcap", 0);
        if (cap == 0) {
            return scores;
        }
        String limit = f.numberLike(scores, cap);
        return f.multiply(emit.helper("bounded", new Tanh(), f.divide(scores, limit)), limit);
    }

    /** What is added to the scores, -∞ where nothing is to be seen; an empty string for nothing. */
    private String mask(String q, String key) {
        String mask = "";
        if (node.hasInput(MASK)) {
            String given = node.input(MASK);
            mask = f.typeOf(given) == DataType.BOOL ? hidden(given, q, false) : f.cast(given, f.typeOf(q));
            mask = asLongAs(mask, key);
        }
        if (node.flag("is_causal", false)) {
            mask = sum(mask, hidden(laterKeys(q, key), q, true));
        }
        if (node.hasInput(KEYS_THERE)) {
            String columns = f.countTo(f.length(key, 2));
            String there = f.unsqueeze(node.input(KEYS_THERE), 1);
            String isThere = f.unsqueeze(f.compare(columns, Compare.Relation.LESS, there), 1, 2);
            mask = sum(mask, hidden(isThere, q, false));
        }
        return mask;
    }

    private String sum(String a, String b) {
        return a.isEmpty() ? b : f.add(a, b);
    }

    private String hidden(String condition, String q, boolean where) {
        String none = f.numberLike(q, 0);
        String infinite = f.numberLike(q, Double.NEGATIVE_INFINITY);
        return where ? f.where(condition, infinite, none) : f.where(condition, none, infinite);
    }

    /** Where a key comes after the step that asks: the first step stands after what was there before. */
    private String laterKeys(String q, String key) {
        String rows = f.unsqueeze(f.countTo(f.length(q, 2)), 1);
        String columns = f.countTo(f.length(key, 2));
        if (node.hasInput(KEYS_THERE)) {
            String before = f.subtract(f.cast(node.input(KEYS_THERE), DataType.INT64), f.length(q, 2));
            rows = f.add(rows, f.unsqueeze(before, 1, 2, 3));
        } else if (node.hasInput(PAST_KEY)) {
            rows = f.add(rows, f.length(node.input(PAST_KEY), 2));
        }
        return f.compare(rows, Compare.Relation.LESS, columns);
    }

    /** A mask for fewer keys than there are hides the others. */
    private String asLongAs(String mask, String key) {
        Dimension given = f.fact(mask).dim(-1);
        Dimension all = f.fact(key).dim(2);
        if (!given.isKnown() || !all.isKnown() || given.value() == 1 || given.value() >= all.value()) {
            return mask;
        }
        long[] pads = new long[2 * f.rank(mask)];
        pads[pads.length - 1] = all.value() - given.value();
        TensorData none = TensorData.ofFloats(Shape.SCALAR, Float.NEGATIVE_INFINITY);
        String value = f.cast(emit.constant("outside", none), f.typeOf(mask));
        return emit.helper("long_mask", new Pad(PadMode.CONSTANT), mask, emit.longs("pads", pads), value);
    }

    /** A step that sees nothing answers 0, where the softmax has no number. */
    private String noneWhereAllIsMasked(String shares, String mask) {
        String highest = f.reduce(Reduce.Kind.MAX, mask, true, -1);
        String none = f.compare(highest, Compare.Relation.EQUAL, f.numberLike(mask, Double.NEGATIVE_INFINITY));
        return f.where(none, f.numberLike(shares, 0), shares);
    }
}
