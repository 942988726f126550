package dev.vernier.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SensitivityCommandTest {
    /** In this sample a channel between two layers reaches 900: each of the two ruins the network alone, and no other does. */
    @Test
    void itNamesTheLayersThatHurt() {
        JsonNode json = CommandLineRun.of("sensitivity", "digits-outlier", "--samples", "128", "--json")
                .json();
        assertThat(json.at("/calibration/source").asText()).isEqualTo("digits-calibration");
        JsonNode layers = json.get("layers");
        assertThat(layers.size()).isGreaterThan(2);
        for (JsonNode layer : layers) {
            boolean touchesIt = List.of("block2.conv", "block3.conv")
                    .contains(layer.get("name").asText());
            assertThat(layer.get("alone").get("top1").asDouble() < 0.7).isEqualTo(touchesIt);
            assertThat(layer.at("/alone/delta/top1").asDouble() < -0.2).isEqualTo(touchesIt);
            assertThat(layer.get("alone").get("sqnrDb").asDouble() < 10).isEqualTo(touchesIt);
            assertThat(layer.get("allBut").get("top1").asDouble())
                    .as("the other of the two is enough")
                    .isLessThan(0.7);
        }
    }

    /** What ruins the sample is the range of activations; its weights cost nothing. */
    @Test
    void apartItSaysWhetherWeightsOrActivationsHurt() {
        JsonNode json = CommandLineRun.of("sensitivity", "digits-outlier", "--samples", "64", "--apart", "--json")
                .json();
        assertThat(json.get("headline").asText()).isEqualTo("top1");
        for (JsonNode layer : json.get("weights")) {
            assertThat(layer.get("alone").get("klDivergence").asDouble()).isLessThan(0.001);
        }
        List<String> hurt = new ArrayList<>();
        List<String> all = new ArrayList<>();
        json.get("activations").forEach(l -> {
            all.add(l.get("name").asText());
            if (l.get("alone").get("klDivergence").asDouble() > 0.1) {
                hurt.add(l.get("name").asText());
            }
        });
        assertThat(hurt).containsExactly("block2.conv", "block3.conv");
        assertThat(all)
                .contains("image", "head.pool")
                .hasSize(json.get("weights").size() + 2);
        assertThat(json.get("whole").get("top1").asDouble()).isLessThan(0.7);
    }

    @Test
    void theTableHasALineForEachLayer() {
        CommandLineRun run = CommandLineRun.of("sensitivity", "digits-mlp", "--samples", "32");
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("calibrated on 300 samples", "worst alone first", "all but it", "output SQNR");
    }
}
