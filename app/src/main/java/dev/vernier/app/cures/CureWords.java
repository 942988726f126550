package dev.vernier.app.cures;

import dev.vernier.engine.analyze.Improvement;
import dev.vernier.engine.spec.Cures;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.QuantPlan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Cures in words. */
public final class CureWords {
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

    private static final String IDLE = ", for other weights than are asked for: not in effect";
}
