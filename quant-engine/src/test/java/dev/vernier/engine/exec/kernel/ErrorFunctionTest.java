package dev.vernier.engine.exec.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ErrorFunctionTest {
    @Test
    void isTheIntegralOfTheBellCurveOnEveryInterval() {
        for (double x = -7; x <= 7; x += 0.0171) {
            assertThat(ErrorFunction.erf(x)).isCloseTo(integral(x), within(1e-13));
        }
    }

    /** By Simpson's rule. */
    private static double integral(double x) {
        int steps = 2000;
        double h = x / steps;
        double sum = 1 + Math.exp(-x * x);
        for (int i = 1; i < steps; i++) {
            sum += (i % 2 == 0 ? 2 : 4) * Math.exp(-h * i * h * i);
        }
        return 2 / Math.sqrt(Math.PI) * sum * h / 3;
    }

    @Test
    void keepsItsDigitsNearZeroAndItsEnds() {
        assertThat(ErrorFunction.erf(1e-10) / 1e-10).isCloseTo(2 / Math.sqrt(Math.PI), within(1e-15));
        assertThat(ErrorFunction.erf(-0.0)).isEqualTo(-0.0);
        assertThat(ErrorFunction.erf(Double.POSITIVE_INFINITY)).isEqualTo(1);
        assertThat(ErrorFunction.erf(Double.NEGATIVE_INFINITY)).isEqualTo(-1);
        assertThat(ErrorFunction.erf(Double.NaN)).isNaN();
    }
}
