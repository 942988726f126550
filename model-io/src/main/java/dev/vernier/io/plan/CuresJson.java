package dev.vernier.io.plan;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import dev.vernier.engine.spec.BiasCorrection;
import dev.vernier.engine.spec.Cures;
import dev.vernier.engine.spec.LearnedRounding;
import dev.vernier.engine.spec.QuantSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A plan's cures in JSON: equalization by its name, corrected biases as numbers, learned roundings as a bit a weight in Base64 (the first weight
 * in the lowest bit of the first byte), each with the weights it was learned for.
 */
final class CuresJson {
    private CuresJson() {}

    static void write(Cures cures, JsonGenerator json) throws IOException {
        json.writeStartObject();
        if (cures.equalization() != Cures.Equalization.NONE) {
            json.writeStringField("equalization", PlanWriter.label(cures.equalization()));
        }
        if (!cures.biasCorrections().isEmpty()) {
            json.writeObjectFieldStart("biasCorrection");
            for (Map.Entry<String, BiasCorrection> e : cures.biasCorrections().entrySet()) {
                json.writeObjectFieldStart(e.getKey());
                writeWeights(e.getValue().learnedFor(), json);
                json.writeArrayFieldStart("added");
                for (float added : e.getValue().added()) {
                    json.writeNumber(added);
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        if (!cures.roundings().isEmpty()) {
            json.writeObjectFieldStart("rounding");
            for (Map.Entry<String, LearnedRounding> e : cures.roundings().entrySet()) {
                json.writeObjectFieldStart(e.getKey());
                writeWeights(e.getValue().learnedFor(), json);
                json.writeNumberField("count", e.getValue().size());
                json.writeStringField(
                        "up", Base64.getEncoder().encodeToString(e.getValue().toBytes()));
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void writeWeights(QuantSpec spec, JsonGenerator json) throws IOException {
        PlanWriter.writeSpec("weights", spec, QuantSpec.weights(spec.precision()), json);
    }

    /**
     * Reads the object the cursor stands on.
     *
     * @param weights reads a specification of weights
     */
    static Cures read(PlanCursor json, Supplier<QuantSpec> weights) {
        Cures.Equalization[] equalization = {Cures.Equalization.NONE};
        Map<String, BiasCorrection> corrections = new LinkedHashMap<>();
        Map<String, LearnedRounding> roundings = new LinkedHashMap<>();
        json.object(key -> {
            switch (key) {
                case "equalization":
                    equalization[0] = equalization(json);
                    return true;
                case "biasCorrection":
                    json.object(layer -> {
                        corrections.put(layer, correction(json, weights));
                        return true;
                    });
                    return true;
                case "rounding":
                    json.object(layer -> {
                        roundings.put(layer, rounding(json, weights));
                        return true;
                    });
                    return true;
                default:
                    return false;
            }
        });
        return new Cures(equalization[0], corrections, roundings);
    }

    private static Cures.Equalization equalization(PlanCursor json) {
        String label = json.text();
        return Arrays.stream(Cures.Equalization.values())
                .filter(e -> PlanWriter.label(e).equals(label))
                .findFirst()
                .orElseThrow(() -> json.error("'" + label + "' is an unknown equalization; it is one of "
                        + Arrays.stream(Cures.Equalization.values())
                                .map(PlanWriter::label)
                                .collect(Collectors.joining(", "))));
    }

    private static BiasCorrection correction(PlanCursor json, Supplier<QuantSpec> weights) {
        QuantSpec[] spec = new QuantSpec[1];
        List<Float> added = new ArrayList<>();
        json.object(key -> {
            switch (key) {
                case "weights":
                    spec[0] = weights.get();
                    return true;
                case "added":
                    if (json.token() != JsonToken.START_ARRAY) {
                        throw json.error("must be a list of numbers");
                    }
                    while (json.next() != JsonToken.END_ARRAY) {
                        added.add(json.floatNumber());
                    }
                    return true;
                default:
                    return false;
            }
        });
        requireWeights(spec[0], json);
        return new BiasCorrection(spec[0], added);
    }

    private static LearnedRounding rounding(PlanCursor json, Supplier<QuantSpec> weights) {
        QuantSpec[] spec = new QuantSpec[1];
        int[] count = {-1};
        byte[][] up = new byte[1][];
        json.object(key -> {
            switch (key) {
                case "weights":
                    spec[0] = weights.get();
                    return true;
                case "count":
                    count[0] = json.integer();
                    return true;
                case "up":
                    up[0] = bytes(json);
                    return true;
                default:
                    return false;
            }
        });
        requireWeights(spec[0], json);
        if (up[0] == null || count[0] < 0 || up[0].length != (count[0] + 7L) / 8) {
            throw json.error("must have a \"count\" of weights and a bit for each of them in \"up\"");
        }
        BitSet bits = BitSet.valueOf(up[0]);
        if (bits.length() > count[0]) {
            throw json.error("has a bit set beyond its \"count\" of weights");
        }
        return new LearnedRounding(spec[0], count[0], bits);
    }

    private static byte[] bytes(PlanCursor json) {
        try {
            return Base64.getDecoder().decode(json.text());
        } catch (IllegalArgumentException e) {
            throw json.error("is not Base64");
        }
    }

    private static void requireWeights(QuantSpec spec, PlanCursor json) {
        if (spec == null) {
            throw json.error("must say the \"weights\" that it was learned for");
        }
    }
}
