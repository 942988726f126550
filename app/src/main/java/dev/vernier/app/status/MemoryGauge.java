package dev.vernier.app.status;

import dev.vernier.app.format.NumberText;
import dev.vernier.engine.tensor.NativeMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the whole process takes of the machine's memory: heap, native tensors and code together where the system tells. */
final class MemoryGauge {
    private static final Path STATUS = Path.of("/proc/self/status");

    private MemoryGauge() {}

    /** Bytes resident in memory; where the system does not say, the heap in use. */
    static long usedBytes() {
        if (Files.isReadable(STATUS)) {
            try {
                List<String> lines = Files.readAllLines(STATUS);
                for (String line : lines) {
                    if (line.startsWith("VmRSS:")) {
                        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
                    }
                }
            } catch (IOException | NumberFormatException e) {
                return heapBytes();
            }
        }
        return heapBytes();
    }

    private static long heapBytes() {
        Runtime r = Runtime.getRuntime();
        return r.totalMemory() - r.freeMemory();
    }

    /** Bytes that heap and tensors, with what kernels prepare for them, may take at most. */
    static long budgetBytes() {
        return Runtime.getRuntime().maxMemory() + NativeMemory.limitBytes() / 3 * 4;
    }

    /** What the memory is held for, in a sentence for a tooltip. */
    static String parts() {
        return "Memory this program holds, of what it may take. Java's heap: " + megabytes(heapBytes()) + " of "
                + megabytes(Runtime.getRuntime().maxMemory()) + ". Tensors: " + megabytes(NativeMemory.bytesInUse())
                + " in use or cached and " + megabytes(NativeMemory.bytesPooled()) + " kept for the next, of "
                + megabytes(NativeMemory.limitBytes()) + ". The rest is Java itself, libraries and the window.";
    }

    private static String megabytes(long bytes) {
        return NumberText.exactCount(bytes / 1_000_000) + " MB";
    }
}
