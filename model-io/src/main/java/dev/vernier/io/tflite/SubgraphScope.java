package dev.vernier.io.tflite;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.io.ImportFinding;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The tensors of one subgraph and the values of the graph that they have become. */
final class SubgraphScope {
    private final TfliteConversion conversion;
    private final TfliteSubgraph subgraph;
    private final Map<Integer, String> values = new HashMap<>();
    private final Map<Integer, TfliteTensor> origins = new HashMap<>();
    private final Map<Integer, String> names = new HashMap<>();
    private final Set<Integer> computed = new HashSet<>();

    SubgraphScope(TfliteConversion conversion, TfliteSubgraph subgraph) {
        this.conversion = conversion;
        this.subgraph = subgraph;
        subgraph.operators().forEach(o -> computed.addAll(o.outputs()));
    }

    TfliteSubgraph subgraph() {
        return subgraph;
    }

    TfliteConversion conversion() {
        return conversion;
    }

    TfliteTensor tensor(int index) {
        return subgraph.tensors().get(index);
    }

    /** Where the numbers of a constant come from: itself, or the codes it was dequantized from. */
    TfliteTensor origin(int index) {
        return origins.getOrDefault(index, tensor(index));
    }

    boolean isDequantized(int index) {
        return origins.containsKey(index);
    }

    boolean isConstant(int index) {
        return origin(index).data() != null || isEmptyConstant(index);
    }

    /** A tensor of no elements that nothing computes; such constants have no bytes. */
    private boolean isEmptyConstant(int index) {
        Shape shape = tensor(index).asShape();
        boolean empty = shape.isStatic() && Arrays.stream(shape.toArray()).anyMatch(d -> d == 0);
        return empty && !computed.contains(index) && !subgraph.inputs().contains(index);
    }

    /** From now on tensor {@code index} stands for the real numbers of the constant {@code codes}. */
    void dequantizes(int index, TfliteTensor codes) {
        origins.put(index, codes);
    }

    /** From now on tensor {@code index} is {@code value}, which may be another tensor's. */
    void bind(int index, String value) {
        values.put(index, value);
    }

    /** Gives tensor {@code index} the name it will have, before it is computed. */
    void reserveName(int index, String name) {
        names.put(index, name);
    }

    /**
     * The name of the value that tensor {@code index} becomes: the file's, made unique. Of the names that converters join with semicolons
     * where they fuse operations, a computed tensor keeps the first, which says what comes out.
     */
    String nameOf(int index) {
        return names.computeIfAbsent(index, i -> {
            String wanted = tensor(i).name();
            String base = wanted.isBlank() ? "tensor_" + i : computed.contains(i) ? firstOfFused(wanted) : wanted;
            String name = conversion.freshName(base);
            if (wanted.isBlank()) {
                conversion
                        .report()
                        .info(
                                ImportFinding.Code.LAYER_NAMED,
                                name,
                                "Tensor " + i + " has no name in the file; it is called " + name + ".");
            } else if (!name.equals(base) && base.equals(wanted)) {
                conversion
                        .report()
                        .warning(
                                ImportFinding.Code.LAYER_RENAMED,
                                name,
                                "Another tensor is called " + base + " too, so tensor " + i + " is called " + name
                                        + ".");
            }
            return name;
        });
    }

    private static String firstOfFused(String name) {
        int end = name.indexOf(';');
        return end > 0 ? name.substring(0, end) : name;
    }

    /**
     * The value of tensor {@code index}, real numbers where its codes stand for such.
     *
     * @throws UnsupportedOperator if it is a constant that cannot be held
     */
    String value(int index) {
        String known = values.get(index);
        if (known != null) {
            return known;
        }
        TfliteTensor t = tensor(index);
        if (!isConstant(index) && !t.variable()) {
            throw conversion.file().damaged(t.label() + " is read before it is computed");
        }
        TensorData data = conversion.tensors().real(origin(index));
        if (t.variable() && t.data() == null) {
            conversion
                    .report()
                    .warning(
                            ImportFinding.Code.STATE_FIXED,
                            nameOf(index),
                            "The file keeps state in " + t.label()
                                    + " from one run to the next; here it is 0 in every run.");
        }
        String name = nameOf(index);
        conversion.constant(name, data);
        values.put(index, name);
        return name;
    }

    /** The value a graph input or a computed tensor has already; null where there is none. */
    String boundValue(int index) {
        return values.get(index);
    }

    /** What is known of tensor {@code index} as a value called {@code name}: quantized ones are real here. */
    TensorSpec spec(int index, String name) {
        TfliteTensor t = tensor(index);
        DataType type = t.isQuantized() ? DataType.FLOAT32 : t.type().orElse(DataType.STRING);
        return new TensorSpec(name, type, t.asShape());
    }

    /** How many operators read tensor {@code index}; a subgraph output counts as a reader. */
    int readers(int index) {
        int n = subgraph.outputs().contains(index) ? 1 : 0;
        for (TfliteOperator o : subgraph.operators()) {
            n += o.inputs().contains(index) ? 1 : 0;
        }
        return n;
    }
}
