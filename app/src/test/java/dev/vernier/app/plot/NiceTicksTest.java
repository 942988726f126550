package dev.vernier.app.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NiceTicksTest {
    @Test
    void stepsAreOneTwoOrFive() {
        NiceTicks ticks = NiceTicks.between(-1.5, 1.5, 6);

        assertThat(ticks.step()).isEqualTo(0.5);
        assertThat(ticks.values()).containsExactly(-1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5);
        assertThat(ticks.values()).extracting(ticks::label).first().isEqualTo("−1.5");
        assertThat(ticks.label(0)).isEqualTo("0.0");
    }

    @Test
    void labelsHaveNoDecimalsWhereTheStepHasNone() {
        NiceTicks ticks = NiceTicks.between(0, 900, 5);

        assertThat(ticks.step()).isEqualTo(200);
        assertThat(ticks.label(600)).isEqualTo("600");
    }

    @Test
    void countsHavePowersOfTen() {
        assertThat(NiceTicks.powersOfTen(12_000).values()).containsExactly(1.0, 10.0, 100.0, 1000.0, 10_000.0);
        assertThat(NiceTicks.powerLabel(1000)).isEqualTo("10³");
        assertThat(NiceTicks.powerLabel(1)).isEqualTo("10⁰");
    }

    @Test
    void anEmptyIntervalHasNoTicks() {
        assertThat(NiceTicks.between(1, 1, 5).values()).isEmpty();
    }

    @Property(tries = 200)
    void ticksLieInsideAndAreAboutAsManyAsWanted(
            @ForAll @DoubleRange(min = -1e6, max = 1e6) double from,
            @ForAll @DoubleRange(min = 0.1, max = 1e6) double width,
            @ForAll @IntRange(min = 2, max = 12) int wanted) {
        NiceTicks ticks = NiceTicks.between(from, from + width, wanted);

        assertThat(ticks.values()).hasSizeBetween(wanted / 2, wanted * 2 + 1);
        assertThat(ticks.values())
                .allSatisfy(
                        t -> assertThat(t).isBetween(from - ticks.step() * 1e-6, from + width + ticks.step() * 1e-6));
    }

    @Test
    void aScaleGoesBothWays() {
        LinearScale scale = new LinearScale(-2, 2, 100, 500);

        assertThat(scale.toPixel(1)).isEqualTo(400);
        assertThat(scale.toValue(scale.toPixel(0.37))).isCloseTo(0.37, within(1e-12));
        assertThat(scale.valuePerPixel()).isEqualTo(0.01);
    }

    @Test
    void aSingleCountShowsOnTheLogScale() {
        CountScale log = new CountScale(1000, true, 300, 0);

        assertThat(log.toPixel(1000)).isEqualTo(0);
        assertThat(log.toPixel(0)).isEqualTo(300);
        assertThat(log.toPixel(1)).isBetween(250.0, 280.0);
        assertThat(new CountScale(100, false, 200, 0).toPixel(25)).isEqualTo(150);
    }
}
