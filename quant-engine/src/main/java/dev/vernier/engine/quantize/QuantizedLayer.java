package dev.vernier.engine.quantize;

import dev.vernier.engine.evaluate.TensorError;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.LayerConfig;
import java.util.List;
import java.util.Optional;

/**
 * What was computed for one layer.
 *
 * @param asked what the plan asked for
 * @param weightParams grid of the weights; empty where they stay float or there are none
 * @param weightRanges clipping range of the weights, one or one a channel; empty like {@code weightParams}
 * @param outputParams grid of the layer's output; empty where it stays float (or is taken at run time)
 * @param outputRange clipping range of the output; empty where it stays float
 * @param outputValue name, in the lowered graph, of the layer's result as real values
 * @param sizeBytes what the layer takes in the file that the plan's target runs: its numbers, their scales and zero points, and the
 *     structure around them; for research, its numbers with their scales and zero points alone
 * @param weightError quantized against float weights; empty where they stay float32
 * @param outputError the output's own quantization on float values, told from the calibration histogram; empty where it stays float
 */
public record QuantizedLayer(
        Layer layer,
        LayerConfig asked,
        Optional<QuantParams> weightParams,
        List<ClipRange> weightRanges,
        Optional<QuantParams> outputParams,
        Optional<ClipRange> outputRange,
        String outputValue,
        long sizeBytes,
        Optional<TensorError> weightError,
        Optional<TensorError> outputError) {
    public QuantizedLayer {
        weightRanges = List.copyOf(weightRanges);
    }

    QuantizedLayer withSizeBytes(long bytes) {
        return new QuantizedLayer(
                layer,
                asked,
                weightParams,
                weightRanges,
                outputParams,
                outputRange,
                outputValue,
                bytes,
                weightError,
                outputError);
    }
}
