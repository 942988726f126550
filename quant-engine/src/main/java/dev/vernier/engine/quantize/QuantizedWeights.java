package dev.vernier.engine.quantize;

import dev.vernier.engine.evaluate.TensorError;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.spec.ClipRange;
import java.util.List;

/**
 * Weights on a grid.
 *
 * @param codes of the float weights' shape, in the storage type of the grid
 * @param ranges clipping ranges asked of the grid, one or one a channel
 * @param error of the dequantized against the float weights
 */
public record QuantizedWeights(TensorData codes, QuantParams params, List<ClipRange> ranges, TensorError error) {
    public QuantizedWeights {
        ranges = List.copyOf(ranges);
    }

    /** The real values that the codes stand for. */
    public TensorData dequantized() {
        return AffineQuantization.dequantize(codes, params);
    }
}
