package dev.vernier.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What compiled classes do not show: how long a source file is, and that each package says what it is for. */
class SourceLayoutTest {

    private static final int LONGEST_FILE = 420;
    private static final Path ROOT = Path.of(System.getProperty("vernier.root", ".."));
    private static final List<String> MODULES = List.of("quant-engine", "model-io", "app");

    @Test
    void noSourceFileIsTooLongToReadInOneSitting() {
        List<String> tooLong = new ArrayList<>();
        for (Path file : javaFiles("main", "test")) {
            long lines = lines(file);
            if (lines > LONGEST_FILE) {
                tooLong.add(ROOT.relativize(file) + " has " + lines + " lines");
            }
        }

        assertThat(tooLong)
                .as("a file over %d lines holds more than one thing; split it by what its parts are", LONGEST_FILE)
                .isEmpty();
    }

    @Test
    void everyPackageSaysWhatItIsFor() {
        List<Path> silent = javaFiles("main").stream()
                .map(Path::getParent)
                .distinct()
                .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
                .map(ROOT::relativize)
                .toList();

        assertThat(silent).as("packages without a package-info.java").isEmpty();
    }

    private static List<Path> javaFiles(String... kinds) {
        List<Path> files = new ArrayList<>();
        for (String module : MODULES) {
            for (String kind : kinds) {
                Path folder = ROOT.resolve(module).resolve("src").resolve(kind).resolve("java");
                if (Files.exists(folder)) {
                    try (Stream<Path> walk = Files.walk(folder)) {
                        walk.filter(path -> path.toString().endsWith(".java")).forEach(files::add);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        }
        assertThat(files).as("source files below %s", ROOT.toAbsolutePath()).isNotEmpty();
        return files;
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
