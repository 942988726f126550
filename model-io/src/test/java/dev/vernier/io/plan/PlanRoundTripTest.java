package dev.vernier.io.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.spec.BiasCorrection;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.Cures;
import dev.vernier.engine.spec.Granularity;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.LearnedRounding;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import dev.vernier.engine.spec.Rounding;
import dev.vernier.engine.spec.TargetRuntime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanRoundTripTest {
    @TempDir
    Path folder;

    /** One maker of random rules for each kind; {@link #everyRuleCanBeWrittenAndIsTriedHere} keeps the list whole. */
    private static final Map<Class<? extends RangeRule>, Function<Random, RangeRule>> RULES = Map.ofEntries(
            Map.entry(RangeRule.MinMax.class, r -> RangeRule.MIN_MAX),
            Map.entry(RangeRule.MovingAverage.class, r -> new RangeRule.MovingAverage(1 - r.nextDouble())),
            Map.entry(RangeRule.LeastSquaredError.class, r -> RangeRule.LEAST_SQUARED_ERROR),
            Map.entry(RangeRule.Sqnr.class, r -> new RangeRule.Sqnr(1 + 9 * r.nextDouble())),
            Map.entry(RangeRule.AtRunTime.class, r -> new RangeRule.AtRunTime()),
            Map.entry(RangeRule.Percentile.class, r -> new RangeRule.Percentile(100 - 50 * r.nextDouble())),
            Map.entry(RangeRule.Entropy.class, r -> RangeRule.ENTROPY),
            Map.entry(RangeRule.Octav.class, r -> new RangeRule.Octav()),
            Map.entry(RangeRule.MeanDeviations.class, r -> new RangeRule.MeanDeviations(0.1 + 9 * r.nextDouble())),
            Map.entry(RangeRule.Given.class, PlanRoundTripTest::randomGiven),
            Map.entry(RangeRule.Manual.class, PlanRoundTripTest::randomManual));

    @Test
    void everyRuleCanBeWrittenAndIsTriedHere() {
        Set<Class<?>> all = Set.of(RangeRule.class.getPermittedSubclasses());
        assertThat(new HashSet<Class<?>>(RangeRuleJson.types())).isEqualTo(all);
        assertThat(new HashSet<Class<?>>(RULES.keySet())).isEqualTo(all);
    }

    private static Cures randomCures(Random random) {
        int weights = random.nextInt(40);
        BitSet up = new BitSet();
        random.ints(weights / 2, 0, Math.max(1, weights))
                .filter(k -> k < weights)
                .forEach(up::set);
        QuantSpec spec = QuantSpec.weights(Precision.INT4);
        return new Cures(
                Cures.Equalization.values()[random.nextInt(2)],
                Map.of("a", new BiasCorrection(spec, List.of(random.nextFloat(), -random.nextFloat()))),
                Map.of("b", new LearnedRounding(spec.withGranularity(Granularity.TENSOR), weights, up)));
    }

    @Test
    void whateverIsWrittenIsReadBackEqual() {
        Random random = new Random(20240607);
        for (int i = 0; i < 500; i++) {
            QuantPlan plan = i % 3 == 0 ? randomPlan(random).withCures(randomCures(random)) : randomPlan(random);
            String json = PlanWriter.write(plan);
            QuantPlan back = PlanReader.read(json, "round trip " + i);
            assertThat(back).isEqualTo(plan);
            assertThat(PlanWriter.write(back)).isEqualTo(json);
        }
    }

    @Test
    void aFileHoldsThePlan() {
        QuantPlan plan = randomPlan(new Random(7));
        Path file = folder.resolve("plan.json");
        PlanFile.write(file, plan);
        assertThat(PlanFile.read(file)).isEqualTo(plan);
    }

    private static RangeRule randomGiven(Random r) {
        List<Float> scales = new ArrayList<>();
        List<Integer> zeroPoints = new ArrayList<>();
        for (int i = r.nextInt(4); i >= 0; i--) {
            scales.add(Float.MIN_NORMAL + r.nextFloat());
            zeroPoints.add(r.nextInt(256) - 128);
        }
        return new RangeRule.Given(8, scales, zeroPoints);
    }

    private static QuantPlan randomPlan(Random r) {
        Map<String, LayerConfig> layers = new TreeMap<>();
        for (int i = r.nextInt(6); i > 0; i--) {
            String name = List.of("conv1", "/block/conv \"a\"", "größe.0", "x~1/y", "")
                            .get(r.nextInt(5))
                    + (r.nextBoolean() ? i : "");
            layers.put(name, new LayerConfig(randomSpec(r, QuantSpec::weights), randomSpec(r, QuantSpec::activations)));
        }
        return QuantPlan.of(pick(r, Preset.values()), pick(r, TargetRuntime.values()), layers);
    }

    private static QuantSpec randomSpec(Random r, Function<Precision, QuantSpec> defaults) {
        QuantSpec spec = defaults.apply(pick(r, Precision.values()));
        if (r.nextInt(3) == 0) {
            spec = spec.withGranularity(
                    List.of(Granularity.TENSOR, Granularity.CHANNEL, new Granularity.PerBlock(1 + r.nextInt(64)))
                            .get(r.nextInt(3)));
        }
        spec = r.nextInt(3) == 0 ? spec.withSymmetric(r.nextBoolean()) : spec;
        spec = r.nextInt(3) == 0 ? spec.withNarrowRange(r.nextBoolean()) : spec;
        spec = r.nextInt(3) == 0 ? spec.withRounding(pick(r, Rounding.values())) : spec;
        List<Function<Random, RangeRule>> rules = new ArrayList<>(new TreeMap<>(byName()).values());
        return r.nextInt(2) == 0
                ? spec.withRule(rules.get(r.nextInt(rules.size())).apply(r))
                : spec;
    }

    private static Map<String, Function<Random, RangeRule>> byName() {
        Map<String, Function<Random, RangeRule>> named = new TreeMap<>();
        RULES.forEach((type, maker) -> named.put(type.getName(), maker));
        return named;
    }

    private static RangeRule randomManual(Random r) {
        List<ClipRange> ranges = new ArrayList<>();
        for (int i = 1 + r.nextInt(4); i > 0; i--) {
            float low = r.nextInt(5) == 0 ? -0f : -finite(r);
            ranges.add(new ClipRange(low, finite(r)));
        }
        return new RangeRule.Manual(ranges);
    }

    /** Any magnitude, from subnormal to the largest. */
    private static float finite(Random r) {
        float f = Math.abs(Float.intBitsToFloat(r.nextInt()));
        return Float.isFinite(f) ? f : 1f;
    }

    private static <T> T pick(Random r, T[] values) {
        return values[r.nextInt(values.length)];
    }
}
