package dev.vernier.app.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PlotNumbersTest {
    @Test
    void numbersBecomeCsvWithAHeader() {
        PlotNumbers numbers = PlotNumbers.table("from", "to, incl.", "values")
                .row(-0.5, 0.25, 12L)
                .row(0.25, Double.NaN, 3.0)
                .done();

        assertThat(numbers.csv()).isEqualTo("from,\"to, incl.\",values\r\n-0.5,0.25,12\r\n0.25,,3\r\n");
    }

    @Test
    void quotesAndLineBreaksAreQuoted() {
        assertThat(PlotNumbers.table("name").row("a \"b\"").row("c\nd").done().csv())
                .isEqualTo("name\r\n\"a \"\"b\"\"\"\r\n\"c\nd\"\r\n");
    }

    @Test
    void aRowHasACellForEachColumn() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlotNumbers.table("a", "b").row(1))
                .withMessageContaining("1 cells for 2 columns");
    }
}
