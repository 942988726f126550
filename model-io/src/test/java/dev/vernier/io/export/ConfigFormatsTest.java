package dev.vernier.io.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each config against numbers worked by hand, and for every preset against the rules of the tool that reads it. */
class ConfigFormatsTest {
    private static JsonNode json(ExportFormat format, ConfigSource source) {
        try {
            return new ObjectMapper().readTree(ConfigExport.text(format, source).text());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyConfigAndNumberFormatHasAWriter() {
        for (ExportFormat format : ExportFormat.values()) {
            boolean config = format.kind() == ExportFormat.Kind.CONFIG || format.kind() == ExportFormat.Kind.NUMBERS;
            assertThat(ConfigExport.writes(format)).as(format.label()).isEqualTo(config);
        }
    }

    @Test
    void onnxRuntimeGetsScaleAndZeroPointOfEveryTensor() {
        JsonNode json = json(ExportFormat.ORT_OVERRIDES, TwoLayers.mixed(Preset.FP32));
        JsonNode x = json.at("/TensorQuantOverrides/x/0");
        assertThat(x.get("quant_type").asText()).isEqualTo("QInt8");
        assertThat(x.get("scale").asDouble()).isEqualTo(0.01, within(1e-8));
        assertThat(x.get("zero_point").asInt()).isEqualTo(-28);
        JsonNode w = json.at("/TensorQuantOverrides/w1");
        assertThat(w).hasSize(2);
        assertThat(w.get(1).get("axis").asInt()).isZero();
        assertThat(w.get(1).get("scale").asDouble()).isEqualTo(0.002, within(1e-8));
        assertThat(json.at("/TensorQuantOverrides").has("w2")).isFalse();
        assertThat(json.get("nodes_to_exclude")).hasSize(1);
        assertThat(json.get("nodes_to_exclude").get(0).asText()).isEqualTo("fc2");
    }

    @Test
    void onnxRuntimeIsToldOfAReaderOnAnotherGrid() {
        JsonNode h = json(ExportFormat.ORT_OVERRIDES, TwoLayers.mixed(Preset.INT16X8))
                .at("/TensorQuantOverrides/h/0");
        assertThat(h.get("quant_type").asText()).isEqualTo("QInt8");
        assertThat(h.at("/convert/quant_type").asText()).isEqualTo("QInt16");
        assertThat(h.at("/convert/recv_nodes/0").asText()).isEqualTo("fc2");
        assertThat(h.at("/convert/zero_point").asInt()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Preset.class)
    void overridesObeyTheRulesOfOnnxRuntime(Preset preset) {
        JsonNode json = json(ExportFormat.ORT_OVERRIDES, TwoLayers.mixed(preset));
        json.get("TensorQuantOverrides").fields().forEachRemaining(tensor -> {
            JsonNode entries = tensor.getValue();
            boolean initializer = TwoLayers.GRAPH.isConstant(tensor.getKey());
            assertThat(entries.isArray() && !entries.isEmpty()).isTrue();
            for (JsonNode e : entries) {
                assertThat(e.get("quant_type").asText()).isIn("QInt4", "QInt8", "QInt16");
                assertThat(e.has("scale")).isTrue();
                assertThat(e.has("zero_point")).isTrue();
                assertThat(List.of("symmetric", "reduce_range", "rmin", "rmax")).noneMatch(e::has);
                assertThat(e.has("axis")).isEqualTo(initializer);
                assertThat(initializer && e.has("convert")).isFalse();
            }
            int channels = initializer
                    ? (int) TwoLayers.GRAPH
                            .constant(tensor.getKey())
                            .orElseThrow()
                            .shape()
                            .dim(0)
                    : 1;
            assertThat(entries).hasSize(channels);
        });
    }

    /** What ai-edge-quantizer makes of a recipe: the last rule whose expression fits the output tensor. */
    private static JsonNode ruleFor(JsonNode recipe, String tensor) {
        JsonNode last = null;
        for (JsonNode rule : recipe) {
            last = Pattern.compile(rule.get("regex").asText()).matcher(tensor).find() ? rule : last;
        }
        return last;
    }

    @Test
    void aRecipeSaysPresetAndDifferences() {
        JsonNode recipe = json(ExportFormat.AEQ_RECIPE, TwoLayers.mixed(Preset.W4));
        JsonNode first = ruleFor(recipe, "h").get("op_config");
        assertThat(first.at("/activation_tensor_config/num_bits").asInt()).isEqualTo(8);
        assertThat(first.at("/activation_tensor_config/symmetric").asBoolean()).isFalse();
        assertThat(first.at("/weight_tensor_config/granularity").asText()).isEqualTo("CHANNELWISE");
        assertThat(first.get("compute_precision").asText()).isEqualTo("INTEGER");
        JsonNode second = ruleFor(recipe, "y").get("op_config");
        assertThat(second.has("activation_tensor_config")).isFalse();
        assertThat(second.at("/weight_tensor_config/num_bits").asInt()).isEqualTo(4);
        assertThat(second.get("compute_precision").asText()).isEqualTo("FLOAT");
        assertThat(second.get("explicit_dequantize").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Preset.class)
    void recipesObeyTheRulesOfTheQuantizer(Preset preset) {
        ConfigText written = ConfigExport.text(ExportFormat.AEQ_RECIPE, TwoLayers.mixed(preset));
        JsonNode rule = ruleFor(json(ExportFormat.AEQ_RECIPE, TwoLayers.mixed(preset)), "y");
        String algorithm = rule.get("algorithm_key").asText();
        assertThat(algorithm).isIn("min_max_uniform_quantize", "no_quantize", "float_casting");
        if (algorithm.equals("no_quantize")) {
            assertThat(rule.has("op_config")).isFalse();
            boolean lost = preset != Preset.FP32;
            assertThat(written.notes()).hasSize(lost ? 1 : 0);
            assertThat(preset)
                    .isIn(
                            Preset.FP32,
                            Preset.BF16,
                            Preset.W4G32,
                            Preset.FP8_E4M3,
                            Preset.FP8_E5M2,
                            Preset.BINARY,
                            Preset.TERNARY);
            return;
        }
        JsonNode weights = rule.at("/op_config/weight_tensor_config");
        JsonNode activations = rule.at("/op_config/activation_tensor_config");
        boolean integer = activations.path("dtype").asText().equals("INT");
        assertThat(integer && weights.get("dtype").asText().equals("FLOAT")).isFalse();
        assertThat(integer
                        && activations.get("num_bits").asInt() == 16
                        && !activations.get("symmetric").asBoolean())
                .isFalse();
        if (algorithm.equals("float_casting")) {
            assertThat(weights.get("num_bits").asInt()).isEqualTo(16);
            assertThat(rule.at("/op_config/explicit_dequantize").asBoolean()).isTrue();
        }
    }

    @Test
    void calibrationHasTheRangeOfEveryTensor() {
        JsonNode json = json(ExportFormat.AEQ_CALIBRATION, TwoLayers.at(Preset.INT8));
        assertThat(json.at("/model_qsvs/x/min/0").asDouble()).isEqualTo(-1, within(1e-6));
        assertThat(json.at("/model_qsvs/x/max/0").asDouble()).isEqualTo(1.55, within(1e-6));
        assertThat(json.get("model_qsvs")).hasSize(3);
        assertThat(json.at("/metadata/num_samples_calibrated").asInt()).isEqualTo(3);
    }

    @Test
    void aimet061CountsCodesFromZero() {
        JsonNode json = json(ExportFormat.AIMET_0_6_1, TwoLayers.at(Preset.INT8));
        assertThat(json.get("version").asText()).isEqualTo("0.6.1");
        JsonNode x = json.at("/activation_encodings/x/0");
        assertThat(x.get("bitwidth").asInt()).isEqualTo(8);
        assertThat(x.get("dtype").asText()).isEqualTo("int");
        assertThat(x.get("is_symmetric").asText()).isEqualTo("False");
        // Zero point -28 of -128 … 127 is 100 of 0 … 255, and the offset its negative.
        assertThat(x.get("offset").asInt()).isEqualTo(-100);
        assertThat(x.get("min").asDouble()).isEqualTo(-1, within(1e-6));
        assertThat(x.get("max").asDouble()).isEqualTo(1.55, within(1e-6));
        JsonNode w = json.at("/param_encodings/w1");
        assertThat(w).hasSize(2);
        assertThat(w.get(0).get("is_symmetric").asText()).isEqualTo("True");
        assertThat(w.get(0).get("offset").asInt()).isEqualTo(-128);
        assertThat(json.at("/quantizer_args/per_channel_quantization").asBoolean())
                .isTrue();
    }

    @Test
    void aimet100HasListsOfScales() {
        JsonNode json = json(ExportFormat.AIMET_1_0_0, TwoLayers.mixed(Preset.FP32));
        JsonNode x = json.at("/activation_encodings/0");
        assertThat(x.get("name").asText()).isEqualTo("x");
        assertThat(x.get("enc_type").asText()).isEqualTo("PER_TENSOR");
        assertThat(x.get("offset").get(0).asInt()).isEqualTo(-100);
        assertThat(x.get("is_sym").isBoolean()).isTrue();
        JsonNode w = json.at("/param_encodings/0");
        assertThat(w.get("enc_type").asText()).isEqualTo("PER_CHANNEL");
        assertThat(w.get("scale")).hasSize(2);
        assertThat(w.get("scale").get(1).asDouble()).isEqualTo(0.002, within(1e-8));
        assertThat(json.get("excluded_layers").get(0).asText()).isEqualTo("fc2");
    }

    @Test
    void aimet200FollowsQuantizeLinear() {
        JsonNode json = json(ExportFormat.AIMET_2_0_0, TwoLayers.at(Preset.INT8));
        List<String> names = new ArrayList<>();
        json.get("encodings").forEach(e -> names.add(e.get("name").asText()));
        assertThat(names).containsExactly("x", "h", "y", "w1", "w2", "b1");
        JsonNode x = json.at("/encodings/0");
        assertThat(x.get("output_dtype").asText()).isEqualTo("int8");
        assertThat(x.get("y_zero_point").asInt()).isEqualTo(-28);
        JsonNode w = json.at("/encodings/3");
        assertThat(w.get("axis").asInt()).isZero();
        assertThat(w.has("y_zero_point")).isFalse();
        JsonNode bias = json.at("/encodings/5");
        assertThat(bias.get("output_dtype").asText()).isEqualTo("int32");
        assertThat(bias.get("y_scale").get(1).asDouble()).isEqualTo(0.01 * 0.002, within(1e-10));
    }

    @ParameterizedTest
    @EnumSource(
            value = ExportFormat.class,
            names = {"AIMET_0_6_1", "AIMET_1_0_0", "AIMET_2_0_0"})
    void halfPrecisionIsSaid(ExportFormat format) {
        String text = json(format, TwoLayers.at(Preset.FP16)).toString();
        assertThat(text).contains("16").containsIgnoringCase("float").contains("\"w1\"", "\"x\"");
    }

    @Test
    void torchGetsModulesByTheirPath() {
        ConfigSource source = TwoLayers.mixed(Preset.FP32);
        String text = ConfigExport.text(ExportFormat.PYTORCH, source).text();
        assertThat(text)
                .contains("mapping.set_global(QConfig(", "torch.per_channel_symmetric")
                .contains("mapping.set_module_name(\"fc2\", None)");
        assertThat(PyTorchQConfig.moduleName("/layer1/layer1.0/conv1/Conv", "onnx::Conv_256"))
                .isEqualTo("layer1.0.conv1");
        assertThat(PyTorchQConfig.moduleName("/conv1/Conv", "conv1.weight")).isEqualTo("conv1");
        assertThat(PyTorchQConfig.moduleName("Gemm_3", "head.fc.weight")).isEqualTo("head.fc");
        assertThat(PyTorchQConfig.moduleName("dense", "W")).isEqualTo("dense");
    }

    @Test
    void torchGetsARangeThatWasSetByHand() {
        QuantSpec byHand = Preset.INT8.config().activations().withRule(RangeRule.Manual.of(-1f, 1.55f));
        QuantPlan plan =
                QuantPlan.of(Preset.INT8).withLayer("fc1", Preset.INT8.config().withActivations(byHand));
        assertThat(ConfigExport.text(ExportFormat.PYTORCH, TwoLayers.at(plan)).text())
                .contains("FixedQParamsObserver.with_args(\n            scale=0.01, zero_point=100,");
    }

    @ParameterizedTest
    @EnumSource(
            value = ExportFormat.class,
            names = {"NNCF", "TFLITE_DENY_LIST"})
    void whatStaysFloatIsListed(ExportFormat format) {
        String text = ConfigExport.text(format, TwoLayers.mixed(Preset.FP32)).text();
        assertThat(text).contains("[\n    \"fc2\",\n]").doesNotContain("\"fc1\"");
        assertThat(ConfigExport.text(format, TwoLayers.at(Preset.INT8)).text()).contains("[]");
        assertThat(ConfigExport.text(format, TwoLayers.mixed(Preset.W8)).notes())
                .singleElement()
                .asString()
                .contains("weight-only");
    }

    @ParameterizedTest
    @EnumSource(
            value = LayerNumber.class,
            names = {"SIZE", "PARAMETERS", "MACS", "WEIGHT_SQNR", "OUTPUT_SQNR"})
    void modelExplorerGetsANumberForEachTensor(LayerNumber number) throws JsonProcessingException {
        ConfigText written = ConfigExport.nodeData(TwoLayers.at(Preset.INT8), number);
        JsonNode json = new ObjectMapper().readTree(written.text());
        assertThat(json.get("name").asText()).isEqualTo(number.title());
        assertThat(json.get("results").fieldNames()).toIterable().isSubsetOf("x", "h", "y");
        json.get("results").forEach(r -> assertThat(r.get("value").isNumber()).isTrue());
        assertThat(json.at("/gradient/0/stop").asDouble()).isZero();
        assertThat(json.at("/gradient/2/stop").asDouble()).isEqualTo(1);
        assertThat(Set.of("results", "name", "gradient")).isEqualTo(Set.copyOf(fields(json)));
        if (number == LayerNumber.MACS) {
            assertThat(json.at("/results/h/value").asInt()).isEqualTo(4);
        }
    }

    private static List<String> fields(JsonNode json) {
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void aTableHasARowForEachLayer() {
        String csv =
                ConfigExport.text(ExportFormat.CSV, TwoLayers.at(Preset.INT8)).text();
        String[] lines = csv.split("\r\n");
        assertThat(lines).hasSize(4);
        List<String> head = List.of(lines[0].split(","));
        String[] fc1 = lines[2].split(",", -1);
        assertThat(fc1).hasSameSizeAs(head);
        assertThat(fc1[head.indexOf("layer")]).isEqualTo("fc1");
        assertThat(fc1[head.indexOf("operation")]).isEqualTo("Dense + ReLU");
        assertThat(fc1[head.indexOf("macs")]).isEqualTo("4");
        assertThat(fc1[head.indexOf("smallestWeightScale")]).startsWith("0.002");
        assertThat(lines[1].split(",", -1)[head.indexOf("outputZeroPoint")]).isEqualTo("-28");
        assertThat(fc1[head.indexOf("accumulatedSqnrDb")]).isEmpty();
    }
}
