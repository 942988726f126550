package dev.vernier.engine.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.graph.ChannelLayout;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.quantize.ScaleCalculator;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantSpec;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
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

    @Test
    void channelsKeepTheirOwnGridsUnderOneLimit() {
        float[] wide = SeededValues.GAUSSIAN.values(2_000);
        float[] values = new float[4_000];
        for (int i = 0; i < 2_000; i++) {
            values[i] = wide[i];
            values[2_000 + i] = wide[i] / 10;
        }
        TensorStatistics all = TensorStatistics.of(values);
        List<TensorStatistics> channels = TensorStatistics.ofEachChannel(values, new ChannelLayout(1, 2, 2_000));
        QuantSpec spec = QuantSpec.weights(Precision.INT8);

        double each = last(ClipErrorCurve.of(all, channels, spec, 10, Cancellation.NEVER));
        double together = last(ClipErrorCurve.of(all, spec, 10));
        // the noise of the narrow channel, a tenth as wide, falls to a hundredth
        assertThat(each - together).isCloseTo(10 * Math.log10(2 / 1.01), within(0.05));
        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> ClipErrorCurve.of(all, channels, spec, 10, () -> true));
    }

    private static double last(ClipErrorCurve curve) {
        return curve.points().get(curve.points().size() - 1).sqnrDb();
    }
}
