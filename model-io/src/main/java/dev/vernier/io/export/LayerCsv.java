package dev.vernier.io.export;

import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.quantize.QuantizedLayer;
import dev.vernier.engine.quantize.ScaleCalculator;
import dev.vernier.engine.spec.ClipRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/** A row for each layer, comma-separated as RFC 4180 says; an empty cell is a number that does not exist or was not measured. */
final class LayerCsv {
    private static final List<String> COLUMNS = List.of(
            "layer",
            "operation",
            "output",
            "weights",
            "activations",
            "parameters",
            "macs",
            "sizeBytes",
            "weightScales",
            "smallestWeightScale",
            "largestWeightScale",
            "outputScale",
            "outputZeroPoint",
            "rangeLow",
            "rangeHigh",
            "weightsSqnrDb",
            "outputSqnrDb",
            "accumulatedSqnrDb");

    private LayerCsv() {}

    static ConfigText write(ConfigSource source) {
        StringBuilder text = new StringBuilder(String.join(",", COLUMNS)).append("\r\n");
        for (QuantizedLayer l : source.model().layers().values()) {
            text.append(String.join(
                            ",", row(l, source).stream().map(LayerCsv::cell).toList()))
                    .append("\r\n");
        }
        return new ConfigText(text.toString(), List.of());
    }

    private static List<String> row(QuantizedLayer l, ConfigSource source) {
        List<String> row = new ArrayList<>();
        row.add(l.layer().name());
        row.add(l.layer().operation(source.model().source()));
        row.add(l.layer().output().name());
        row.add(l.layer().hasWeights() ? l.asked().weights().precision().label() : "");
        row.add(l.layer().isQuantizable() ? l.asked().activations().precision().label() : "");
        row.add(number(LayerNumber.PARAMETERS.of(l, source)));
        row.add(number(LayerNumber.MACS.of(l, source)));
        row.add(number(LayerNumber.SIZE.of(l, source)));
        double[] weightScales = weightScales(l);
        row.add(weightScales.length == 0 ? "" : Integer.toString(weightScales.length));
        row.add(number(Arrays.stream(weightScales).min()));
        row.add(number(Arrays.stream(weightScales).max()));
        row.add(number(outputScale(l)));
        row.add(l.outputParams().map(p -> Integer.toString(p.zeroPoint(0))).orElse(""));
        row.add(l.outputRange().map(ClipRange::low).map(v -> Float.toString(v)).orElse(""));
        row.add(l.outputRange().map(ClipRange::high).map(v -> Float.toString(v)).orElse(""));
        row.add(number(LayerNumber.WEIGHT_SQNR.of(l, source)));
        row.add(number(LayerNumber.OUTPUT_SQNR.of(l, source)));
        row.add(number(LayerNumber.ACCUMULATED_SQNR.of(l, source)));
        return row;
    }

    private static double[] weightScales(QuantizedLayer l) {
        return l.weightParams()
                .map(LayerCsv::scales)
                .orElseGet(() -> l.weightRanges().stream()
                        .mapToDouble(r -> ScaleCalculator.scale(r, l.asked().weights()))
                        .toArray());
    }

    private static OptionalDouble outputScale(QuantizedLayer l) {
        return l.outputParams()
                .map(p -> OptionalDouble.of(p.scale(0)))
                .or(() -> l.outputRange()
                        .map(r -> OptionalDouble.of(
                                ScaleCalculator.scale(r, l.asked().activations()))))
                .orElse(OptionalDouble.empty());
    }

    private static double[] scales(QuantParams grid) {
        double[] scales = new double[grid.channels()];
        Arrays.setAll(scales, grid::scale);
        return scales;
    }

    private static String number(OptionalDouble value) {
        if (value.isEmpty()) {
            return "";
        }
        double v = value.getAsDouble();
        return v == Math.rint(v) && Math.abs(v) < 1e15 ? Long.toString((long) v) : Double.toString(v);
    }

    private static String cell(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
