package dev.vernier.app.preferences;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.tensor.NativeMemory;
import dev.vernier.engine.tensor.PhysicalMemory;
import dev.vernier.io.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much memory the program may take where the command line does not say: a quarter of the machine's, or what a file of one line says,
 * which the window writes. The launchers read that file too, because Java's heap is given its limit before the program runs.
 */
public final class MemorySetting {
    /** What works at all: small networks. */
    public static final long SMALLEST_BYTES = 256L << 20;

    /**
     * What Java takes for itself beside the heap: classes, compiled code, stacks, the collector's tables (an estimate;
     * docs/benchmarks.md has what processes took). The launchers know this number too.
     */
    public static final long JAVA_ITSELF_BYTES = 112L << 20;

    private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,6})([mg])");
    private static final int LONGEST_LINE = 64;

    private final Path file;

    MemorySetting(Path file) {
        this.file = file;
    }

    /** Beside the user's other preferences. */
    public static MemorySetting ofUser() {
        return new MemorySetting(PreferencesFile.ofUser().folder().resolve("memory"));
    }

    /**
     * Keeps to {@code bytes} from now on: what Java's heap, which was given its limit at the start, and Java itself leave is for tensors and
     * all else outside the heap. Where the heap may take nearly all, as without a launcher, a quarter of {@code bytes} more.
     */
    public static void keepTo(long bytes) {
        long left = bytes - Runtime.getRuntime().maxMemory() - JAVA_ITSELF_BYTES;
        NativeMemory.limitTo(Math.max(bytes / 4, left));
    }

    /** Most bytes that are taken: Java's heap, Java itself, and tensors and all else outside the heap. */
    public static long limitBytes() {
        return Runtime.getRuntime().maxMemory() + JAVA_ITSELF_BYTES + NativeMemory.limitBytes();
    }

    /** A quarter of the machine's memory, in bytes. */
    public static long quarterBytes() {
        return Math.max(SMALLEST_BYTES, PhysicalMemory.bytes() / 4);
    }

    /** Bytes that {@code text}, as {@code 512m} or {@code 2g}, means; empty if it is no amount. */
    public static OptionalLong bytesOf(String text) {
        Matcher m = WRITTEN.matcher(text.toLowerCase(Locale.ROOT));
        return m.matches()
                ? OptionalLong.of(Long.parseLong(m.group(1)) << (m.group(2).equals("g") ? 30 : 20))
                : OptionalLong.empty();
    }

    /** The amount chosen, in bytes; empty for the usual quarter, also where the file does not hold an amount that works. */
    public OptionalLong chosenBytes() {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LONGEST_LINE) {
                return OptionalLong.empty();
            }
            OptionalLong bytes =
                    bytesOf(Files.readString(file, StandardCharsets.UTF_8).strip());
            return bytes.isPresent() && bytes.getAsLong() >= SMALLEST_BYTES ? bytes : OptionalLong.empty();
        } catch (IOException unreadable) {
            return OptionalLong.empty();
        }
    }

    /** What may be taken, in bytes. */
    public long bytes() {
        return chosenBytes().orElseGet(MemorySetting::quarterBytes);
    }

    /**
     * Chooses from the next start on.
     *
     * @param megabytes empty for the usual quarter
     * @throws VernierException if it cannot be written down
     */
    public void choose(OptionalLong megabytes) {
        try {
            if (megabytes.isEmpty()) {
                Files.deleteIfExists(file);
                return;
            }
            Files.createDirectories(file.toAbsolutePath().getParent());
            AtomicFile.write(file, out -> out.write((megabytes.getAsLong() + "m\n").getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new VernierException(
                    "The amount of memory cannot be remembered in " + file + " (" + e.getMessage()
                            + "); make its folder writable, or start with --memory",
                    e);
        }
    }
}
