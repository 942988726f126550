package dev.vernier.engine.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.HalfPrecision;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.RoundToFloat;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rounding whole tensors gives the bits of {@link HalfPrecision}, whatever kinds of numbers stand together. */
class RoundToFloatTest {
    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "BFLOAT16"})
    void equalsHalfPrecisionBitForBit(DataType format) {
        Random random = new Random(5);
        float[] values = new float[40_000];
        for (int i = 0; i < values.length; i++) {
            // Blocks of common numbers, of numbers around the subnormal and the overflow boundary, of ties, and of any
            // bits.
            int bits = random.nextInt();
            switch (i / 4000 % 5) {
                case 0:
                    values[i] = i % 3 == 0 ? 0f : (float) random.nextGaussian() + 3;
                    break;
                case 1:
                    values[i] = Float.intBitsToFloat(bits & 0x83FFFFFF | 0x38000000);
                    break;
                case 2:
                    values[i] = 65472 + random.nextInt(4000) / 32f;
                    break;
                case 3:
                    values[i] = Float.intBitsToFloat(bits & 0xFFFFF000);
                    break;
                default:
                    values[i] = Float.intBitsToFloat(bits);
            }
        }

        float[] rounded = OneNode.run(new RoundToFloat(format), TensorData.ofFloats(Shape.of(values.length), values))
                .toFloats();

        for (int i = 0; i < values.length; i++) {
            float want = format == DataType.FLOAT16
                    ? HalfPrecision.roundToFloat16(values[i])
                    : HalfPrecision.roundToBFloat16(values[i]);
            assertThat(Float.floatToIntBits(rounded[i])).as("of %s", values[i]).isEqualTo(Float.floatToIntBits(want));
        }
    }
}
