package dev.vernier.io.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.quantize.QuantizedLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code onnxruntime.quantization.quantize_static} takes: {@code TensorQuantOverrides} (of its {@code extra_options}) with scale and
 * zero point of each tensor, and {@code nodes_to_exclude}.
 *
 * <p>A tensor has one entry, weights per channel one a channel along {@code axis}; {@code convert} names the readers that get another
 * type. Source: {@code onnxruntime/python/tools/quantization/tensor_quant_overrides.py}.
 */
final class OrtTensorOverrides {
    private OrtTensorOverrides() {}

    static ConfigText write(ConfigSource source) {
        List<String> notes = new ArrayList<>();
        ModelGrids grids = new ModelGrids(source.model());
        ObjectNode overrides = ConfigJson.object();
        grids.activations()
                .forEach((tensor, grid) -> typeOf(grid)
                        .ifPresentOrElse(
                                type -> overrides.set(tensor, activation(tensor, grid, type, grids, notes)),
                                () -> notes.add("Tensor \"" + tensor + "\" is left out: ONNX Runtime's tool has no "
                                        + grid.type().bits() + "-bit activations")));
        grids.weights()
                .forEach((constant, grid) -> typeOf(grid)
                        .ifPresentOrElse(
                                type -> overrides.set(constant, weights(grid, type)),
                                () -> notes.add("Weights \"" + constant + "\" are left out: ONNX Runtime's tool has no "
                                        + grid.type().bits() + "-bit weights")));
        ObjectNode json = ConfigJson.object();
        json.set("TensorQuantOverrides", overrides);
        ArrayNode excluded = json.putArray("nodes_to_exclude");
        for (QuantizedLayer l : source.model().layers().values()) {
            if (l.layer().isInput()) {
                continue;
            }
            if (l.outputParams().isPresent()
                    && l.layer().hasWeights()
                    && PrecisionWords.isInRows(l.asked().weights())) {
                notes.add("Weights \"" + l.layer().weights().orElseThrow()
                        + "\" are left out: an override has one scale, or one a channel, of integers; the plan asks for "
                        + PrecisionWords.of(l.asked()));
            }
            if (l.outputParams().isEmpty()) {
                excluded.add(l.layer().name());
                noteOther(l, notes);
            }
        }
        return new ConfigText(ConfigJson.text(json), notes);
    }

    /** A layer that is left out although the plan quantizes something in it. */
    private static void noteOther(QuantizedLayer l, List<String> notes) {
        boolean quantizable = l.layer().isQuantizable() || l.layer().hasWeights();
        if (quantizable && !PrecisionWords.isFloat(l.asked(), l.layer().hasWeights())) {
            notes.add("Layer \"" + l.layer().name() + "\" is excluded and stays float32: static quantization has no "
                    + PrecisionWords.of(l.asked()));
        }
    }

    private static ArrayNode activation(
            String tensor, QuantParams grid, String type, ModelGrids grids, List<String> notes) {
        ObjectNode entry = entry(grid, 0, type);
        List<ModelGrids.Conversion> conversions = grids.conversions().getOrDefault(tensor, List.of());
        List<ModelGrids.Conversion> others =
                conversions.stream().filter(c -> !c.grid().equals(grid)).toList();
        if (!others.isEmpty()) {
            ModelGrids.Conversion c = others.get(0);
            typeOf(c.grid()).ifPresent(t -> {
                ObjectNode convert = entry(c.grid(), 0, t);
                ArrayNode readers = convert.putArray("recv_nodes");
                c.readers().forEach(readers::add);
                entry.set("convert", convert);
            });
            if (others.size() > 1) {
                notes.add("Tensor \"" + tensor + "\" is read on " + (others.size() + 1)
                        + " grids; an override says two, the others are left out");
            }
        }
        return ConfigJson.array().add(entry);
    }

    private static ArrayNode weights(QuantParams grid, String type) {
        ArrayNode entries = ConfigJson.array();
        for (int c = 0; c < grid.channels(); c++) {
            ObjectNode entry = ConfigJson.object();
            if (grid.isPerChannel()) {
                entry.put("axis", grid.axis());
            }
            entry.setAll(entry(grid, c, type));
            entries.add(entry);
        }
        return entries;
    }

    private static ObjectNode entry(QuantParams grid, int channel, String type) {
        return ConfigJson.object()
                .put("quant_type", type)
                .put("scale", grid.scale(channel))
                .put("zero_point", grid.zeroPoint(channel));
    }

    private static Optional<String> typeOf(QuantParams grid) {
        Map<Integer, String> types = Map.of(4, "QInt4", 8, "QInt8", 16, "QInt16");
        return Optional.ofNullable(types.get(grid.type().bits()));
    }
}
