package dev.vernier.io.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vernier.engine.quantize.QuantizedLayer;
import dev.vernier.engine.spec.Granularity;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.QuantSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A recipe of ai-edge-quantizer: an ordered list of rules, of which the last that fits an operation's output tensor holds. First comes the
 * preset for everything, then a rule for each layer that differs.
 *
 * <p>Source: {@code ai_edge_quantizer/recipe_manager.py} and {@code qtyping.py}, which also forbids integer activations with float
 * weights.
 */
final class AeqRecipe {
    private static final Set<Precision> WEIGHTS = Set.of(Precision.INT4, Precision.INT8);
    private static final Set<Precision> ACTIVATIONS = Set.of(Precision.INT8, Precision.INT16);

    private AeqRecipe() {}

    static ConfigText write(ConfigSource source) {
        QuantPlan plan = source.model().plan();
        List<String> notes = new ArrayList<>();
        ArrayNode rules = ConfigJson.array();
        Optional<ObjectNode> preset = rule(".*", plan.preset().config(), true);
        preset.ifPresentOrElse(rules::add, () -> {
            notes.add("Preset " + plan.preset().label() + " has no form in a recipe: ai-edge-quantizer has no "
                    + PrecisionWords.of(plan.preset().config()) + "; layers at the preset stay float32");
            rules.add(unquantized(".*"));
        });
        for (QuantizedLayer l : source.model().layers().values()) {
            String name = l.layer().name();
            if (l.layer().isInput() || !plan.isOverridden(name)) {
                continue;
            }
            String regex = "^" + escaped(l.layer().output().name()) + ";?$";
            Optional<ObjectNode> rule = rule(regex, l.asked(), l.layer().hasWeights());
            if (rule.isEmpty()) {
                notes.add("Layer \"" + name + "\" stays float32: ai-edge-quantizer has no "
                        + PrecisionWords.of(l.asked()));
            }
            rules.add(rule.orElseGet(() -> unquantized(regex)));
        }
        return new ConfigText(ConfigJson.text(rules), notes);
    }

    private static ObjectNode unquantized(String regex) {
        return ConfigJson.object().put("regex", regex).put("operation", "*").put("algorithm_key", "no_quantize");
    }

    /** Empty where the tool has no such pair. */
    private static Optional<ObjectNode> rule(String regex, LayerConfig config, boolean hasWeights) {
        QuantSpec w = config.weights();
        QuantSpec a = config.activations();
        if (PrecisionWords.isFloat(config, hasWeights)) {
            return Optional.of(unquantized(regex));
        }
        if (w.precision() == Precision.FP16
                && a.precision().isFloat()
                && !a.precision().isScaledFloat()) {
            ObjectNode half = ConfigJson.object().put("num_bits", 16).put("dtype", "FLOAT");
            return Optional.of(quantized(regex, "float_casting", null, half, "FLOAT", true));
        }
        QuantSpec weights = hasWeights ? w : QuantSpec.weights(Precision.INT8);
        boolean unknown = a.precision().isScaledFloat() || PrecisionWords.isInBlocks(weights);
        if (unknown || !WEIGHTS.contains(weights.precision())) {
            return Optional.empty();
        }
        if (PrecisionWords.isStatic(a)) {
            return ACTIVATIONS.contains(a.precision())
                    ? Optional.of(
                            quantized(regex, "min_max_uniform_quantize", tensor(a), tensor(weights), "INTEGER", false))
                    : Optional.empty();
        }
        boolean dynamic = a.isDynamic();
        return Optional.of(quantized(
                regex, "min_max_uniform_quantize", null, tensor(weights), dynamic ? "INTEGER" : "FLOAT", !dynamic));
    }

    private static ObjectNode quantized(
            String regex, String algorithm, ObjectNode activations, ObjectNode weights, String compute, boolean widen) {
        ObjectNode rule =
                ConfigJson.object().put("regex", regex).put("operation", "*").put("algorithm_key", algorithm);
        ObjectNode config = rule.putObject("op_config");
        if (activations != null) {
            config.set("activation_tensor_config", activations);
        }
        config.set("weight_tensor_config", weights);
        config.put("compute_precision", compute)
                .put("explicit_dequantize", widen)
                .put("skip_checks", false)
                .put("min_weight_elements", 0);
        return rule;
    }

    private static ObjectNode tensor(QuantSpec spec) {
        return ConfigJson.object()
                .put("num_bits", spec.precision().bits())
                .put("symmetric", spec.symmetric())
                .put("granularity", spec.granularity() instanceof Granularity.PerChannel ? "CHANNELWISE" : "TENSORWISE")
                .put("dtype", "INT");
    }

    /** A name as a Python regular expression that matches it and nothing else. */
    private static String escaped(String name) {
        return name.replaceAll("([\\\\.^$|?*+()\\[\\]{}])", "\\\\$1");
    }
}
