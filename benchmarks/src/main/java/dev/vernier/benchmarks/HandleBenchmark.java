package dev.vernier.benchmarks;

import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.quantize.ScaleCalculator;
import dev.vernier.engine.range.ClipErrorCurve;
import dev.vernier.engine.range.GridPreview;
import dev.vernier.engine.range.RangeResolver;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What follows a handle while it moves: from counts, whatever the number of values counted. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
public class HandleBenchmark {
    private final QuantSpec spec = Preset.INT8.config().activations();
    private TensorStatistics statistics;
    private float high;

    @Setup
    public void count() {
        Random r = new Random(1);
        float[] values = new float[1 << 20];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) r.nextGaussian();
        }
        statistics = TensorStatistics.of(values);
    }

    @Benchmark
    public Object handleMoved() {
        high = high > 4 ? 1 : high + 0.01f;
        return GridPreview.of(statistics, ScaleCalculator.perTensor(new ClipRange(-2, high), spec));
    }

    @Benchmark
    public Object errorCurve() {
        return ClipErrorCurve.of(statistics, spec, 60);
    }

    @Benchmark
    public Object leastSquaredErrorRule() {
        return RangeResolver.resolve(statistics, spec.withRule(new RangeRule.LeastSquaredError()));
    }
}
