package dev.vernier.io.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.Granularity;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import dev.vernier.engine.spec.Rounding;
import dev.vernier.engine.spec.TargetRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published schema holds for every plan that is saved, and only for what the reader takes. */
class PlanSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode SCHEMA = schema();

    private static JsonNode schema() {
        try {
            return JSON.readTree(Path.of(System.getProperty("vernier.root", ".."), "docs", "plan.schema.json")
                    .toFile());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> errors(String plan) throws IOException {
        return new SchemaValidator(SCHEMA).errors(JSON.readTree(plan));
    }

    static Stream<QuantPlan> plans() {
        List<QuantPlan> plans = new ArrayList<>();
        for (Preset preset : Preset.values()) {
            plans.add(QuantPlan.of(preset));
        }
        for (TargetRuntime target : TargetRuntime.values()) {
            plans.add(QuantPlan.of(Preset.INT8).withTarget(target));
        }
        for (Precision p : Precision.values()) {
            QuantSpec activations = p.isFloat() || p.isInteger() ? QuantSpec.activations(p) : QuantSpec.FLOAT;
            plans.add(with(new LayerConfig(QuantSpec.weights(p), activations)));
        }
        List<RangeRule> rules = List.of(
                RangeRule.MIN_MAX,
                RangeRule.LEAST_SQUARED_ERROR,
                RangeRule.MOVING_AVERAGE,
                RangeRule.SQNR,
                RangeRule.ENTROPY,
                new RangeRule.Octav(),
                new RangeRule.Percentile(99.99),
                new RangeRule.MeanDeviations(3),
                new RangeRule.Manual(List.of(new ClipRange(-1, 2), new ClipRange(-0.5f, 0.5f))),
                RangeRule.Given.of(8, 0.5f, 3),
                new RangeRule.AtRunTime());
        for (RangeRule rule : rules) {
            plans.add(with(new LayerConfig(
                    QuantSpec.FLOAT,
                    QuantSpec.activations(Precision.INT8).withRule(rule).withRounding(Rounding.HALF_AWAY_FROM_ZERO))));
        }
        plans.add(with(new LayerConfig(
                QuantSpec.weights(Precision.INT4)
                        .withGranularity(new Granularity.PerBlock(32))
                        .withSymmetric(false)
                        .withNarrowRange(false),
                QuantSpec.FLOAT)));
        return plans.stream();
    }

    private static QuantPlan with(LayerConfig layer) {
        return QuantPlan.of(Preset.INT8, TargetRuntime.RESEARCH, Map.of("a layer", layer));
    }

    @ParameterizedTest
    @MethodSource("plans")
    void everySavedPlanIsValid(QuantPlan plan) throws IOException {
        assertThat(errors(PlanWriter.write(plan))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'format':'vernier-plan','version':3,'preset':'int8','target':'tflite','layers':{}}",
                "{'format':'vernier-plan','version':1,'preset':'int9','target':'tflite','layers':{}}",
                "{'format':'vernier-plan','version':1,'preset':'int8','target':'tflite','layers':{},'more':1}",
                "{'format':'vernier-plan','version':1,'preset':'int8','target':'tflite','layers':{'a':{'weights':{}}}}",
                "{'format':'vernier-plan','version':1,'preset':'int8','target':'tflite','layers':{'a':{'weights':"
                        + "{'precision':'int8','rule':{'percentile':50}}}}}",
                "{'format':'vernier-plan','version':1,'preset':'int8','target':'tflite','layers':{'a':{'activations':"
                        + "{'precision':'binary'}}}}"
            })
    void whatIsNoPlanIsNotValid(String json) throws IOException {
        assertThat(errors(json.replace('\'', '"'))).isNotEmpty();
    }

    @Test
    void itKnowsEveryNameThatTheReaderKnows() {
        assertThat(names("preset")).containsExactlyElementsOf(labels(Preset.values(), Preset::label));
        assertThat(names("target")).containsExactlyElementsOf(labels(TargetRuntime.values(), TargetRuntime::label));
        assertThat(names("weightPrecision")).containsExactlyElementsOf(labels(Precision.values(), Precision::label));
        String rules = SCHEMA.at("/$defs/rule").toString() + SCHEMA.at("/$defs/activations");
        assertThat(PlanReader.ruleNames()).allSatisfy(rule -> assertThat(rules).contains("\"" + rule + "\""));
    }

    private static List<String> names(String definition) {
        List<String> names = new ArrayList<>();
        SCHEMA.at("/$defs/" + definition + "/enum").forEach(n -> names.add(n.asText()));
        return names;
    }

    private static <T> List<String> labels(T[] values, java.util.function.Function<T, String> label) {
        return Arrays.stream(values).map(label).toList();
    }
}
