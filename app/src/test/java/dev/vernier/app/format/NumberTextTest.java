package dev.vernier.app.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.spec.Granularity;
import dev.vernier.engine.spec.RangeRule;
import java.util.List;
import org.junit.jupiter.api.Test;

class NumberTextTest {
    @Test
    void whatIsNotAllIsNotCalledAll() {
        assertThat(NumberText.percent(1)).isEqualTo("100.0 %");
        assertThat(NumberText.percent(0.99999)).isEqualTo("99.99 %");
        assertThat(NumberText.percent(0.9996)).isEqualTo("99.96 %");
        assertThat(NumberText.percent(0.9994)).isEqualTo("99.9 %");
    }

    @Test
    void numbersCarryTheirUnits() {
        assertThat(NumberText.percent(0.9737)).isEqualTo("97.4 %");
        assertThat(NumberText.points(-0.005)).isEqualTo("−0.5 pt");
        assertThat(NumberText.points(0)).isEqualTo("0.0 pt");
        assertThat(NumberText.points(0.0031)).isEqualTo("+0.3 pt");
        assertThat(NumberText.decibels(36.84)).isEqualTo("36.8 dB");
        assertThat(NumberText.decibels(Double.POSITIVE_INFINITY)).isEqualTo("∞ dB");
        assertThat(NumberText.decibels(Double.NaN)).isEqualTo(NumberText.NONE);
        assertThat(NumberText.bytes(272)).isEqualTo("272 B");
        assertThat(NumberText.bytes(46_820)).isEqualTo("46.8 KB");
        assertThat(NumberText.bytes(1_078_280)).isEqualTo("1.1 MB");
        assertThat(NumberText.bytes(999_600)).isEqualTo("1.0 MB");
        assertThat(NumberText.count(41_234)).isEqualTo("41.2 K");
        assertThat(NumberText.ratio(3.6)).isEqualTo("÷ 3.6");
        assertThat(NumberText.duration(84_000_000L)).isEqualTo("84 ms");
        assertThat(NumberText.duration(125_000_000_000L)).isEqualTo("2 min 5 s");
        assertThat(NumberText.roughDuration(1_400_000_000L)).isEqualTo("1.4 s");
        assertThat(NumberText.roughDuration(15_040_000_000L)).isEqualTo("15 s");
        assertThat(NumberText.roughDuration(155_000_000_000L)).isEqualTo("3 min");
    }

    @Test
    void smallSharesAreNotRoundedToNothing() {
        assertThat(NumberText.smallPercent(0)).isEqualTo("0 %");
        assertThat(NumberText.smallPercent(0.0041)).isEqualTo("0.41 %");
        assertThat(NumberText.smallPercent(1e-6)).isEqualTo("< 0.01 %");
    }

    @Test
    void significantDigitsKeepTrailingZeros() {
        assertThat(NumberText.significant(-0.8125, 4)).isEqualTo("−0.8125");
        assertThat(NumberText.significant(94.407, 4)).isEqualTo("94.41");
        assertThat(NumberText.significant(37, 5)).isEqualTo("37.000");
        assertThat(NumberText.significant(99.9999, 3)).isEqualTo("100");
        assertThat(NumberText.significant(0, 4)).isEqualTo("0");
        assertThat(NumberText.significant(1.5e-9, 3)).isEqualTo("1.50e−09");
    }

    @Test
    void typedNumbersMayCarryEitherMinus() {
        assertThat(NumberText.parse("−0.75")).hasValue(-0.75);
        assertThat(NumberText.parse(" -0.75 ")).hasValue(-0.75);
        assertThat(NumberText.parse("wide")).isEmpty();
        assertThat(NumberText.parse("NaN")).isEmpty();
        assertThat(NumberText.parse("1e999")).isEmpty();
    }

    @Test
    void everyRuleAndGranularityHasWords() {
        assertThat(List.of(RangeRule.class.getPermittedSubclasses()))
                .containsExactlyInAnyOrderElementsOf(SpecText.knownRules());
        assertThat(SpecText.rule(RangeRule.MIN_MAX)).isEqualTo("min-max");
        assertThat(SpecText.rule(new RangeRule.Percentile(99.99))).isEqualTo("99.99 %");
        assertThat(SpecText.rule(RangeRule.LEAST_SQUARED_ERROR)).isEqualTo("least error");
        assertThat(SpecText.rule(RangeRule.Manual.of(0, 1))).isEqualTo("manual");
        assertThat(SpecText.rule(new RangeRule.AtRunTime())).isEqualTo("at run time");
        assertThat(SpecText.granularity(Granularity.CHANNEL)).isEqualTo("per channel");
        assertThat(SpecText.granularity(Granularity.TENSOR)).isEqualTo("per tensor");
        assertThat(SpecText.granularity(new Granularity.PerBlock(32))).isEqualTo("per block of 32");
    }
}
