package dev.vernier.app.cures;

import dev.vernier.engine.analyze.Improvement;
import dev.vernier.engine.spec.Cures;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.QuantSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Cures in words. */
public final class CureWords {
    private static final String IDLE = ", for other weights than are asked for: not in effect";

    private CureWords() {}

    /** {@code AdaRound}, {@code bias correction}: as in the middle of a sentence. */
    public static String name(Improvement cure) {
        return cure == Improvement.ADAROUND ? "AdaRound" : cure.title();
    }

    /** What a step did: {@code AdaRound on 12 layers}, {@code bias correction on conv1}, {@code cross-layer equalization}. */
    static String step(Collection<Improvement> cures, Collection<String> layers) {
        List<String> names = cures.stream().map(CureWords::name).toList();
        boolean wholeNetwork = cures.stream().allMatch(c -> c == Improvement.CLE);
        return String.join(" and ", names) + (wholeNetwork ? "" : " on " + layers(layers));
    }

    /** {@code conv1} or {@code 12 layers}. */
    static String layers(Collection<String> layers) {
        return layers.size() == 1 ? layers.iterator().next() : layers.size() + " layers";
    }

    /** What {@code plan} does to a layer beside choosing its grids, for people; empty where it does nothing. */
    public static List<String> ofLayer(QuantPlan plan, String layer) {
        List<String> words = new ArrayList<>();
        LayerConfig config = plan.configFor(layer);
        Cures cures = plan.cures();
        if (cures.roundings().containsKey(layer)) {
            boolean inEffect = cures.roundings().get(layer).learnedFor().equals(config.weights());
            words.add("Rounding of weights learned (AdaRound)" + (inEffect ? "" : IDLE));
        }
        if (cures.biasCorrections().containsKey(layer)) {
            boolean inEffect = cures.biasCorrections().get(layer).learnedFor().equals(config.weights());
            words.add("Bias corrected" + (inEffect ? "" : IDLE));
        }
        return words;
    }

    /** What {@code cure} does to {@code plan}: {@code Rounding learned on 12 layers}; empty where it carries none. */
    static Optional<String> inPlan(QuantPlan plan, Improvement cure) {
        Cures cures = plan.cures();
        switch (cure) {
            case CLE:
                return cures.equalization() == Cures.Equalization.NONE
                        ? Optional.empty()
                        : Optional.of("Channels equalized across layers");
            case ADAROUND:
                Map<String, QuantSpec> roundings = new TreeMap<>();
                cures.roundings().forEach((l, r) -> roundings.put(l, r.learnedFor()));
                return learned("Rounding learned on ", roundings, plan);
            case BIAS_CORRECTION:
                Map<String, QuantSpec> biases = new TreeMap<>();
                cures.biasCorrections().forEach((l, b) -> biases.put(l, b.learnedFor()));
                return learned("Biases corrected on ", biases, plan);
            default:
                return Optional.empty();
        }
    }

    private static Optional<String> learned(String words, Map<String, QuantSpec> learnedFor, QuantPlan plan) {
        if (learnedFor.isEmpty()) {
            return Optional.empty();
        }
        long idle = learnedFor.entrySet().stream()
                .filter(e -> !e.getValue().equals(plan.configFor(e.getKey()).weights()))
                .count();
        return Optional.of(words + layers(learnedFor.keySet()) + (idle == 0 ? "" : ", " + idle + " not in effect"));
    }
}
