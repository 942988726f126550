package dev.vernier.engine.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.tensor.MemoryFormat;
import dev.vernier.engine.tensor.Tensor;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TensorComparisonTest {
    @Test
    void sumsAreThoseOfTheElements() {
        try (Tensor x = Tensor.of(TensorData.ofFloats(Shape.of(2, 2), 1, -2, 3, 0));
                Tensor y = Tensor.of(TensorData.ofFloats(Shape.of(2, 2), 2, -2, 0, 0.5f))) {
            // Differences -1, 0, 3, -0.5.
            assertThat(TensorComparison.of(x, y)).isEqualTo(new TensorComparison(4, 14, 8.25, 6, 10.25, 3));
        }
    }

    @Test
    void memoryFormatsMayDiffer() {
        try (Tensor x = Tensor.of(TensorData.ofFloats(Shape.of(1, 2, 2), 1, 2, 3, 4));
                Tensor y = Tensor.allocate(DataType.FLOAT32, Shape.of(1, 2, 2), MemoryFormat.CHANNELS_LAST)) {
            y.floats().put(new float[] {1, 3, 2, 4});

            assertThat(TensorComparison.of(x, y).maxAbsoluteDifference()).isZero();
        }
    }

    @Test
    void manyPartsAddUp() {
        int n = 1_000_003;
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = i % 7;
        }
        try (Tensor x = Tensor.of(TensorData.ofFloats(Shape.of(n), values));
                Tensor y = Tensor.of(TensorData.ofFloats(Shape.of(n), new float[n]))) {
            TensorComparison c = TensorComparison.of(x, y);
            // 142,857 rounds of 0 … 6, then 0, 1, 2, 3: Σ² = 91, 14.
            assertThat(c.count()).isEqualTo(n);
            assertThat(c.sumSquaredDifferences()).isCloseTo(142_857 * 91.0 + 14, Offset.offset(0.0));
            assertThat(c.maxAbsoluteDifference()).isEqualTo(6);
        }
    }

    /** Squares of these leave the range of single precision, upwards and downwards. */
    @ParameterizedTest
    @ValueSource(floats = {1e25f, 1e-25f})
    void hugeAndTinyNumbersAddUp(float unit) {
        try (Tensor x = Tensor.of(TensorData.ofFloats(Shape.of(3), unit, -2 * unit, 0));
                Tensor y = Tensor.of(TensorData.ofFloats(Shape.of(3), unit, unit, 0))) {
            TensorComparison c = TensorComparison.of(x, y);
            double square = (double) unit * unit;
            assertThat(c.sumSquaresX()).isCloseTo(5 * square, Percentage.withPercentage(1e-4));
            assertThat(c.sumSquaredDifferences()).isCloseTo(9 * square, Percentage.withPercentage(1e-4));
            assertThat(c.sumProducts()).isCloseTo(-square, Percentage.withPercentage(1e-4));
        }
    }

    /** In single precision, lane by lane, beside the same in double precision, one after the other. */
    @Test
    void sumsAreRightToSixDigits() {
        Random r = new Random(11);
        float[] a = new float[200_001];
        float[] b = new float[a.length];
        double squares = 0;
        double products = 0;
        double differences = 0;
        for (int i = 0; i < a.length; i++) {
            a[i] = (float) r.nextGaussian() * 3;
            b[i] = Math.round(a[i] * 20) / 20f;
            squares += (double) a[i] * a[i];
            products += (double) a[i] * b[i];
            differences += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
        }
        try (Tensor x = Tensor.of(TensorData.ofFloats(Shape.of(a.length), a));
                Tensor y = Tensor.of(TensorData.ofFloats(Shape.of(a.length), b))) {
            TensorComparison c = TensorComparison.of(x, y);
            assertThat(c.sumSquaresX()).isCloseTo(squares, Percentage.withPercentage(1e-4));
            assertThat(c.sumProducts()).isCloseTo(products, Percentage.withPercentage(1e-4));
            assertThat(c.sumSquaredDifferences()).isCloseTo(differences, Percentage.withPercentage(1e-4));
        }
    }

    @Test
    void shapesMustBeEqual() {
        try (Tensor x = Tensor.of(TensorData.ofFloats(Shape.of(1, 2), 1, 2));
                Tensor y = Tensor.of(TensorData.ofFloats(Shape.of(2), 1, 2))) {
            assertThatThrownBy(() -> TensorComparison.of(x, y))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("1×2");
        }
    }

    @Test
    void predictedClassIsTheFirstOfTheLargest() {
        try (Tensor scores = Tensor.of(TensorData.ofFloats(Shape.of(3, 3, 1, 1), 1, 5, 5, 9, 0, -1, -3, -2, -1))) {
            assertThat(TensorComparison.predictedClasses(scores)).containsExactly(1, 0, 2);
        }
    }
}
