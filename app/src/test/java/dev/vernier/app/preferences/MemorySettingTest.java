package dev.vernier.app.preferences;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemorySettingTest {
    @TempDir
    Path folder;

    @Test
    void aQuarterUntilAnAmountIsChosen() {
        MemorySetting setting = new MemorySetting(folder.resolve("new/memory"));
        assertThat(setting.chosenBytes()).isEmpty();
        assertThat(setting.bytes()).isEqualTo(MemorySetting.quarterBytes());

        setting.choose(OptionalLong.of(2048));
        assertThat(setting.bytes()).isEqualTo(2L << 30);

        setting.choose(OptionalLong.empty());
        assertThat(setting.bytes()).isEqualTo(MemorySetting.quarterBytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "64m", "much", "-1g", "99999999999g", "1g 2g"})
    void whatIsNoAmountThatWorksCountsAsNone(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("memory"), text);

        assertThat(new MemorySetting(file).chosenBytes()).isEmpty();
    }
}
