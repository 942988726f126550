package dev.vernier.app.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import org.junit.jupiter.api.Test;

/** What was asked for, in words. */
class SpecTextTest {
    private static final QuantSpec INT8 = QuantSpec.activations(Precision.INT8);

    @Test
    void ofTwoOnlyWhatDiffersIsSaidBesideTheFormat() {
        assertThat(SpecText.difference(INT8.withRule(RangeRule.Manual.of(0, 4.5f)), INT8))
                .isEqualTo("int8, range manual [0, 4.500]");
        assertThat(SpecText.difference(INT8, INT8.withRule(RangeRule.Manual.of(0, 4.5f))))
                .isEqualTo("int8, range " + SpecText.rule(INT8.rule()));
        assertThat(SpecText.difference(INT8.withPrecision(Precision.INT4), INT8))
                .isEqualTo("int4");
        assertThat(SpecText.difference(INT8, INT8.withPrecision(Precision.FP32)))
                .as("beside a float all of it")
                .isEqualTo(SpecText.sentence(INT8));
    }
}
