package dev.vernier.app.preferences;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.app.theme.Theme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreferencesFileTest {
    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsReadAgain() {
        PreferencesFile file = new PreferencesFile(folder.resolve("new/preferences.json"));
        Preferences preferences = Preferences.usual()
                .withLook(Theme.DARK, 1.3)
                .withPlace(new Preferences.WindowPlace(40, 30, 1500, 950, true))
                .withLastProject("/projects/p.vernier.json")
                .withDrawer(new Preferences.Drawer("GRAPH", 310))
                .withColumns(new Preferences.Columns(List.of("#", "Error", "Layer"), List.of("MACs"), "Error", true))
                .withTourSeen(true)
                .withRecent(Preferences.Recent.ofModel("/models/a.onnx", null, null))
                .withRecent(Preferences.Recent.ofModel("/models/b.onnx", "/data/b.npz", "/data/c.npz"));

        file.write(preferences);

        assertThat(file.read()).isEqualTo(preferences);
        assertThat(file.read().recent())
                .extracting(Preferences.Recent::model)
                .containsExactly("/models/b.onnx", "/models/a.onnx");
    }

    @Test
    void aBrokenFileCountsAsNone() throws IOException {
        Path broken = Files.writeString(folder.resolve("preferences.json"), "{\"theme\": \"PINK\"");

        assertThat(new PreferencesFile(broken).read()).isEqualTo(Preferences.usual());
        assertThat(new PreferencesFile(folder.resolve("none.json")).read()).isEqualTo(Preferences.usual());
    }

    @Test
    void fieldsOfALaterVersionAreIgnoredAndMissingOnesAreUsual() throws IOException {
        Path later = Files.writeString(folder.resolve("preferences.json"), "{\"theme\": \"DARK\", \"colour\": 3}");

        Preferences read = new PreferencesFile(later).read();

        assertThat(read.theme()).isEqualTo(Theme.DARK);
        assertThat(read.textScale()).isEqualTo(1);
        assertThat(read.recent()).isEmpty();
        assertThat(read.drawer().open()).isNull();
        assertThat(read.columns()).isNull();
        assertThat(read.tourSeen()).isFalse();
    }

    @Test
    void aFileThatCannotBeWrittenDisturbsNobody() throws IOException {
        Path inTheWay = Files.writeString(folder.resolve("file"), "");

        new PreferencesFile(inTheWay.resolve("preferences.json")).write(Preferences.usual());

        assertThat(inTheWay).hasContent("");
    }

    @Test
    void theSameModelIsListedOnceAndTenAreKept() {
        Preferences p = Preferences.usual();
        for (int i = 0; i < 12; i++) {
            p = p.withRecent(Preferences.Recent.ofModel("/m" + i, null, null));
        }
        p = p.withRecent(Preferences.Recent.ofModel("/m5", "/d", null));

        assertThat(p.recent()).hasSize(10);
        assertThat(p.recent().get(0)).isEqualTo(Preferences.Recent.ofModel("/m5", "/d", null));
        assertThat(p.recent()).extracting(Preferences.Recent::model).doesNotHaveDuplicates();

        p = p.withRecent(Preferences.Recent.ofProject("/p", "m5"));
        assertThat(p.recent())
                .as("a project is not its model")
                .hasSize(10)
                .startsWith(Preferences.Recent.ofProject("/p", "m5"), Preferences.Recent.ofModel("/m5", "/d", null));
    }

    @Test
    void everyPlatformHasItsFolder() {
        assertThat(PreferencesFile.folder("Linux", "/home/a", Map.of())).isEqualTo(Path.of("/home/a/.config/vernier"));
        assertThat(PreferencesFile.folder("Linux", "/home/a", Map.of("XDG_CONFIG_HOME", "/x")))
                .isEqualTo(Path.of("/x/vernier"));
        assertThat(PreferencesFile.folder("Mac OS X", "/Users/a", Map.of()))
                .isEqualTo(Path.of("/Users/a/Library/Application Support/Vernier"));
        assertThat(PreferencesFile.folder("Windows 11", "/u", Map.of("APPDATA", "/u/roaming")))
                .isEqualTo(Path.of("/u/roaming/Vernier"));
    }
}
