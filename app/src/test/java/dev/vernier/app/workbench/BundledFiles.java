package dev.vernier.app.workbench;

import java.nio.file.Path;

/** Bundled files by name, for tests of other packages. */
public final class BundledFiles {
    private BundledFiles() {}

    public static Path of(String name) {
        return BundledSamples.file(name);
    }
}
