package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;

/** A number an operation carries as attribute, where an operand is wanted. */
record ScalarConstant(float value) implements Constant {
    @Override
    public String fingerprint() {
        return "scalar " + value;
    }

    @Override
    public DataType type() {
        return DataType.FLOAT32;
    }

    @Override
    public Shape shape() {
        return Shape.SCALAR;
    }

    @Override
    public TensorData data() {
        return TensorData.scalar(value);
    }
}
