package dev.vernier.io.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.quantize.QuantizedLayer;
import dev.vernier.engine.spec.Precision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What all versions of AIMET's encodings say: the grids of activations and of parameters, tensors in half precision, and layers without
 * any.
 *
 * <p>AIMET counts codes from 0 ({@code q} unsigned) and adds an offset: {@code x = scale · (q + offset)}, so that
 * {@code offset = -(zeroPoint + 2^(bits-1))} for Vernier's signed codes.
 *
 * @param halfActivations names of activations in float16
 * @param halfParameters names of weights in float16
 * @param excluded names of layers that stay float32
 */
record AimetEncodings(
        Map<String, QuantParams> activations,
        Map<String, QuantParams> parameters,
        List<String> halfActivations,
        List<String> halfParameters,
        List<String> excluded,
        List<String> notes) {

    static AimetEncodings of(ConfigSource source) {
        ModelGrids grids = new ModelGrids(source.model());
        List<String> halfActivations = new ArrayList<>();
        List<String> halfParameters = new ArrayList<>();
        List<String> excluded = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (QuantizedLayer l : source.model().layers().values()) {
            boolean weights = l.layer().hasWeights();
            if (l.layer().isQuantizable() && l.asked().activations().precision() == Precision.FP16) {
                halfActivations.add(l.layer().output().name());
            }
            if (weights && l.asked().weights().precision() == Precision.FP16) {
                halfParameters.add(l.layer().weights().orElseThrow());
            }
            boolean touched = l.layer().isQuantizable() || weights;
            if (!l.layer().isInput() && touched && PrecisionWords.isFloat(l.asked(), weights)) {
                excluded.add(l.layer().name());
            }
            boolean unsaid = touched
                    && (l.asked().activations().precision() == Precision.BF16
                            || (weights && l.asked().weights().precision() == Precision.BF16)
                            || l.asked().activations().precision().isScaledFloat()
                            || (weights && PrecisionWords.isInRows(l.asked().weights()))
                            || (weights && l.asked().activations().isDynamic()));
            if (unsaid) {
                notes.add("Layer \"" + l.layer().name() + "\": encodings have no " + PrecisionWords.of(l.asked())
                        + "; that part is left out");
            }
        }
        grids.conversions().forEach((tensor, conversions) -> {
            long others = conversions.stream()
                    .filter(c -> !c.grid().equals(grids.activations().get(tensor)))
                    .count();
            if (others > 0) {
                notes.add("Tensor \"" + tensor + "\" is read on " + (others + 1)
                        + " grids; encodings say one for each tensor, that of the layer that computes it");
            }
        });
        Map<String, QuantParams> parameters = new LinkedHashMap<>(grids.weights());
        return new AimetEncodings(
                grids.activations(), parameters, halfActivations, halfParameters, excluded, List.copyOf(notes));
    }

    static int offset(QuantParams grid, int channel) {
        return -(grid.zeroPoint(channel) + (1 << (grid.type().bits() - 1)));
    }

    /** Real value of the smallest code. */
    static float min(QuantParams grid, int channel) {
        return grid.scale(channel) * offset(grid, channel);
    }

    /** Real value of the largest code. */
    static float max(QuantParams grid, int channel) {
        return grid.scale(channel) * ((1 << grid.type().bits()) - 1 + offset(grid, channel));
    }

    /** Symmetric: all zero points are 0. */
    static boolean isSymmetric(QuantParams grid) {
        for (int z : grid.zeroPoints()) {
            if (z != 0) {
                return false;
            }
        }
        return true;
    }

    private static int bits(Map<String, QuantParams> grids) {
        return grids.values().stream().findFirst().map(g -> g.type().bits()).orElse(8);
    }

    ObjectNode quantizerArgs() {
        return ConfigJson.object()
                .put("activation_bitwidth", bits(activations))
                .put("dtype", "int")
                .put("is_symmetric", activations.values().stream().allMatch(AimetEncodings::isSymmetric))
                .put("param_bitwidth", bits(parameters))
                .put("per_channel_quantization", parameters.values().stream().anyMatch(QuantParams::isPerChannel))
                .put("quant_scheme", "post_training_tf");
    }
}
