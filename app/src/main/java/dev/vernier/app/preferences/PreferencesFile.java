package dev.vernier.app.preferences;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vernier.engine.VernierException;
import dev.vernier.io.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Preferences as JSON where the platform keeps such files. A file that cannot be read counts as none: what it holds is convenience, and
 * nobody should have to repair it to start the program.
 */
public final class PreferencesFile {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path file;

    public PreferencesFile(Path file) {
        this.file = file;
    }

    /** Where this platform keeps a user's settings. */
    public static PreferencesFile ofUser() {
        return new PreferencesFile(
                folder(System.getProperty("os.name"), System.getProperty("user.home"), System.getenv())
                        .resolve("preferences.json"));
    }

    static Path folder(String system, String home, Map<String, String> environment) {
        String name = system.toLowerCase(Locale.ROOT);
        if (name.contains("mac")) {
            return Path.of(home, "Library", "Application Support", "Vernier");
        }
        if (name.contains("win")) {
            return Path.of(Optional.ofNullable(environment.get("APPDATA")).orElse(home), "Vernier");
        }
        return Optional.ofNullable(environment.get("XDG_CONFIG_HOME"))
                .filter(x -> !x.isBlank())
                .map(Path::of)
                .orElse(Path.of(home, ".config"))
                .resolve("vernier");
    }

    /** The folder that it lies in, where the program keeps what is the user's. */
    public Path folder() {
        return file.toAbsolutePath().getParent();
    }

    public Preferences read() {
        try {
            return Files.exists(file) ? JSON.readValue(file.toFile(), Preferences.class) : Preferences.usual();
        } catch (IOException unreadable) {
            return Preferences.usual();
        }
    }

    /** Writes them; where that is not possible they last until the window closes. */
    public void write(Preferences preferences) {
        try {
            Files.createDirectories(file.getParent());
            AtomicFile.write(file, out -> JSON.writeValue(out, preferences));
        } catch (IOException | VernierException notKept) {
            // a home that cannot be written to is no reason to disturb anybody's work
        }
    }
}
