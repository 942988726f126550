package dev.vernier.app.theme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThemeTokensTest {
    private static final Pattern TOKEN = Pattern.compile("(-v-[a-z0-9-]+):\\s*(#[0-9a-f]{6});");
    private static final Pattern USE = Pattern.compile("-v-[a-z0-9-]+");

    private static final Pattern TEXT = Pattern.compile("-fx-(?:prompt-|highlight-)?(?:text-)?fill: (-v-[a-z0-9-]+)");
    private static final List<String> INKS =
            List.of("-v-ink", "-v-ink-2", "-v-accent", "-v-clip-ink", "-v-good-ink", "-v-warn-ink");
    /** What text stands on. */
    private static final List<String> GROUNDS =
            List.of("-v-ground", "-v-panel", "-v-chip", "-v-hover", "-v-field", "-v-accent-soft", "-v-clip-ground");

    private static String read(String file) throws IOException {
        try (InputStream in = Theme.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Map<String, String> tokens(String file) throws IOException {
        Map<String, String> tokens = new TreeMap<>();
        Matcher m = TOKEN.matcher(read(file));
        while (m.find()) {
            tokens.put(m.group(1), m.group(2));
        }
        return tokens;
    }

    private static double luminance(String color) {
        double sum = 0;
        double[] weights = {0.2126, 0.7152, 0.0722};
        for (int i = 0; i < 3; i++) {
            double c = Integer.parseInt(color.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
            sum += weights[i] * (c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4));
        }
        return sum;
    }

    /** By WCAG 2: 1 to 21. */
    private static double contrast(String a, String b) {
        double x = luminance(a) + 0.05;
        double y = luminance(b) + 0.05;
        return Math.max(x, y) / Math.min(x, y);
    }

    @Test
    void everyThemeDefinesWhatTheRulesUse() throws IOException {
        Set<String> used = new TreeSet<>();
        String rules = read("vernier.css") + read("drawer.css");
        Matcher m = USE.matcher(rules);
        while (m.find()) {
            used.add(m.group());
        }
        for (String file : new String[] {"tokens-light.css", "tokens-dark.css", "tokens-contrast.css"}) {
            assertThat(tokens(file).keySet()).as(file).containsAll(used);
            assertThat(tokens(file).keySet())
                    .as(file)
                    .isEqualTo(tokens("tokens-light.css").keySet());
        }
        assertThat(rules).as("colours are tokens").doesNotContainPattern("#[0-9a-fA-F]{3}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tokens-light.css", "tokens-dark.css", "tokens-contrast.css"})
    void textStandsOutFromItsGround(String file) throws IOException {
        Map<String, String> t = tokens(file);
        for (String ground : GROUNDS) {
            for (String ink : INKS) {
                assertThat(contrast(t.get(ink), t.get(ground)))
                        .as(ink + " on " + ground)
                        .isGreaterThanOrEqualTo(4.5);
            }
        }
        for (String ground : List.of("-v-accent", "-v-accent-hover")) {
            assertThat(contrast(t.get("-v-on-accent"), t.get(ground)))
                    .as(ground)
                    .isGreaterThanOrEqualTo(4.5);
        }
    }

    @Test
    void textHasNoOtherColour() throws IOException {
        Set<String> written = new TreeSet<>();
        Matcher m = TEXT.matcher(read("vernier.css") + read("drawer.css"));
        while (m.find()) {
            written.add(m.group(1));
        }
        written.removeAll(INKS);
        // the ground on ink is the tooltip's
        assertThat(written).containsExactly("-v-ground", "-v-on-accent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tokens-light.css", "tokens-dark.css", "tokens-contrast.css"})
    void signsStandOutWhereverTheyAre(String file) throws IOException {
        Map<String, String> t = tokens(file);
        // by WCAG 2.1 what is no text needs 3:1; the precisions' colours always have the name beside them
        for (String ground : new String[] {"-v-ground", "-v-panel"}) {
            for (String sign : new String[] {"-v-clip", "-v-accent-bar", "-v-good", "-v-warn", "-v-bad"}) {
                assertThat(contrast(t.get(sign), t.get(ground)))
                        .as(sign + " on " + ground)
                        .isGreaterThanOrEqualTo(3);
            }
        }
    }
}
