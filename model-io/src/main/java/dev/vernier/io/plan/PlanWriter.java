package dev.vernier.io.plan;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.vernier.engine.spec.Granularity;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.QuantSpec;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;

/**
 * A plan as JSON. Keys have one order, layers that of the alphabet; a layer's weights or activations are written where they differ from the
 * preset's, and of them the precision and whatever is not that precision's default ({@link QuantSpec#weights},
 * {@link QuantSpec#activations}).
 */
public final class PlanWriter {
    static final String FORMAT = "vernier-plan";
    /** The newest version that is read; a plan without cures is written as version 1. */
    static final int VERSION = 2;

    private static final int VERSION_WITHOUT_CURES = 1;

    private static final JsonFactory JSON = new JsonFactory();

    private PlanWriter() {}

    /** With a line break at the end. */
    public static String write(QuantPlan plan) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.setPrettyPrinter(new PlanPrettyPrinter());
            write(plan, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text + "\n";
    }

    /** Writes the plan as one JSON object, wherever {@code json} stands. */
    public static void write(QuantPlan plan, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("format", FORMAT);
        json.writeNumberField("version", plan.cures().isNone() ? VERSION_WITHOUT_CURES : VERSION);
        json.writeStringField("preset", plan.preset().label());
        json.writeStringField("target", plan.target().label());
        json.writeObjectFieldStart("layers");
        LayerConfig preset = plan.preset().config();
        for (Map.Entry<String, LayerConfig> layer : plan.overrides().entrySet()) {
            LayerConfig config = layer.getValue();
            json.writeObjectFieldStart(layer.getKey());
            if (!config.weights().equals(preset.weights())) {
                writeSpec(
                        "weights",
                        config.weights(),
                        QuantSpec.weights(config.weights().precision()),
                        json);
            }
            if (!config.activations().equals(preset.activations())) {
                QuantSpec normal = QuantSpec.activations(config.activations().precision());
                writeSpec("activations", config.activations(), normal, json);
            }
            json.writeEndObject();
        }
        json.writeEndObject();
        if (!plan.cures().isNone()) {
            json.writeFieldName("cures");
            CuresJson.write(plan.cures(), json);
        }
        json.writeEndObject();
    }

    static void writeSpec(String key, QuantSpec spec, QuantSpec normal, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart(key);
        json.writeStringField("precision", spec.precision().label());
        if (!spec.granularity().equals(normal.granularity())) {
            json.writeFieldName("granularity");
            writeGranularity(spec.granularity(), json);
        }
        if (spec.symmetric() != normal.symmetric()) {
            json.writeBooleanField("symmetric", spec.symmetric());
        }
        if (spec.narrowRange() != normal.narrowRange()) {
            json.writeBooleanField("narrowRange", spec.narrowRange());
        }
        if (spec.rounding() != normal.rounding()) {
            json.writeStringField("rounding", label(spec.rounding()));
        }
        if (!spec.rule().equals(normal.rule())) {
            json.writeFieldName("rule");
            RangeRuleJson.write(spec.rule(), json);
        }
        json.writeEndObject();
    }

    private static void writeGranularity(Granularity granularity, JsonGenerator json) throws IOException {
        if (granularity instanceof Granularity.PerBlock) {
            json.writeStartObject();
            json.writeNumberField("block", ((Granularity.PerBlock) granularity).size());
            json.writeEndObject();
        } else {
            json.writeString(granularity.equals(Granularity.CHANNEL) ? "channel" : "tensor");
        }
    }

    /** {@code half-to-even}: a constant's name as plans write it. */
    static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
