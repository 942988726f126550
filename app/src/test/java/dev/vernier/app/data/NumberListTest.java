package dev.vernier.app.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NumberListTest {
    @Test
    void numbersAndFractionsArePartedByCommasOrSpaces() {
        assertThat(NumberList.parse("1/255")).contains(List.of(1 / 255.0));
        assertThat(NumberList.parse(" 0.485, 0.456;0.406 ")).contains(List.of(0.485, 0.456, 0.406));
        assertThat(NumberList.parse("1 / 2 \u22123")).contains(List.of(0.5, -3.0));
        assertThat(NumberList.parse("1/0")).isEmpty();
        assertThat(NumberList.parse("")).isEmpty();
        assertThat(NumberList.parse("0.5, x")).isEmpty();
    }

    @Test
    void sizesAreWholeAndPositive() {
        assertThat(NumberList.parseSizes("224")).contains(List.of(224));
        assertThat(NumberList.parseSizes("96 × 128")).contains(List.of(96, 128));
        assertThat(NumberList.parseSizes("96x128")).contains(List.of(96, 128));
        assertThat(NumberList.parseSizes("0")).isEmpty();
        assertThat(NumberList.parseSizes("2.5")).isEmpty();
    }

    @Test
    void textIsReadBackAsTheSameNumbers() {
        List<Double> numbers = List.of(1 / 255.0, 1.0, 0.4914, -2.5);
        assertThat(NumberList.text(numbers)).isEqualTo("1/255, 1, 0.4914, -2.5");
        assertThat(NumberList.parse(NumberList.text(numbers))).contains(numbers);
    }
}
