package dev.vernier.engine.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.tensor.MemoryFormat;
import dev.vernier.engine.tensor.Tensor;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TensorComparisonTest {
    @Test
    void sumsAreThoseOfTheElements() {
        try (Tensor x = Tensor.of(TensorData.ofFloats(Shape.of(2, 2), 1, -2, 3, 0));
                Tensor y = Tensor.of(TensorData.ofFloats(Shape.of(2, 2), 2, -2, 0, 0.5f))) {
            // Differences -1, 0, 3, -0.5.
            assertThat(TensorComparison.of(x, y)).isEqualTo(new TensorComparison(4, 14, 8.25, 6, 10.25, 4.5, 3));
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
            // 142,857 rounds of 0 … 6, then 0, 1, 2, 3: Σ = 21, 6; Σ² = 91, 14.
            assertThat(c.count()).isEqualTo(n);
            assertThat(c.sumAbsoluteDifferences()).isCloseTo(142_857 * 21.0 + 6, Offset.offset(0.0));
            assertThat(c.sumSquaredDifferences()).isCloseTo(142_857 * 91.0 + 14, Offset.offset(0.0));
            assertThat(c.maxAbsoluteDifference()).isEqualTo(6);
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
