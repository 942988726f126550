package dev.vernier.io.tflite;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a file being written holds of one value of the graph: real numbers, codes, or both; in one order of axes at first, in others once
 * they are wanted. A constant is written when it is read.
 */
final class HeldValue {
    private record Form(boolean codes, Arrangement arrangement) {}

    private final String name;
    private final DataType type;
    private final Shape shape;
    private final Arrangement arrangement;
    private final Optional<QuantParams> grid;
    private final Optional<TensorData> constant;
    private final Map<Form, WrittenTensor> tensors = new HashMap<>();
    private int[] flatOrder;
    private boolean perSample;
    private boolean symmetricPerSample;

    private HeldValue(
            String name,
            DataType type,
            Shape shape,
            Arrangement arrangement,
            Optional<QuantParams> grid,
            Optional<TensorData> constant) {
        this.name = name;
        this.type = type;
        this.shape = shape;
        this.arrangement = arrangement;
        this.grid = grid;
        this.constant = constant;
    }

    /** @param grid of the codes, where it is held as codes at first */
    static HeldValue computed(
            String name, DataType type, Shape shape, Arrangement arrangement, Optional<QuantParams> grid) {
        return new HeldValue(name, type, shape, arrangement, grid, Optional.empty());
    }

    /** @param grid where {@code data} are codes */
    static HeldValue constant(String name, TensorData data, Optional<QuantParams> grid) {
        Arrangement natural = Arrangement.natural(data.shape().rank());
        return new HeldValue(name, data.type(), data.shape(), natural, grid, Optional.of(data));
    }

    /** The same tensors under another shape and order of axes: nothing is moved. */
    HeldValue seenAs(String otherName, Shape otherShape, Arrangement other) {
        HeldValue same = new HeldValue(otherName, type, otherShape, other, grid, Optional.empty());
        tensors.forEach((form, tensor) -> {
            if (form.arrangement().equals(arrangement)) {
                same.tensors.put(new Form(form.codes(), other), tensor);
            }
        });
        return same;
    }

    String name() {
        return name;
    }

    /** Of its real numbers or, of a stored constant, of what is stored. */
    DataType type() {
        return type;
    }

    /** In the graph's order of axes. */
    Shape shape() {
        return shape;
    }

    /** The order of axes in which it is computed. */
    Arrangement arrangement() {
        return arrangement;
    }

    /** The grid of its codes; empty where there are none. */
    Optional<QuantParams> grid() {
        return grid;
    }

    Optional<TensorData> constant() {
        return constant;
    }

    boolean isConstant() {
        return constant.isPresent();
    }

    Optional<WrittenTensor> tensor(boolean codes, Arrangement wanted) {
        return Optional.ofNullable(tensors.get(new Form(codes, wanted)));
    }

    void put(boolean codes, Arrangement held, WrittenTensor tensor) {
        tensors.put(new Form(codes, held), tensor);
    }

    /** Where the elements of the last axis stand: element {@code i} in the file is element {@code order[i]} of the graph. */
    Optional<int[]> flatOrder() {
        return Optional.ofNullable(flatOrder);
    }

    void setFlatOrder(int[] order) {
        flatOrder = order;
    }

    /** Whether the runtime is to take codes of it as it runs, a range for each sample. */
    boolean isPerSample() {
        return perSample;
    }

    /** Whether those codes have zero point 0. */
    boolean isSymmetricPerSample() {
        return symmetricPerSample;
    }

    void markPerSample(boolean symmetric) {
        perSample = true;
        symmetricPerSample = symmetric;
    }
}
