package dev.vernier.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class SensitivityCommandTest {
    /** In this sample a channel between two layers reaches 900: each of the two ruins the network alone, and no other does. */
    @Test
    void itNamesTheLayersThatHurt() {
        JsonNode layers = CommandLineRun.of("sensitivity", "digits-outlier", "--samples", "128", "--json")
                .json()
                .get("layers");
        assertThat(layers.size()).isGreaterThan(2);
        for (JsonNode layer : layers) {
            boolean touchesIt = List.of("block2.conv", "block3.conv")
                    .contains(layer.get("name").asText());
            assertThat(layer.get("alone").get("top1").asDouble() < 0.7).isEqualTo(touchesIt);
            assertThat(layer.get("alone").get("sqnrDb").asDouble() < 10).isEqualTo(touchesIt);
            assertThat(layer.get("allBut").get("top1").asDouble())
                    .as("the other of the two is enough")
                    .isLessThan(0.7);
        }
    }

    @Test
    void theTableHasALineForEachLayer() {
        CommandLineRun run = CommandLineRun.of("sensitivity", "digits-mlp", "--samples", "32");
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("worst alone first", "all but it", "output SQNR");
    }
}
