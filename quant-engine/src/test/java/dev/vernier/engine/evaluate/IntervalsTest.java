package dev.vernier.engine.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalsTest {
    /** R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998), table I, method 3. */
    @ParameterizedTest
    @CsvSource({"81,263,0.2553,0.3662", "15,148,0.0624,0.1605", "0,20,0.0000,0.1611", "1,29,0.0061,0.1718"})
    void wilsonAgreesWithNewcombe(long successes, long trials, double low, double high) {
        Interval i = WilsonInterval.of(successes, trials);
        assertThat(i.low()).isCloseTo(low, within(5e-5));
        assertThat(i.high()).isCloseTo(high, within(5e-5));
    }

    @ParameterizedTest
    @CsvSource({
        // Worked by hand from the formula: (86.5-150.5)/1602 = -0.039950; sqrt(237 - 64²/1602) / 1602 · 1.96 = 0.018733
        "150,86,1600,-0.05868,-0.02122",
        // No sample differs: centre 0, half width 1.96 · sqrt(1) / 102
        "0,0,100,-0.01922,0.01922"
    })
    void pairedIsAgrestiMin(long onlyFirst, long onlySecond, long samples, double low, double high) {
        Interval i = PairedInterval.ofDifference(onlyFirst, onlySecond, samples);
        assertThat(i.low()).isCloseTo(low, within(5e-5));
        assertThat(i.high()).isCloseTo(high, within(5e-5));
    }
}
