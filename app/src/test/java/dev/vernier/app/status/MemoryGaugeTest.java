package dev.vernier.app.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.tensor.NativeMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryGaugeTest {
    @TempDir
    Path folder;

    @Test
    void amountsAreReadFromLinuxDescriptionOfAProcess() throws IOException {
        Path status = Files.writeString(
                folder.resolve("status"),
                "Name:\tjava\nVmRSS:\t  463000 kB\nRssAnon:\t  376000 kB\nRssFile:\t   87000 kB\nThreads:\t12\n");

        assertThat(MemoryGauge.status(status))
                .containsEntry("RssAnon", 376_000L * 1024)
                .containsEntry("RssFile", 87_000L * 1024)
                .hasSize(3);
    }

    @Test
    void elsewhereNothingIsKnown() {
        assertThat(MemoryGauge.status(folder.resolve("none"))).isEmpty();
    }

    @Test
    void theTooltipNamesHeapAndWhatIsOutsideIt() {
        assertThat(MemoryGauge.parts()).contains("Java's heap", "Outside the heap", "models as read");
        assertThat(MemoryGauge.usedBytes()).isPositive();
        assertThat(MemoryGauge.budgetBytes())
                .isGreaterThanOrEqualTo(Runtime.getRuntime().maxMemory() + NativeMemory.limitBytes());
    }
}
