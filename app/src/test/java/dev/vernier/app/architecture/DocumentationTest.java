package dev.vernier.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documentation points to exists: files, headings, and in ARCHITECTURE.md classes and packages. */
class DocumentationTest {
    private static final Path ROOT =
            Path.of(System.getProperty("vernier.root", "..")).toAbsolutePath().normalize();
    private static final List<String> MODULES = List.of("quant-engine", "model-io", "app");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    /** {@code engine.spec}, {@code io.onnx.OnnxReader}, {@code BatchRun}: whole words in code style. */
    private static final Pattern CODE_NAME = Pattern.compile("`([A-Za-z0-9.]+)`");

    @Test
    void everyLinkLeadsSomewhere() {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            for (MatchResult link : LINK.matcher(read(page)).results().toList()) {
                String to = link.group(1);
                if (!to.contains("://") && !exists(page, to)) {
                    broken.add(ROOT.relativize(page) + ": " + to);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    private static boolean exists(Path page, String link) {
        int hash = link.indexOf('#');
        String file = hash < 0 ? link : link.substring(0, hash);
        Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
        return Files.exists(target) && (hash < 0 || anchors(target).contains(link.substring(hash + 1)));
    }

    /** Headings as links name them: lower case, hyphens for spaces, other signs left out. */
    private static Set<String> anchors(Path page) {
        Set<String> anchors = new HashSet<>();
        HEADING.matcher(read(page))
                .results()
                .forEach(h -> anchors.add(h.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                        .replace(' ', '-')));
        return anchors;
    }

    @Test
    void whatTheArchitecturePageNamesIsThere() {
        Set<String> known = namesInTheSources();
        List<String> unknown = new ArrayList<>();
        read(ROOT.resolve("ARCHITECTURE.md"))
                .lines()
                .filter(line -> line.startsWith("| "))
                .forEach(row -> CODE_NAME
                        .matcher(row)
                        .results()
                        .map(name -> name.group(1))
                        .filter(name -> !name.matches("X(Model|ViewBuilder|Controller|Task)"))
                        .filter(name -> name.matches("(engine|io|app|[A-Z]).*"))
                        .filter(name -> !known.contains(name.replaceFirst("\\b([A-Z]\\w*)\\.[A-Za-z]\\w*$", "$1")))
                        .forEach(unknown::add));
        assertThat(unknown).as("classes and packages that no source file has").isEmpty();
    }

    /** Of each source file and its package every ending: {@code dev.vernier.io.onnx.OnnxReader}, {@code io.onnx.OnnxReader}, … */
    private static Set<String> namesInTheSources() {
        Set<String> names = new HashSet<>();
        for (String module : MODULES) {
            for (String kind : List.of("main", "test")) {
                Path sources = ROOT.resolve(module).resolve("src").resolve(kind).resolve("java");
                if (Files.exists(sources)) {
                    walk(sources)
                            .filter(file -> file.toString().endsWith(".java"))
                            .forEach(file -> addEndings(sources.relativize(file), names));
                }
            }
        }
        return names;
    }

    private static void addEndings(Path source, Set<String> names) {
        String name = source.toString().replaceFirst("\\.java$", "").replaceAll("[/\\\\]", ".");
        for (String whole : List.of(name, name.substring(0, name.lastIndexOf('.')))) {
            for (String ending = whole; ; ending = ending.substring(ending.indexOf('.') + 1)) {
                names.add(ending);
                if (ending.indexOf('.') < 0) {
                    break;
                }
            }
        }
    }

    private static List<Path> pages() {
        List<Path> pages = new ArrayList<>(List.of(
                ROOT.resolve("README.md"),
                ROOT.resolve("ARCHITECTURE.md"),
                ROOT.resolve("CONTRIBUTING.md"),
                ROOT.resolve("assets/README.md")));
        walk(ROOT.resolve("docs"))
                .filter(file -> file.toString().endsWith(".md"))
                .forEach(pages::add);
        return pages;
    }

    private static Stream<Path> walk(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
