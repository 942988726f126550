package dev.vernier.io.onnx;

import dev.vernier.engine.graph.op.Concat;
import dev.vernier.engine.graph.op.Gather;
import dev.vernier.engine.graph.op.Reshape;
import dev.vernier.engine.graph.op.Slice;
import dev.vernier.engine.graph.op.Transpose;
import dev.vernier.engine.graph.shape.Dimension;
import java.util.List;

/** Rotary position embedding (Su et al. 2021; ONNX {@code RotaryEmbedding} of opset 23): pairs of features turned by an angle a position. */
final class RotaryMapping {
    private RotaryMapping() {}

    static String rotaryEmbedding(OnnxNode node, NodeEmitter emit) {
        Formula f = new Formula(emit);
        boolean packed = f.rank(node.input(0)) == 3;
        // [batch, steps, heads, size]
        String x = packed
                ? f.reshape(node.input(0), 0, 0, node.integer("num_heads", 0), -1)
                : f.transpose(node.input(0), 0, 2, 1, 3);
        Dimension size = f.fact(x).dim(3);
        int turnedSize = node.intValue("rotary_embedding_dim", 0);
        if (turnedSize == 0 && size.isKnown()) {
            turnedSize = (int) size.value();
        }
        if (turnedSize < 2 || turnedSize % 2 != 0) {
            throw new UnsupportedOperator("on heads whose size is odd or not known");
        }
        boolean all = size.is(turnedSize);
        String part = all ? x : f.slice(x, 3, 0, turnedSize);
        boolean interleaved = node.flag("interleaved", false);
        int half = turnedSize / 2;
        String first = interleaved ? everySecond(emit, part, 0) : f.slice(part, 3, 0, half);
        String second = interleaved ? everySecond(emit, part, 1) : f.slice(part, 3, half, turnedSize);
        String cosine = angle(node, emit, f, 1);
        String sine = angle(node, emit, f, 2);
        String real = f.subtract(f.multiply(cosine, first), f.multiply(sine, second));
        String imaginary = f.add(f.multiply(sine, first), f.multiply(cosine, second));
        String turned = interleaved
                ? f.reshape(f.concat(4, f.unsqueeze(real, 4), f.unsqueeze(imaginary, 4)), 0, 0, 0, turnedSize)
                : f.concat(3, real, imaginary);
        String whole =
                all ? turned : emit.helper("whole", new Concat(3), turned, f.slice(x, 3, turnedSize, Long.MAX_VALUE));
        return packed
                ? emit.main(new Reshape(false), whole, emit.longs("packed", 0, 0, -1))
                : emit.main(new Transpose(List.of(0, 2, 1, 3)), whole);
    }

    private static String everySecond(NodeEmitter emit, String x, long from) {
        return emit.helper(
                "every_second",
                new Slice(),
                x,
                emit.longs("starts", from),
                emit.longs("ends", Long.MAX_VALUE),
                emit.longs("axes", 3),
                emit.longs("steps", 2));
    }

    /** Looked up by position where positions are given: {@code [batch, steps, 1, size / 2]}. */
    private static String angle(OnnxNode node, NodeEmitter emit, Formula f, int operand) {
        String table = node.input(operand);
        String angles = node.hasInput(3) ? emit.helper("angles", new Gather(0), table, node.input(3)) : table;
        return f.unsqueeze(angles, 2);
    }
}
