package dev.vernier.app.export;

import dev.vernier.io.export.ExportFormat;
import java.nio.file.Path;
import java.util.List;

/**
 * A file that was written.
 *
 * @param notes what its format could not say, a sentence each
 */
record Exported(ExportFormat format, Path file, long bytes, List<String> notes) {}
