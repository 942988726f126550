package dev.vernier.io.plan;

import com.fasterxml.jackson.core.JsonToken;
import dev.vernier.engine.VernierException;
import dev.vernier.engine.spec.Cures;
import dev.vernier.engine.spec.Granularity;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import dev.vernier.engine.spec.Rounding;
import dev.vernier.engine.spec.TargetRuntime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A plan from JSON. What is unknown or impossible is an error that names its line and its place; nothing is passed over. */
public final class PlanReader {
    private final PlanCursor json;
    private Preset preset;
    private TargetRuntime target = TargetRuntime.ONNXRUNTIME;
    private Cures cures = Cures.NONE;
    private final Map<String, PartialConfig> layers = new LinkedHashMap<>();

    private record PartialConfig(Optional<QuantSpec> weights, Optional<QuantSpec> activations) {}

    private PlanReader(PlanCursor json) {
        this.json = json;
    }

    /**
     * @param origin where the text is from, for messages: a file's name
     * @throws VernierException if it is not a plan, of a newer version, or says something unknown
     */
    public static QuantPlan read(String text, String origin) {
        try (PlanCursor first = new PlanCursor(text, origin)) {
            checkVersion(first);
        }
        try (PlanCursor json = new PlanCursor(text, origin)) {
            return new PlanReader(json).plan();
        }
    }

    /** How range rules are called in plans. */
    public static Set<String> ruleNames() {
        return RangeRuleJson.labels();
    }

    /** Before anything else, so that a newer plan is told as such rather than by its first unknown key. */
    private static void checkVersion(PlanCursor json) {
        String[] format = new String[1];
        int[] version = new int[1];
        json.object(key -> {
            switch (key) {
                case "format":
                    format[0] = json.text();
                    return true;
                case "version":
                    version[0] = json.integer();
                    return true;
                default:
                    json.skip();
                    return true;
            }
        });
        if (!PlanWriter.FORMAT.equals(format[0])) {
            throw new VernierException("Plan " + json.origin() + " is no plan: it has no \"format\": \""
                    + PlanWriter.FORMAT + "\"; give a plan saved by Vernier");
        }
        if (version[0] > PlanWriter.VERSION) {
            throw new VernierException("Plan " + json.origin() + " is of version " + version[0]
                    + "; this program reads up to version " + PlanWriter.VERSION + ", use a newer one");
        }
        if (version[0] < 1) {
            throw new VernierException("Plan " + json.origin() + " has no \"version\"; give a plan saved by Vernier");
        }
    }

    private QuantPlan plan() {
        json.object(key -> {
            switch (key) {
                case "format":
                case "version":
                    json.skip();
                    return true;
                case "preset":
                    preset = named("preset", Preset::ofLabel, Preset.values(), Preset::label);
                    return true;
                case "target":
                    target = named("target", TargetRuntime::ofLabel, TargetRuntime.values(), TargetRuntime::label);
                    return true;
                case "layers":
                    json.object(layer -> {
                        layers.put(layer, layer());
                        return true;
                    });
                    return true;
                case "cures":
                    cures = CuresJson.read(json, () -> spec(QuantSpec::weights));
                    return true;
                default:
                    return false;
            }
        });
        if (preset == null) {
            throw new VernierException("Plan " + json.origin() + " has no \"preset\"; name one of "
                    + Arrays.stream(Preset.values()).map(Preset::label).collect(Collectors.joining(", ")));
        }
        Map<String, LayerConfig> overrides = new LinkedHashMap<>();
        layers.forEach((name, partial) -> overrides.put(
                name,
                new LayerConfig(
                        partial.weights.orElse(preset.config().weights()),
                        partial.activations.orElse(preset.config().activations()))));
        return QuantPlan.of(preset, target, overrides).withCures(cures);
    }

    private PartialConfig layer() {
        QuantSpec[] specs = new QuantSpec[2];
        json.object(key -> {
            switch (key) {
                case "weights":
                    specs[0] = spec(QuantSpec::weights);
                    return true;
                case "activations":
                    specs[1] = spec(QuantSpec::activations);
                    return true;
                default:
                    return false;
            }
        });
        return new PartialConfig(Optional.ofNullable(specs[0]), Optional.ofNullable(specs[1]));
    }

    /** Everything a specification may say; what it leaves out is the precision's default. */
    private static final class PartialSpec {
        private Precision precision;
        private Granularity granularity;
        private Boolean symmetric;
        private Boolean narrowRange;
        private Rounding rounding;
        private RangeRule rule;
    }

    private QuantSpec spec(Function<Precision, QuantSpec> defaults) {
        PartialSpec said = new PartialSpec();
        json.object(key -> {
            switch (key) {
                case "precision":
                    said.precision = named("precision", Precision::ofLabel, Precision.values(), Precision::label);
                    return true;
                case "granularity":
                    said.granularity = granularity();
                    return true;
                case "symmetric":
                    said.symmetric = json.bool();
                    return true;
                case "narrowRange":
                    said.narrowRange = json.bool();
                    return true;
                case "rounding":
                    said.rounding = named("rounding", PlanReader::rounding, Rounding.values(), PlanWriter::label);
                    return true;
                case "rule":
                    said.rule = RangeRuleJson.read(json);
                    return true;
                default:
                    return false;
            }
        });
        if (said.precision == null) {
            throw json.error("has no \"precision\"; name one");
        }
        QuantSpec normal = defaults.apply(said.precision);
        return new QuantSpec(
                said.precision,
                said.granularity == null ? normal.granularity() : said.granularity,
                said.symmetric == null ? normal.symmetric() : said.symmetric,
                said.narrowRange == null ? normal.narrowRange() : said.narrowRange,
                said.rounding == null ? normal.rounding() : said.rounding,
                said.rule == null ? normal.rule() : said.rule);
    }

    private Granularity granularity() {
        if (json.token() == JsonToken.START_OBJECT) {
            int[] size = new int[1];
            json.object(key -> {
                if (!key.equals("block")) {
                    return false;
                }
                size[0] = json.integer();
                return true;
            });
            if (size[0] < 1) {
                throw json.error("must be { \"block\": size } with a size from 1 on");
            }
            return new Granularity.PerBlock(size[0]);
        }
        String label = json.text();
        switch (label) {
            case "tensor":
                return Granularity.TENSOR;
            case "channel":
                return Granularity.CHANNEL;
            default:
                throw json.error("'" + label + "' is unknown; it is \"tensor\", \"channel\" or { \"block\": size }");
        }
    }

    private static Optional<Rounding> rounding(String label) {
        return Arrays.stream(Rounding.values())
                .filter(r -> PlanWriter.label(r).equals(label))
                .findFirst();
    }

    private <T> T named(String what, Function<String, Optional<T>> of, T[] all, Function<T, String> label) {
        String said = json.text();
        return of.apply(said)
                .orElseThrow(() -> json.error("'" + said + "' is an unknown " + what + "; it is one of "
                        + Arrays.stream(all).map(label).collect(Collectors.joining(", "))));
    }
}
