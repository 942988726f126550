package dev.vernier.io.plan;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.RangeRule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Every range rule's name in plans, and how its parameter is written: {@code "min-max"}, {@code {"percentile": 99.99}},
 * {@code {"manual": [[-1.5, 1.25]]}}, {@code {"given": [8, [0.05, -3]]}} (width of the codes, then scale and zero point).
 */
final class RangeRuleJson {
    private static final Map<Class<? extends RangeRule>, Form<?>> FORMS = new LinkedHashMap<>();
    private static final Map<String, Form<?>> BY_LABEL = new LinkedHashMap<>();

    static {
        register(new Form<>(RangeRule.MinMax.class, "min-max", null, json -> RangeRule.MIN_MAX));
        register(new Form<>(
                RangeRule.MovingAverage.class,
                "moving-average",
                (rule, json) -> json.writeNumber(rule.constant()),
                json -> new RangeRule.MovingAverage(json.number())));
        register(new Form<>(
                RangeRule.Percentile.class,
                "percentile",
                (rule, json) -> json.writeNumber(rule.percent()),
                json -> new RangeRule.Percentile(json.number())));
        register(new Form<>(
                RangeRule.LeastSquaredError.class, "least-squared-error", null, json -> RangeRule.LEAST_SQUARED_ERROR));
        register(new Form<>(
                RangeRule.Sqnr.class,
                "sqnr",
                (rule, json) -> json.writeNumber(rule.clippingWeight()),
                json -> new RangeRule.Sqnr(json.number())));
        register(new Form<>(RangeRule.Entropy.class, "entropy", null, json -> RangeRule.ENTROPY));
        register(new Form<>(RangeRule.Octav.class, "octav", null, json -> new RangeRule.Octav()));
        register(new Form<>(
                RangeRule.MeanDeviations.class,
                "mean-deviations",
                (rule, json) -> json.writeNumber(rule.deviations()),
                json -> new RangeRule.MeanDeviations(json.number())));
        register(new Form<>(RangeRule.Manual.class, "manual", RangeRuleJson::writeRanges, RangeRuleJson::readRanges));
        register(new Form<>(RangeRule.Given.class, "given", RangeRuleJson::writeGiven, RangeRuleJson::readGiven));
        register(new Form<>(RangeRule.AtRunTime.class, "at-run-time", null, json -> new RangeRule.AtRunTime()));
    }

    private RangeRuleJson() {}

    @FunctionalInterface
    private interface Parameter<R> {
        void write(R rule, JsonGenerator json) throws IOException;
    }

    /** @param parameter how the rule's parameter is written; null where it has none */
    private record Form<R extends RangeRule>(
            Class<R> type, String label, Parameter<R> parameter, Function<PlanCursor, RangeRule> reader) {

        void write(RangeRule rule, JsonGenerator json) throws IOException {
            if (parameter == null) {
                json.writeString(label);
                return;
            }
            json.writeStartObject();
            json.writeFieldName(label);
            parameter.write(type.cast(rule), json);
            json.writeEndObject();
        }
    }

    private static void register(Form<?> form) {
        FORMS.put(form.type(), form);
        BY_LABEL.put(form.label(), form);
    }

    /** The rules that can be written. */
    static Set<Class<? extends RangeRule>> types() {
        return FORMS.keySet();
    }

    static Set<String> labels() {
        return Collections.unmodifiableSet(BY_LABEL.keySet());
    }

    static void write(RangeRule rule, JsonGenerator json) throws IOException {
        FORMS.get(rule.getClass()).write(rule, json);
    }

    static RangeRule read(PlanCursor json) {
        if (json.token() == JsonToken.VALUE_STRING) {
            Form<?> form = BY_LABEL.get(json.text());
            if (form == null) {
                throw json.error("'" + json.text() + "' is an unknown rule; it is one of "
                        + String.join(", ", BY_LABEL.keySet()));
            }
            if (form.parameter() != null) {
                throw json.error("needs a number: { \"" + form.label() + "\": … }");
            }
            return form.reader().apply(json);
        }
        RangeRule[] rule = new RangeRule[1];
        json.object(label -> {
            Form<?> form = BY_LABEL.get(label);
            if (form == null || form.parameter() == null || rule[0] != null) {
                return false;
            }
            try {
                rule[0] = form.reader().apply(json);
            } catch (IllegalArgumentException e) {
                throw json.error("is impossible: " + e.getMessage());
            }
            return true;
        });
        if (rule[0] == null) {
            throw json.error("names no rule; it is one of " + String.join(", ", BY_LABEL.keySet()));
        }
        return rule[0];
    }

    private static void writeRanges(RangeRule.Manual rule, JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (ClipRange range : rule.ranges()) {
            json.writeStartArray();
            json.writeNumber(range.low());
            json.writeNumber(range.high());
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private static RangeRule readRanges(PlanCursor json) {
        List<ClipRange> ranges = new ArrayList<>();
        requireArray(json);
        while (json.next() != JsonToken.END_ARRAY) {
            requireArray(json);
            json.next();
            float low = json.floatNumber();
            json.next();
            float high = json.floatNumber();
            if (json.next() != JsonToken.END_ARRAY) {
                throw json.error("must be a pair [low, high]");
            }
            ranges.add(new ClipRange(low, high));
        }
        return new RangeRule.Manual(ranges);
    }

    private static void writeGiven(RangeRule.Given rule, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("bits", rule.bits());
        json.writeArrayFieldStart("scales");
        for (float scale : rule.scales()) {
            json.writeNumber(scale);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("zeroPoints");
        for (int zeroPoint : rule.zeroPoints()) {
            json.writeNumber(zeroPoint);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static RangeRule readGiven(PlanCursor json) {
        int[] bits = new int[1];
        List<Float> scales = new ArrayList<>();
        List<Integer> zeroPoints = new ArrayList<>();
        json.object(key -> {
            switch (key) {
                case "bits":
                    bits[0] = json.integer();
                    return true;
                case "scales":
                    requireArray(json, "must be a list of numbers");
                    while (json.next() != JsonToken.END_ARRAY) {
                        scales.add(json.floatNumber());
                    }
                    return true;
                case "zeroPoints":
                    requireArray(json, "must be a list of whole numbers");
                    while (json.next() != JsonToken.END_ARRAY) {
                        zeroPoints.add(json.integer());
                    }
                    return true;
                default:
                    return false;
            }
        });
        return new RangeRule.Given(bits[0], scales, zeroPoints);
    }

    private static void requireArray(PlanCursor json) {
        requireArray(json, "must be a list of pairs [[low, high], …]");
    }

    private static void requireArray(PlanCursor json, String otherwise) {
        if (json.token() != JsonToken.START_ARRAY) {
            throw json.error(otherwise);
        }
    }
}
