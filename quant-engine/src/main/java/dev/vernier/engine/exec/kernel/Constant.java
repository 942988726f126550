package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import java.util.Optional;

/** An operand that is the same in every run: a constant of the graph, or what follows from constants alone. */
public interface Constant {
    /** Equal for equal contents; different contents have different ones. */
    String fingerprint();

    DataType type();

    Shape shape();

    /** Its elements; computed when first asked for. */
    TensorData data();

    /** What it was dequantized from, if it was. */
    default Optional<Coded> coded() {
        return Optional.empty();
    }

    /** Codes and the grid they lie on. */
    record Coded(Constant codes, QuantParams grid) {}
}
