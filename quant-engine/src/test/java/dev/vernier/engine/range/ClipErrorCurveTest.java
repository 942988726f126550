package dev.vernier.engine.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.quantize.ScaleCalculator;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantSpec;
import java.util.Comparator;
import org.junit.jupiter.api.Test;

class ClipErrorCurveTest {
    @Test
    void pointsAreWhatThePreviewSays() {
        TensorStatistics s = TensorStatistics.of(SeededValues.GAUSSIAN.values(50_000));
        QuantSpec spec = QuantSpec.activations(Precision.INT4);
        ClipErrorCurve curve = ClipErrorCurve.of(s, spec, 40);

        assertThat(curve.points()).hasSize(40);
        assertThat(curve.points().get(39).range()).isEqualTo(new ClipRange(s.min(), s.max()));
        for (ClipErrorCurve.Point p : curve.points()) {
            assertThat(p.sqnrDb())
                    .isEqualTo(GridPreview.of(s, ScaleCalculator.perTensor(p.range(), spec))
                            .sqnrDb());
        }
        // Clipping a Gaussian of 4 bits helps: the peak is near 2.5 σ of about 4.2.
        ClipErrorCurve.Point best = curve.points().stream()
                .max(Comparator.comparingDouble(ClipErrorCurve.Point::sqnrDb))
                .orElseThrow();
        assertThat(best.fraction()).isCloseTo(0.6, within(0.1));
        assertThat(curve.points().get(0).sqnrDb())
                .isLessThan(curve.points().get(39).sqnrDb());
    }
}
