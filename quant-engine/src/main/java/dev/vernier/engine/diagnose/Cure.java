package dev.vernier.engine.diagnose;

import dev.vernier.engine.analyze.Improvement;
import dev.vernier.engine.spec.Cures.Equalization;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.QuantPlan;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What to do about a finding: a change of the plan that it was found under, applied in one step. Immutable. */
public sealed interface Cure {
    /** As on a button, and in the history: {@code equalize channels}, {@code weights of conv2 per channel}. */
    String words();

    /** What it should do, and what it costs, in a sentence. */
    String promise();

    /** A cure that follows from the plan alone. */
    sealed interface Edit extends Cure {
        /** @param plan the plan that was diagnosed */
        QuantPlan applyTo(QuantPlan plan);
    }

    /** Cross-layer equalization of the whole model. */
    record Equalize(String promise) implements Edit {
        @Override
        public String words() {
            return "equalize channels across layers";
        }

        @Override
        public QuantPlan applyTo(QuantPlan plan) {
            return plan.withCures(plan.cures().withEqualization(Equalization.CROSS_LAYER));
        }
    }

    /**
     * Other settings of one or several layers.
     *
     * @param settings what the layers are to be set to, by name
     */
    record Settings(Map<String, LayerConfig> settings, String words, String promise) implements Edit {
        public Settings {
            settings = Collections.unmodifiableMap(new TreeMap<>(settings));
        }

        @Override
        public QuantPlan applyTo(QuantPlan plan) {
            QuantPlan changed = plan;
            for (Map.Entry<String, LayerConfig> e : settings.entrySet()) {
                changed = changed.withLayer(e.getKey(), e.getValue());
            }
            return changed;
        }
    }

    /** A cure that has to be learned from the calibration samples ({@link dev.vernier.engine.analyze.PlanImprover}). */
    record Learn(Improvement how, String promise) implements Cure {
        @Override
        public String words() {
            return how.title();
        }
    }
}
