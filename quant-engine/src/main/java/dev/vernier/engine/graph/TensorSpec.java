package dev.vernier.engine.graph;

import java.util.Objects;

/** What is known of a value before it is computed: its name, element type and shape (batch dimension usually unknown). */
public record TensorSpec(String name, DataType type, Shape shape) {
    public TensorSpec {
        Objects.requireNonNull(name);
        Objects.requireNonNull(type);
        Objects.requireNonNull(shape);
    }
}
