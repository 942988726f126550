package dev.vernier.io.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.spec.RangeRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RangeRuleTextTest {
    @Test
    void namesAndNumbers() {
        assertThat(RangeRuleText.parse("min-max")).isEqualTo(RangeRule.MIN_MAX);
        assertThat(RangeRuleText.parse("percentile=99.9")).isEqualTo(new RangeRule.Percentile(99.9));
        assertThat(RangeRuleText.parse("moving-average")).isEqualTo(RangeRule.MOVING_AVERAGE);
        assertThat(RangeRuleText.parse("moving-average=0.5")).isEqualTo(new RangeRule.MovingAverage(0.5));
        assertThat(RangeRuleText.parse("sqnr=3")).isEqualTo(new RangeRule.Sqnr(3));
    }

    /** Every automatic rule can be said; the three others need more than a number. */
    @Test
    void everyRuleHasAName() {
        assertThat(RangeRuleText.names()).hasSize(RangeRule.class.getPermittedSubclasses().length - 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "best", "percentile", "percentile=", "percentile=20", "entropy=3", "manual", "sqnr=x"})
    void whatIsNoneIsSaidInASentence(String text) {
        assertThatThrownBy(() -> RangeRuleText.parse(text))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining(text);
    }
}
