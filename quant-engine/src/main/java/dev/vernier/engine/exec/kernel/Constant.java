package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;

/** An operand that is the same in every run: a constant of the graph, or what follows from constants alone. */
public interface Constant {
    /** Equal for equal contents; different contents have different ones. */
    String fingerprint();

    DataType type();

    Shape shape();

    /** Its elements; computed when first asked for. */
    TensorData data();
}
