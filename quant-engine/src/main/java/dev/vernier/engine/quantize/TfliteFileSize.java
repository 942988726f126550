package dev.vernier.engine.quantize;

import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Cast;
import dev.vernier.engine.graph.op.DequantizeLinear;
import dev.vernier.engine.graph.op.FixedPointRescale;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.QuantizeLinear;
import dev.vernier.engine.graph.op.QuantizePerSample;
import dev.vernier.engine.graph.op.RoundAwayFrom;
import dev.vernier.engine.graph.op.RoundToFloat;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Bytes of a TensorFlow Lite file, which is a FlatBuffer: each table has an offset to its list of fields (shared by tables of one form) and
 * aligned fields, each vector a length, each constant a buffer at a multiple of 16 (https://flatbuffers.dev/internals).
 *
 * <p>Quantize and dequantize steps are no operators there: the tensor between two layers is of codes, with the grid beside it.
 */
final class TfliteFileSize implements FileSize.Format {
    /** Offset to the list of fields; shape, buffer, name, quantization; type and flags; the tensor's place in its vector. */
    private static final int TENSOR = 4 + 4 * 4 + 4 + 4;
    /** Offsets to scales and zero points, the dimension, and the table's own. */
    private static final int QUANTIZATION = 16;
    /** Its code, operands, results, options, their kind, its place in its vector. */
    private static final int OPERATOR = 28;
    /** Options with a few fields. */
    private static final int OPTIONS = 20;
    /** Its table and its place in its vector, the vector's length, and what alignment to 16 leaves free on average. */
    private static final int BUFFER = 12 + 4 + 4 + 8;
    /** Model, subgraph, signature, operator codes and the lists of fields of all tables. */
    private static final int FRAME = 760;
    /** Zero points have 64 bits, scales 32. */
    private static final int GRID = 12;

    private final Graph source;
    private final Graph lowered;
    private final Set<String> tensors = new HashSet<>();

    TfliteFileSize(Graph source, Graph lowered) {
        this.source = source;
        this.lowered = lowered;
    }

    @Override
    public long frame() {
        long bytes = FRAME;
        for (TensorSpec in : lowered.inputs()) {
            bytes += tensor(in.name(), in.shape().rank(), Optional.empty()) + string(in.name()) + 16;
        }
        for (String out : lowered.outputs()) {
            bytes += string(out) + 16;
        }
        return bytes;
    }

    private static long string(String text) {
        return 4 + (text.length() + 4L) / 4 * 4;
    }

    private static long tensor(String name, int rank, Optional<QuantParams> grid) {
        long shapes = 4 + 4L * rank + 4 + 4L * rank;
        return TENSOR
                + shapes
                + string(name)
                + grid.map(TfliteFileSize::quantization).orElse(0L);
    }

    private static long quantization(QuantParams grid) {
        return QUANTIZATION + 8 + (long) GRID * grid.channels() + 4;
    }

    @Override
    public long constant(String name, TensorData data) {
        Optional<QuantParams> grid = lowered.consumersOf(name).stream()
                .filter(n -> n.op() instanceof DequantizeLinear)
                .map(n -> ((DequantizeLinear) n.op()).params())
                .findFirst();
        int mark = name.lastIndexOf("__");
        String shown = mark > 0 && !source.isConstant(name) ? name.substring(0, mark) : name;
        long signature = 4L + 4L * data.shape().rank();
        return tensor(shown, data.shape().rank(), grid) - signature + BUFFER + stored(data, grid);
    }

    /** Codes of fewer than 8 bits take a byte, unless they have 4. */
    private static long stored(TensorData data, Optional<QuantParams> grid) {
        boolean widened =
                grid.filter(g -> g.type().bits() < 8 && g.type().bits() != 4).isPresent();
        return widened ? data.elementCount() : data.type().bytesFor(data.elementCount());
    }

    @Override
    public long node(Node n) {
        Op op = n.op();
        boolean none = op instanceof DequantizeLinear
                || op instanceof FixedPointRescale
                || op instanceof RoundAwayFrom
                || op instanceof QuantizePerSample
                || op instanceof RoundToFloat;
        if (none) {
            return 0;
        }
        if (op instanceof QuantizeLinear) {
            return quantize(n, ((QuantizeLinear) op).params());
        }
        if (op instanceof Cast && lowered.isConstant(n.input(0))) {
            return widened(n);
        }
        int operands = n.inputs().size();
        return OPERATOR + OPTIONS + 8 + 4L * operands + 4L * n.outputs().size() + result(n);
    }

    /** The tensor that an operator computes; of codes where a quantize step follows, whose grid is counted there. */
    private long result(Node n) {
        String value = n.output();
        int rank = lowered.spec(value)
                .or(() -> source.spec(value))
                .map(s -> s.shape().rank())
                .orElse(2);
        String name = value.endsWith("__float") ? value.substring(0, value.length() - "__float".length()) : value;
        return tensors.add(name) ? tensor(name, rank, Optional.empty()) : 0;
    }

    /** A step right after the operator that computes its operand is only a grid; any other is an operator with a tensor of its own. */
    private long quantize(Node n, QuantParams grid) {
        boolean follows = lowered.producerOf(n.input(0))
                .filter(p -> !(p.op() instanceof DequantizeLinear))
                .isPresent();
        if (follows) {
            return quantization(grid);
        }
        int rank = lowered.spec(n.input(0)).map(s -> s.shape().rank()).orElse(2);
        return OPERATOR + 8 + 8 + tensor(n.input(0) + "/8bit", rank, Optional.of(grid));
    }

    /** Half-precision weights go through a DEQUANTIZE operator. */
    private long widened(Node n) {
        int rank = lowered.constant(n.input(0)).orElseThrow().shape().rank();
        return OPERATOR + 8 + 8 + tensor(n.input(0), rank, Optional.empty());
    }
}
