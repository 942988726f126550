package dev.vernier.app.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.analyze.Improvement;
import dev.vernier.engine.diagnose.Cure;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import org.junit.jupiter.api.Test;

/** What docs/analysis.md says of splitting channels: the network computes the same, larger; other cures do more for no byte. */
class ChannelSplittingTest {
    private static final QuantPlan INT8 = QuantPlan.of(Preset.INT8);

    @Test
    void theSplitNetworkComputesTheSame() {
        try (Patient whole = Patient.ofSample("digits-outlier");
                Patient weights = whole.with(ChannelSplitting.ofWeights(whole.graph(), 0.1, 127, true));
                Patient activations =
                        whole.with(ChannelSplitting.ofActivations(whole.graph(), whole.calibration(), 0.1))) {
            EvaluationResult before = whole.evaluate(QuantPlan.of(Preset.FP32));
            for (Patient split : new Patient[] {weights, activations}) {
                EvaluationResult after = split.evaluate(QuantPlan.of(Preset.FP32));
                assertThat(after.baselineTop1()).isEqualTo(before.baselineTop1());
                assertThat(after.model().sizeBytes())
                        .isGreaterThan(before.model().sizeBytes());
            }
        }
    }

    @Test
    void equalizationDoesMoreForNoByte() {
        try (Patient p = Patient.ofSample("digits-outlier")) {
            EvaluationResult plain = p.evaluate(INT8);
            EvaluationResult equalized = p.evaluate(p.apply(new Cure.Learn(Improvement.CLE, ""), INT8));
            Graph split = ChannelSplitting.ofActivations(p.graph(), p.calibration(), 0.05);
            try (Patient other = p.with(split)) {
                EvaluationResult after = other.evaluate(INT8);
                assertThat(after.top1().orElseThrow())
                        .isBetween(0.9, equalized.top1().orElseThrow());
                assertThat(equalized.model().sizeBytes())
                        .isEqualTo(plain.model().sizeBytes());
                assertThat(after.model().sizeBytes())
                        .isGreaterThan(equalized.model().sizeBytes());
            }
        }
    }
}
