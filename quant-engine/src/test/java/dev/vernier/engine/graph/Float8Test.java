package dev.vernier.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Numbers by hand are those of the tables in the OCP specification and in ONNX's Cast. */
class Float8Test {
    @ParameterizedTest
    @CsvSource({
        "E4M3FN, 0x01, 0.001953125", // 2^-9
        "E4M3FN, 0x07, 0.013671875", // largest subnormal: 0.875 · 2^-6
        "E4M3FN, 0x08, 0.015625", // smallest normal: 2^-6
        "E4M3FN, 0x38, 1",
        "E4M3FN, 0xB9, -1.125",
        "E4M3FN, 0x7E, 448",
        "E5M2, 0x01, 0.0000152587890625", // 2^-16
        "E5M2, 0x03, 0.0000457763671875", // 0.75 · 2^-14
        "E5M2, 0x04, 0.00006103515625", // 2^-14
        "E5M2, 0x3C, 1",
        "E5M2, 0x7B, 57344",
        "E5M2, 0xFC, -Infinity",
        "E4M3FNUZ, 0x7F, 240",
        "E4M3FNUZ, 0x40, 1",
        "E5M2FNUZ, 0x7F, 57344",
        "E5M2FNUZ, 0x40, 1"
    })
    void codesStandForTheNumbersOfTheSpecification(Float8 format, String code, float value) {
        byte bits = Integer.decode(code).byteValue();
        assertThat(format.decode(bits)).isEqualTo(value);
        assertThat(format.encode(value, false)).isEqualTo(bits);
    }

    @ParameterizedTest
    @CsvSource({
        "E4M3FN, 1.0624, 1",
        "E4M3FN, 1.0625, 1", // halfway to 1.125: the even mantissa
        "E4M3FN, 1.1875, 1.25", // halfway from 1.125
        "E4M3FN, 464, 448", // halfway to 480, which would be even
        "E4M3FN, 1e9, 448",
        "E4M3FN, -Infinity, -448",
        "E4M3FN, 0.0009765625, 0", // half of the smallest
        "E4M3FN, 0.00293, 0.00390625",
        "E5M2, 1.125, 1",
        "E5M2, 1.375, 1.5",
        "E5M2, 61440, 57344",
        "E5M2, Infinity, 57344"
    })
    void roundingIsHalfToEvenAndSaturates(Float8 format, float x, float rounded) {
        assertThat(format.round(x)).isEqualTo(rounded);
        assertThat(format.decode(format.encode(x))).isEqualTo(rounded);
    }

    @Test
    void withoutSaturationWhatIsTooLargeHasItsOwnCode() {
        assertThat(Float8.E4M3FN.encode(464, false)).isEqualTo((byte) 0x7E);
        assertThat(Float8.E4M3FN.encode(465, false)).isEqualTo((byte) 0x7F);
        assertThat(Float8.E4M3FN.encode(-1e9f, false)).isEqualTo((byte) 0xFF);
        assertThat(Float8.E5M2.encode(1e9f, false)).isEqualTo((byte) 0x7C);
        assertThat(Float8.E5M2.encode(Float.NEGATIVE_INFINITY, false)).isEqualTo((byte) 0xFC);
        assertThat(Float8.E5M2FNUZ.encode(1e9f, false)).isEqualTo((byte) 0x80);
        assertThat(Float8.E4M3FNUZ.encode(Float.POSITIVE_INFINITY, true)).isEqualTo((byte) 0x80);
        assertThat(Float8.E4M3FNUZ.encode(-0f, true)).isEqualTo((byte) 0);
    }

    @ParameterizedTest
    @EnumSource
    void everyCodeIsItsOwnNumbersNearest(Float8 format) {
        for (int code = 0; code < 256; code++) {
            float value = format.decode((byte) code);
            if (Float.isNaN(value)) {
                assertThat(format.decode(format.encode(value))).isNaN();
            } else {
                assertThat(format.encode(value, false)).as("code %x", code).isEqualTo((byte) code);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void noOtherNumberIsNearer(Float8 format) {
        Random random = new Random(8);
        for (int i = 0; i < 2000; i++) {
            float x = (float) (random.nextGaussian() * Math.pow(2, 24 * random.nextDouble() - 16));
            float rounded = format.round(x);
            assertThat(format.decode(format.encode(x))).isEqualTo(rounded);
            for (int code = 0; code < 256; code++) {
                float other = format.decode((byte) code);
                if (Float.isFinite(other)) {
                    assertThat(Math.abs((double) rounded - x)).isLessThanOrEqualTo(Math.abs((double) other - x));
                }
            }
        }
        assertThat(format.round(Float.NaN)).isNaN();
    }

    @Test
    void tensorsHoldThem() {
        TensorData t = TensorData.ofBytes(DataType.FLOAT8E4M3FN, Shape.of(3), (byte) 0x38, (byte) 0x7E, (byte) 0x81);
        assertThat(t.toFloats()).containsExactly(1f, 448f, -0.001953125f);
        assertThatThrownBy(() -> Float8.of(DataType.INT8)).isInstanceOf(IllegalArgumentException.class);
    }
}
