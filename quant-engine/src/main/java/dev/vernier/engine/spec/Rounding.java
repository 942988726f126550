package dev.vernier.engine.spec;

/** What happens to a value halfway between two codes. */
public enum Rounding {
    /** To the even code: IEEE 754, ONNX, NumPy. */
    HALF_TO_EVEN,
    /** Away from zero: TensorFlow Lite's reference kernels, C's {@code round}. */
    HALF_AWAY_FROM_ZERO
}
