package dev.vernier.engine.graph.op;

/**
 * A function inside a recurrent layer: of a gate, or of the state.
 *
 * @param alpha and {@code beta}: what they mean depends on the kind; 0 where it has none
 */
public record GateFunction(Kind kind, float alpha, float beta) {
    public static final GateFunction SIGMOID = new GateFunction(Kind.SIGMOID, 0, 0);
    public static final GateFunction TANH = new GateFunction(Kind.TANH, 0, 0);
    public static final GateFunction RELU = new GateFunction(Kind.RELU, 0, 0);
    /** {@code x} itself. */
    public static final GateFunction LINEAR = new GateFunction(Kind.AFFINE, 1, 0);

    /** The functions ONNX has for recurrent layers, by its definitions. */
    public enum Kind {
        SIGMOID,
        TANH,
        RELU,
        /** {@code alpha · x + beta}. */
        AFFINE,
        /** {@code x} where positive, {@code alpha · x} elsewhere. */
        LEAKY_RELU,
        /** {@code x} where at least {@code alpha}, 0 elsewhere. */
        THRESHOLDED_RELU,
        /** {@code alpha · tanh(beta · x)}. */
        SCALED_TANH,
        /** {@code alpha · x + beta} between 0 and 1. */
        HARD_SIGMOID,
        /** {@code x} where positive, {@code alpha · (exp(x) - 1)} elsewhere. */
        ELU,
        SOFTSIGN,
        SOFTPLUS
    }

    public double apply(double x) {
        return switch (kind) {
            case SIGMOID -> 1 / (1 + Math.exp(-x));
            case TANH -> Math.tanh(x);
            case RELU -> Math.max(0, x);
            case AFFINE -> alpha * x + beta;
            case LEAKY_RELU -> x >= 0 ? x : alpha * x;
            case THRESHOLDED_RELU -> x >= alpha ? x : 0;
            case SCALED_TANH -> alpha * Math.tanh(beta * x);
            case HARD_SIGMOID -> Math.min(1, Math.max(0, alpha * x + beta));
            case ELU -> x >= 0 ? x : alpha * Math.expm1(x);
            case SOFTSIGN -> x / (1 + Math.abs(x));
            case SOFTPLUS -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
        };
    }
}
