package dev.vernier.app.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.spec.Granularity;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import dev.vernier.engine.spec.TargetRuntime;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanHistoryTest {
    private static final QuantPlan INT8 = QuantPlan.of(Preset.INT8);
    private static final LayerConfig PRESET = Preset.INT8.config();

    @Test
    void editsCanBeUndoneAndRedone() {
        PlanHistory h = PlanHistory.startingWith(INT8, "opened").edited(INT8.withPreset(Preset.FP16));

        assertThat(h.canUndo()).isTrue();
        assertThat(h.canRedo()).isFalse();
        assertThat(h.undone().plan()).isEqualTo(INT8);
        assertThat(h.undone().redone()).isEqualTo(h);
        assertThat(h.undoWords()).contains("preset fp16");
        assertThat(h.undone().redoWords()).contains("preset fp16");
        assertThat(h.undone().undone()).isEqualTo(h.undone());
    }

    @Test
    void anEditDropsWhatWasUndone() {
        QuantPlan fp16 = INT8.withPreset(Preset.FP16);
        PlanHistory h = PlanHistory.startingWith(INT8, "opened").edited(fp16).undone();

        PlanHistory edited = h.edited(INT8.withPreset(Preset.W8));

        assertThat(edited.steps()).extracting(PlanStep::words).containsExactly("opened", "preset w8");
    }

    @Test
    void askingForTheSameIsNoStep() {
        PlanHistory h = PlanHistory.startingWith(INT8, "opened");

        assertThat(h.edited(INT8.withLayer("a", PRESET))).isSameAs(h);
    }

    @Test
    void stepsAreTold() {
        QuantSpec weights = PRESET.weights();
        QuantSpec activations = PRESET.activations();
        assertThat(words(INT8.withLayer("conv", PRESET.withWeights(QuantSpec.weights(Precision.INT4)))))
                .isEqualTo("conv weights int4");
        assertThat(words(INT8.withLayer("conv", LayerConfig.FLOAT))).isEqualTo("conv left float");
        assertThat(words(INT8.withLayer(
                        "conv", PRESET.withActivations(activations.withRule(RangeRule.Manual.of(-0.5f, 2))))))
                .isEqualTo("conv activations clipped to [−0.5000, 2.000]");
        assertThat(words(INT8.withLayer(
                        "conv", PRESET.withActivations(activations.withRule(new RangeRule.Percentile(99.99))))))
                .isEqualTo("conv activations range 99.99 %");
        assertThat(words(INT8.withLayer("conv", PRESET.withWeights(weights.withGranularity(Granularity.TENSOR)))))
                .isEqualTo("conv weights per tensor");
        assertThat(words(INT8.withTarget(TargetRuntime.TFLITE))).isEqualTo("target TensorFlow Lite");
        assertThat(words(INT8.withLayers(Set.of("a", "b", "c"), c -> LayerConfig.FLOAT)))
                .isEqualTo("3 layers left float");
        assertThat(PlanWords.describe(INT8.withLayer("conv", LayerConfig.FLOAT), INT8))
                .isEqualTo("conv as the preset");
    }

    @Test
    void aNameIsShort() {
        QuantSpec clipped = PRESET.weights().withRule(RangeRule.Manual.of(-0.5f, 0.5f));
        assertThat(PlanWords.brief(INT8, INT8.withLayer("conv", PRESET.withWeights(clipped))))
                .isEqualTo("conv clipped");
        assertThat(PlanWords.brief(INT8, INT8.withLayer("model/block12/depthwise", PRESET.withWeights(clipped))))
                .isEqualTo("model…thwise clipped");
        assertThat(PlanWords.brief(INT8, INT8.withLayer("conv", LayerConfig.FLOAT)))
                .isEqualTo("conv left float");
        assertThat(PlanWords.brief(INT8, INT8.withPreset(Preset.W4))).isEqualTo("preset w4");
        assertThat(PlanWords.brief(INT8, INT8.withLayers(Set.of("a", "b"), c -> LayerConfig.FLOAT)))
                .isEqualTo("2 layers left float");
    }

    private static String words(QuantPlan after) {
        return PlanWords.describe(INT8, after);
    }
}
