package dev.vernier.engine.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OctavRangeTest {
    /** The fixed points for a unit Gaussian and its positive half: range_reference.py. */
    @ParameterizedTest
    @CsvSource({"INT4, 2.562, 2.937", "INT8, 3.924, 4.216"})
    void agreesWithNumPy(Precision precision, float twoSided, float oneSided) {
        QuantSpec affine = QuantSpec.activations(precision).withRule(new RangeRule.Octav());
        TensorStatistics gaussian = GaussianDensity.statistics(-8, 8);
        TensorStatistics half = GaussianDensity.statistics(0, 8);

        assertThat(RangeResolver.resolve(gaussian, affine)).satisfies(r -> {
            assertThat(r.high()).isCloseTo(twoSided, within(0.005f));
            assertThat(r.low()).isCloseTo(-twoSided, within(0.005f));
        });
        assertThat(RangeResolver.resolve(half, affine)).satisfies(r -> {
            assertThat(r.high()).isCloseTo(oneSided, within(0.005f));
            assertThat(r.low()).isZero();
        });
        ClipRange symmetric = RangeResolver.resolve(half, affine.withSymmetric(true));
        assertThat(symmetric.high()).isCloseTo(twoSided, within(0.005f));
    }
}
