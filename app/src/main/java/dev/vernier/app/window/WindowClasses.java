package dev.vernier.app.window;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Loads the classes a window is made of, so that an archive of loaded classes, which the launcher has a run without a window write, holds
 * them. Loaded from such an archive a class costs a tenth of what reading and checking it costs.
 */
public final class WindowClasses {
    /** Of JavaFX, what draws on other systems, or is for media and the web. */
    private static final List<String> LEFT_OUT = List.of(
            "com/sun/glass/ui/monocle/",
            "com/sun/glass/ui/mac/",
            "com/sun/glass/ui/win/",
            "com/sun/glass/ui/ios/",
            "com/sun/prism/d3d/",
            "module-info",
            "META-INF/");

    private WindowClasses() {}

    /** @return how many could be loaded */
    public static int load() {
        int loaded = 0;
        for (Path jar : jars()) {
            for (String name : classesOf(jar)) {
                try {
                    Class.forName(name, false, WindowClasses.class.getClassLoader());
                    loaded++;
                } catch (ClassNotFoundException | LinkageError absent) {
                    // made for a library or a system that is not here
                }
            }
        }
        return loaded;
    }

    /** The program's own jar and those beside it that windows are made with. */
    private static List<Path> jars() {
        try {
            Path own = Path.of(WindowClasses.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path libraries = own.resolveSibling("lib");
            List<Path> jars = new ArrayList<>();
            if (Files.isRegularFile(own)) {
                jars.add(own);
            }
            if (Files.isDirectory(libraries)) {
                try (Stream<Path> files = Files.list(libraries)) {
                    files.filter(WindowClasses::isOfWindows).sorted().forEach(jars::add);
                }
            }
            return jars;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isOfWindows(Path jar) {
        String name = jar.getFileName().toString().toLowerCase(Locale.ROOT);
        return Stream.of("javafx-base", "javafx-graphics", "javafx-controls", "controlsfx", "atlantafx")
                .anyMatch(name::startsWith);
    }

    private static List<String> classesOf(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class") && LEFT_OUT.stream().noneMatch(name::startsWith))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
