package dev.vernier.io.onnx;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.op.Compare;
import dev.vernier.engine.graph.op.Gather;
import dev.vernier.engine.graph.op.GatherElements;
import dev.vernier.engine.graph.op.NonZero;
import dev.vernier.engine.graph.op.Pad;
import dev.vernier.engine.graph.op.PadMode;
import dev.vernier.engine.graph.op.ScatterElements;
import dev.vernier.engine.graph.op.ScatterNd;
import dev.vernier.engine.graph.op.ScatterReduction;
import dev.vernier.engine.graph.op.Slice;
import dev.vernier.engine.graph.shape.Dimension;
import dev.vernier.engine.graph.shape.SymbolicTensor;
import java.util.Locale;
import java.util.stream.IntStream;

/** Operators that take or put elements at places which are data themselves. */
final class SelectionMappings {
    private SelectionMappings() {}

    static String gatherElements(OnnxNode node, NodeEmitter emit) {
        return emit.main(new GatherElements(node.intValue("axis", 0)), node.inputs());
    }

    static String scatterElements(OnnxNode node, NodeEmitter emit) {
        return emit.main(new ScatterElements(node.intValue("axis", 0), reduction(node)), node.inputs());
    }

    static String scatterNd(OnnxNode node, NodeEmitter emit) {
        return emit.main(new ScatterNd(reduction(node)), node.inputs());
    }

    private static ScatterReduction reduction(OnnxNode node) {
        String name = node.text("reduction", "none");
        for (ScatterReduction r : ScatterReduction.values()) {
            if (r.name().toLowerCase(Locale.ROOT).equals(name)) {
                return r;
            }
        }
        throw new UnsupportedOperator("with reduction " + name);
    }

    static String nonZero(OnnxNode node, NodeEmitter emit) {
        return emit.main(new NonZero(), node.input(0));
    }

    /** The slices along an axis, or the elements of the whole, for which a list of truths holds. */
    static String compress(OnnxNode node, NodeEmitter emit) {
        Formula f = new Formula(emit);
        String places = emit.helper("places", new NonZero(), node.input(1));
        String indices = f.reshape(places, -1);
        if (node.has("axis")) {
            return emit.main(new Gather(node.intValue("axis", 0)), node.input(0), indices);
        }
        return emit.main(new Gather(0), f.reshape(node.input(0), -1), indices);
    }

    /** Of each sample the first steps, as many as it has, in reverse order. */
    static String reverseSequence(OnnxNode node, NodeEmitter emit) {
        Formula f = new Formula(emit);
        String x = node.input(0);
        int time = node.intValue("time_axis", 0);
        int batch = node.intValue("batch_axis", 1);
        if (time + batch != 1 || f.rank(x) < 2) {
            throw new UnsupportedOperator("along axes " + time + " and " + batch);
        }
        String steps = f.countTo(f.length(x, time));
        String step = time == 0 ? f.unsqueeze(steps, 1) : steps;
        String lengths = f.cast(node.input(1), DataType.INT64);
        String length = time == 0 ? lengths : f.unsqueeze(lengths, 1);
        String mirrored = f.subtract(f.subtract(length, step), f.number(DataType.INT64, 1));
        String from = f.where(f.compare(step, Compare.Relation.LESS, length), mirrored, step);
        long[] rest = IntStream.range(2, f.rank(x)).asLongStream().toArray();
        String indices = f.expand(f.unsqueeze(from, rest), f.shape(x));
        return emit.main(new GatherElements(time), x, indices);
    }

    /** Cut or padded to a given size, the middle staying in the middle. */
    static String centerCropPad(OnnxNode node, NodeEmitter emit) {
        SymbolicTensor x =
                emit.fact(node.input(0)).orElseThrow(() -> new UnsupportedOperator("on a tensor of unknown shape"));
        long[] size = emit.fact(node.input(1))
                .flatMap(SymbolicTensor::knownElements)
                .orElseThrow(() -> new UnsupportedOperator("to a size that is computed"));
        long[] axes = node.integers("axes")
                .orElseGet(() -> IntStream.range(0, x.rank()).asLongStream().toArray());
        if (axes.length != size.length) {
            throw new UnsupportedOperator("to " + size.length + " sizes for " + axes.length + " axes");
        }
        long[] starts = new long[axes.length];
        long[] ends = new long[axes.length];
        long[] pads = new long[2 * axes.length];
        for (int i = 0; i < axes.length; i++) {
            axes[i] = emit.axis(axes[i], x.rank());
            Dimension length = x.dim((int) axes[i]);
            if (!length.isKnown()) {
                throw new UnsupportedOperator("along an axis of unknown length");
            }
            long missing = size[i] - length.value();
            starts[i] = missing < 0 ? -missing / 2 : 0;
            ends[i] = missing < 0 ? starts[i] + size[i] : length.value();
            pads[i] = Math.max(0, missing) / 2;
            pads[axes.length + i] = Math.max(0, missing) - pads[i];
        }
        String cut = emit.helper(
                "cut",
                new Slice(),
                node.input(0),
                emit.longs("starts", starts),
                emit.longs("ends", ends),
                emit.longs("axes", axes));
        return emit.main(new Pad(PadMode.CONSTANT), cut, emit.longs("pads", pads), "", emit.longs("axes", axes));
    }
}
