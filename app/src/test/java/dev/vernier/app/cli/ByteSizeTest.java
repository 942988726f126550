package dev.vernier.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {
    @Test
    void megabytesAndGigabytes() {
        assertThat(new ByteSize().convert("512m").bytes()).isEqualTo(536_870_912);
        assertThat(new ByteSize().convert("2G").bytes()).isEqualTo(2_147_483_648L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"512", "", "-1m", "1.5g", "12345678g", "100m", "0g", "512mb"})
    void whatIsNoAmountOrTooLittleIsSaidSo(String text) {
        assertThatThrownBy(() -> new ByteSize().convert(text)).hasMessageStartingWith("'" + text + "'");
    }
}
