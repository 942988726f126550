package dev.vernier.io.tflite;

import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.op.Clamp;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.lite.schema.ActivationFunctionType;
import org.tensorflow.lite.schema.BuiltinOperator;

/** The limits that TensorFlow Lite's operators apply to their own results. */
final class FusedActivation {
    private static final Clamp ONE_AROUND_ZERO = new Clamp(-1, 1);
    private static final Clamp ZERO_TO_ONE = new Clamp(0, 1);

    private static final Map<Clamp, Byte> FUSED = Map.of(
            Clamp.NONE,
            ActivationFunctionType.NONE,
            Clamp.RELU,
            ActivationFunctionType.RELU,
            Clamp.RELU6,
            ActivationFunctionType.RELU6,
            ONE_AROUND_ZERO,
            ActivationFunctionType.RELU_N1_TO_1);

    private static final Map<Clamp, Integer> OPERATORS = Map.of(
            Clamp.RELU,
            BuiltinOperator.RELU,
            Clamp.RELU6,
            BuiltinOperator.RELU6,
            ONE_AROUND_ZERO,
            BuiltinOperator.RELU_N1_TO_1,
            ZERO_TO_ONE,
            BuiltinOperator.RELU_0_TO_1);

    private FusedActivation() {}

    /** Whether an operator can limit its result so; codes of a grid that reaches no further need no limit. */
    static boolean isFusable(Clamp clamp, Optional<QuantParams> grid) {
        return FUSED.containsKey(clamp)
                || grid.map(g -> FUSED.containsKey(needed(clamp, g))).orElse(false);
    }

    /** The schema's number for a limit that {@link #isFusable}. */
    static byte code(Clamp clamp, Optional<QuantParams> grid) {
        Byte code = FUSED.get(clamp);
        // What is not fusable is applied by an operator of its own.
        return code != null
                ? code
                : grid.map(g -> FUSED.getOrDefault(needed(clamp, g), ActivationFunctionType.NONE))
                        .orElse(ActivationFunctionType.NONE);
    }

    /** The part of a limit that codes of {@code grid} could go beyond. */
    private static Clamp needed(Clamp clamp, QuantParams grid) {
        float lowest = (grid.type().qMin() - grid.zeroPoint()) * grid.scale();
        float highest = (grid.type().qMax() - grid.zeroPoint()) * grid.scale();
        return new Clamp(
                lowest >= clamp.low() ? Float.NEGATIVE_INFINITY : clamp.low(),
                highest <= clamp.high() ? Float.POSITIVE_INFINITY : clamp.high());
    }

    /** The operator that does nothing else, if there is one. */
    static Optional<Integer> operatorFor(Clamp clamp) {
        return Optional.ofNullable(OPERATORS.get(clamp));
    }
}
