package dev.vernier.app.cli;

import dev.vernier.app.format.PlanName;
import dev.vernier.app.workbench.ProjectOpener;
import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import dev.vernier.engine.spec.TargetRuntime;
import dev.vernier.io.ImportedModel;
import dev.vernier.io.plan.RangeRuleText;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which plan a command works with: a saved one, or a preset. */
final class PlanOptions {
    @Option(names = "--plan", paramLabel = "FILE", description = "Quantize as this saved plan says.")
    private Path plan;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            converter = QuantizationOptions.PresetConverter.class,
            description = "Quantize every layer so: fp32, fp16, bf16, dynamic, int8, int16x8, w8, w4, w4g32, int4,"
                    + " fp8e4m3, fp8e5m2, ternary or binary (default: int8).")
    private Preset preset;

    @Option(
            names = "--rule",
            paramLabel = "RULE",
            converter = RuleConverter.class,
            description =
                    "Choose the clipping range of every activation so: min-max, moving-average, percentile=99.99,"
                            + " entropy, least-squared-error, sqnr, octav or mean-deviations=3 (default: as the plan or preset says).")
    private RangeRule rule;

    Optional<Path> file() {
        return Optional.ofNullable(plan);
    }

    void check(CommonOptions common) {
        if (plan != null && preset != null) {
            throw common.wrong("--plan and --preset exclude each other; give one of them");
        }
    }

    /** The plan or preset that is named; else a file that is quantized already as it is, and a float model at int8. */
    QuantPlan plan(ImportedModel model, Optional<TargetRuntime> target) {
        QuantPlan asked;
        if (plan != null) {
            asked = ProjectOpener.openPlan(plan, model.graph());
        } else if (preset != null) {
            asked = QuantPlan.of(preset);
        } else {
            asked = model.plan().orElseGet(() -> QuantPlan.of(Preset.INT8));
        }
        QuantPlan ruled = rule == null ? asked : ruled(model.graph(), asked);
        return target.map(ruled::withTarget).orElse(ruled);
    }

    /** {@code asked} with the rule at every activation that has a calibrated range. */
    private QuantPlan ruled(Graph graph, QuantPlan asked) {
        Set<String> layers = Layer.listOf(graph).stream().map(Layer::name).collect(Collectors.toSet());
        return asked.withLayers(layers, config -> {
            QuantSpec activations = config.activations();
            boolean calibrated = activations.precision().hasRange() && !activations.isDynamic();
            return calibrated ? config.withActivations(activations.withRule(rule)) : config;
        });
    }

    /** {@code entropy}, {@code percentile=99.99}, …. */
    static final class RuleConverter implements ITypeConverter<RangeRule> {
        @Override
        public RangeRule convert(String text) {
            try {
                return RangeRuleText.parse(text);
            } catch (VernierException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** What {@code plan} is to people: {@code int8, 2 layers by hand}. */
    static String name(ImportedModel model, QuantPlan plan) {
        if (model.plan().filter(plan::equals).isPresent()) {
            return "as in the file";
        }
        return PlanName.of(plan);
    }
}
