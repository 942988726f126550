package dev.vernier.engine.quantize;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.QuantType;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.AveragePool;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.ConvTranspose;
import dev.vernier.engine.graph.op.DequantizeLinear;
import dev.vernier.engine.graph.op.DequantizeRows;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.ImageLayout;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.MaxPool;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Padding;
import dev.vernier.engine.graph.op.QuantizeLinear;
import dev.vernier.engine.graph.op.QuantizePerSample;
import dev.vernier.engine.graph.op.RoundToFloat;
import dev.vernier.engine.graph.op.Transpose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Bytes of an ONNX file, which is a Protocol Buffers message: a field with a length takes its tag, the length as a varint, and what it
 * holds (https://protobuf.dev/programming-guides/encoding). What the source model named keeps its name; everything else has a short one.
 */
final class OnnxFileSize implements FileSize.Format {
    /** A letter and a number. */
    private static final int SHORT_NAME = 4;
    /** Tag of a field and one byte of value. */
    private static final int SMALL_FIELD = 2;
    /** The type of an attribute, whose tag has two bytes. */
    private static final int ATTRIBUTE_TYPE = 3;
    /** Version numbers, the producer's name and the operator set. */
    private static final int HEADER = 2 + 9 + 4;

    private final Graph source;
    private final Graph lowered;
    private final Map<String, Integer> names = new HashMap<>();
    private final Map<String, QuantParams> grids = new HashMap<>();
    private final Set<List<Object>> stored = new HashSet<>();

    OnnxFileSize(Graph source, Graph lowered) {
        this.source = source;
        this.lowered = lowered;
        source.inputs().forEach(i -> keep(i.name()));
        source.nodes().forEach(n -> n.outputs().forEach(this::keep));
        source.constants().keySet().stream().filter(lowered::isConstant).forEach(this::keep);
    }

    private void keep(String name) {
        names.put(name, name.length());
    }

    private static long varint(long value) {
        int bytes = 1;
        for (long v = value >>> 7; v != 0; v >>>= 7) {
            bytes++;
        }
        return bytes;
    }

    private static long field(long length) {
        return 1 + varint(length) + length;
    }

    private long name(String value) {
        return field(value.isEmpty() ? 0 : names.getOrDefault(value, SHORT_NAME));
    }

    @Override
    public long frame() {
        long graph = field(lowered.name().length());
        for (TensorSpec input : lowered.inputs()) {
            graph += port(input);
        }
        for (String output : lowered.outputs()) {
            graph += source.spec(output).map(OnnxFileSize::port).orElse(0L);
        }
        return HEADER + graph + 1 + varint(1L << 20);
    }

    private static long port(TensorSpec spec) {
        long dimensions = 0;
        for (long d : spec.shape().toArray()) {
            dimensions += field(d < 0 ? 3 : 1 + varint(d));
        }
        long tensor = SMALL_FIELD + field(dimensions);
        return field(field(spec.name().length()) + field(field(tensor)));
    }

    @Override
    public long constant(String name, TensorData data) {
        return tensor(nameOfStored(name), data.shape().toArray(), data.type().bytesFor(data.elementCount()));
    }

    /** Stored weights have the name of the float ones. */
    private int nameOfStored(String constant) {
        int mark = constant.lastIndexOf("__");
        boolean stored = !source.isConstant(constant) && mark > 0 && source.isConstant(constant.substring(0, mark));
        return stored ? mark : names.getOrDefault(constant, SHORT_NAME);
    }

    private static long tensor(int nameLength, long[] shape, long bytes) {
        long inside = SMALL_FIELD + field(nameLength) + field(bytes);
        for (long d : shape) {
            inside += 1 + varint(d);
        }
        return field(inside);
    }

    @Override
    public long node(Node n) {
        Op op = n.op();
        if (op instanceof QuantizeLinear) {
            return grid(n, ((QuantizeLinear) op).params());
        }
        if (op instanceof DequantizeLinear) {
            grids.put(n.output(), ((DequantizeLinear) op).params());
            return grid(n, ((DequantizeLinear) op).params());
        }
        if (op instanceof QuantizePerSample) {
            long three = 3 * field(SHORT_NAME);
            return node("DynamicQuantizeLinear", SHORT_NAME, name(n.input(0)) + three, 0)
                    + node("DequantizeLinear", SHORT_NAME, three + name(n.output()), 0);
        }
        if (op instanceof RoundToFloat && ((RoundToFloat) op).format().bits() == 8) {
            return float8((RoundToFloat) op, n);
        }
        if (op instanceof DequantizeRows) {
            boolean blocks = lowered.constant(n.input(1)).orElseThrow().shape().dim(1) > 1;
            long ports = name(n.input(0)) + field(SHORT_NAME) + name(n.output());
            boolean floats = lowered.constant(n.input(0)).orElseThrow().type().isFloating();
            return floats && !blocks
                    ? node("Cast", SHORT_NAME, 2 * field(SHORT_NAME), integer("to")) + node("Mul", SHORT_NAME, ports, 0)
                    : node(
                            "DequantizeLinear",
                            SHORT_NAME,
                            ports,
                            integer("axis") + (blocks ? integer("block_size") : 0));
        }
        if (op instanceof RoundToFloat) {
            long to = integer("to");
            return node("Cast", SHORT_NAME, name(n.input(0)) + field(SHORT_NAME), to)
                    + node("Cast", SHORT_NAME, field(SHORT_NAME) + name(n.output()), to);
        }
        int nameLength = source.node(n.name()).isPresent() ? n.name().length() : SHORT_NAME;
        long ports = 0;
        for (String in : n.inputs()) {
            ports += name(in);
        }
        for (String out : n.outputs()) {
            ports += name(out);
        }
        long bytes = node(op.type(), nameLength, ports, attributes(n));
        return bytes + activation(n, nameLength) + transpositions(n) + restated(n);
    }

    /** Divided by the scale, cast there and back, multiplied. */
    private long float8(RoundToFloat op, Node n) {
        long scale = once(List.of("scale", op.scale()), () -> tensor(SHORT_NAME, new long[0], 4));
        long two = 2 * field(SHORT_NAME);
        return node("Div", SHORT_NAME, name(n.input(0)) + two, 0)
                + 2 * node("Cast", SHORT_NAME, two, integer("to"))
                + node("Mul", SHORT_NAME, two + name(n.output()), 0)
                + scale;
    }

    private static long node(String operator, int nameLength, long ports, long attributes) {
        return field(ports + field(nameLength) + field(operator.length()) + attributes);
    }

    private long grid(Node n, QuantParams p) {
        boolean dequantizes = n.op() instanceof DequantizeLinear;
        boolean affine = Arrays.stream(p.zeroPoints()).anyMatch(z -> z != 0);
        boolean widened = WidenedWeights.areAt(n, lowered);
        DataType storage = widened ? DataType.INT8 : p.type().storage();
        boolean matrix = storage == DataType.INT8
                && lowered.consumersOf(n.output()).stream()
                        .anyMatch(c -> c.op() instanceof Gemm || c.op() instanceof MatMul);
        boolean zeroPoint = affine || matrix || !(dequantizes && lowered.isConstant(n.input(0)));
        long ports = name(n.input(0)) + field(SHORT_NAME) + name(n.output()) + (zeroPoint ? field(SHORT_NAME) : 0);
        long bytes = node(n.op().type(), SHORT_NAME, ports, p.isPerChannel() ? integer("axis") : 0);
        long[] shape = p.isPerChannel() ? new long[] {p.channels()} : new long[0];
        bytes += once(List.of("scale", asList(p.scales())), () -> tensor(SHORT_NAME, shape, 4L * p.channels()));
        if (zeroPoint) {
            bytes += once(
                    List.of("zero point", storage, asList(p.zeroPoints())),
                    () -> tensor(SHORT_NAME, shape, storage.bytesFor(p.channels())));
        }
        long cast = widened ? node("Cast", SHORT_NAME, 2 * field(SHORT_NAME), integer("to")) : 0;
        return bytes + cast + limits(n, p.type());
    }

    /** A grid with fewer codes than its type stands behind a Clip with two constants. */
    private static long limits(Node n, QuantType type) {
        boolean all = n.op() instanceof DequantizeLinear
                || type.levels() == 1L << type.storage().bits();
        long scalar = tensor(SHORT_NAME, new long[0], 4);
        return all ? 0 : node("Clip", SHORT_NAME, 4 * field(SHORT_NAME), 0) + 2 * scalar;
    }

    private static List<Object> asList(float[] values) {
        List<Object> list = new ArrayList<>(values.length);
        for (float v : values) {
            list.add(v);
        }
        return list;
    }

    private static List<Object> asList(int[] values) {
        List<Object> list = new ArrayList<>(values.length);
        for (int v : values) {
            list.add(v);
        }
        return list;
    }

    private long once(List<Object> what, LongSupplier bytes) {
        return stored.add(what) ? bytes.getAsLong() : 0;
    }

    private long activation(Node n, int nameLength) {
        Clamp clamp = n.op().fusedActivation();
        if (clamp.isNone()) {
            return 0;
        }
        String operator = clamp.equals(Clamp.RELU) ? "Relu" : "Clip";
        long limits = operator.equals("Relu") ? 0 : 2 * field(SHORT_NAME);
        return node(operator, nameLength + "_activation".length(), 2 * field(SHORT_NAME) + limits, 0);
    }

    /** Images with channels last stand between two transpositions. */
    private static long transpositions(Node n) {
        return layout(n.op()) == ImageLayout.CHANNELS_LAST
                ? 2
                        * (node("Transpose", SHORT_NAME, 2 * field(SHORT_NAME), integers("perm", 4))
                                + 2 * field(SHORT_NAME))
                : 0;
    }

    private static ImageLayout layout(Op op) {
        if (op instanceof Conv) {
            return ((Conv) op).layout();
        }
        if (op instanceof MaxPool) {
            return ((MaxPool) op).layout();
        }
        return op instanceof AveragePool ? ((AveragePool) op).layout() : ImageLayout.CHANNELS_FIRST;
    }

    /** The result of an operation that only moves 8-bit codes is put on their grid once more. */
    private long restated(Node n) {
        QuantParams p = n.op().keepsScale() && !n.inputs().isEmpty() ? grids.get(n.input(0)) : null;
        if (p == null || p.type().bits() != 8) {
            return 0;
        }
        grids.put(n.output(), p);
        long ports = 4 * field(SHORT_NAME);
        return node("QuantizeLinear", SHORT_NAME, ports, 0)
                + node("DequantizeLinear", SHORT_NAME, ports, 0)
                + name(n.output())
                - field(SHORT_NAME);
    }

    private static long integer(String name) {
        return field(field(name.length()) + ATTRIBUTE_TYPE + SMALL_FIELD);
    }

    private static long integers(String name, int count) {
        return field(field(name.length()) + ATTRIBUTE_TYPE + (long) count * SMALL_FIELD);
    }

    /** Attributes that say what the operator does anyway are left out. */
    private static long attributes(Node n) {
        Op op = n.op();
        if (op instanceof Conv) {
            Conv conv = (Conv) op;
            return window(conv.strides(), conv.dilations(), conv.padding())
                    + (conv.group() == 1 ? 0 : integer("group"));
        }
        if (op instanceof ConvTranspose) {
            ConvTranspose conv = (ConvTranspose) op;
            return window(conv.strides(), conv.dilations(), conv.padding())
                    + (conv.group() == 1 ? 0 : integer("group"));
        }
        if (op instanceof MaxPool) {
            MaxPool pool = (MaxPool) op;
            return window(pool.strides(), pool.dilations(), pool.padding())
                    + integers("kernel_shape", pool.kernel().size());
        }
        if (op instanceof AveragePool) {
            AveragePool pool = (AveragePool) op;
            return window(pool.strides(), pool.dilations(), pool.padding())
                    + integers("kernel_shape", pool.kernel().size());
        }
        if (op instanceof Gemm) {
            return integer("transB");
        }
        if (op instanceof Transpose) {
            return integers("perm", ((Transpose) op).permutation().size());
        }
        return op.getClass().getRecordComponents().length * integer("axis");
    }

    private static long window(List<Integer> strides, List<Integer> dilations, Padding padding) {
        long bytes = ones(strides) ? 0 : integers("strides", strides.size());
        bytes += ones(dilations) ? 0 : integers("dilations", dilations.size());
        boolean pads = padding.mode() == Padding.Mode.EXPLICIT && !(zeros(padding.begin()) && zeros(padding.end()));
        boolean named = padding.mode() != Padding.Mode.EXPLICIT && padding.mode() != Padding.Mode.VALID;
        return bytes + (pads ? integers("pads", 2 * strides.size()) : 0) + (named ? integers("auto_pad", 5) : 0);
    }

    private static boolean ones(List<Integer> values) {
        return values.stream().allMatch(v -> v == 1);
    }

    private static boolean zeros(List<Integer> values) {
        return values.stream().allMatch(v -> v == 0);
    }
}
