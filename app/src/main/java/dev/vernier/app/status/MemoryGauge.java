package dev.vernier.app.status;

import dev.vernier.app.format.NumberText;
import dev.vernier.app.preferences.MemorySetting;
import dev.vernier.engine.tensor.NativeMemory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the process takes of the machine's memory: heap, tensors and Java itself. Pages of libraries' files, which the system may take back
 * at any time and shares among processes, are told apart.
 */
final class MemoryGauge {
    private static final Path STATUS = Path.of("/proc/self/status");

    private MemoryGauge() {}

    /** Bytes that only this process needs; where the system does not say, as Java counts them. */
    static long usedBytes() {
        Map<String, Long> status = status(STATUS);
        return status.containsKey("RssAnon")
                ? status.get("RssAnon") + status.getOrDefault("RssShmem", 0L)
                : heapBytes()
                        + ManagementFactory.getMemoryMXBean()
                                .getNonHeapMemoryUsage()
                                .getCommitted()
                        + NativeMemory.bytesHeld();
    }

    /** Bytes that may be taken at most. */
    static long budgetBytes() {
        return MemorySetting.limitBytes();
    }

    /** The amounts in Linux's description of a process, in bytes; empty where there is none. */
    static Map<String, Long> status(Path file) {
        Map<String, Long> amounts = new HashMap<>();
        try {
            for (String line : Files.isReadable(file) ? Files.readAllLines(file) : List.<String>of()) {
                String[] words = line.split("\\s+");
                if (words.length == 3 && words[2].equals("kB")) {
                    amounts.put(words[0].replace(":", ""), Long.parseLong(words[1]) * 1024);
                }
            }
        } catch (IOException | NumberFormatException e) {
            return Map.of();
        }
        return amounts;
    }

    private static long heapBytes() {
        return Runtime.getRuntime().totalMemory();
    }

    /** What the memory is held for, in sentences for a tooltip. */
    static String parts() {
        long tensors = NativeMemory.bytesInUse();
        long pooled = NativeMemory.bytesPooled();
        long buffers = NativeMemory.bufferBytes();
        Long files = status(STATUS).get("RssFile");
        return "Memory that this program holds, of what it may take.\n"
                + "Java's heap: " + megabytes(heapBytes()) + " of "
                + megabytes(Runtime.getRuntime().maxMemory()) + ".\n"
                + "Outside the heap: " + megabytes(NativeMemory.bytesHeld()) + " of "
                + megabytes(NativeMemory.limitBytes()) + ": tensors, cached and prepared ones too, "
                + megabytes(tensors)
                + "; kept for the next " + megabytes(pooled) + "; models as read " + megabytes(buffers) + ".\n"
                + "The rest is Java itself and the window."
                + (files == null ? "" : " Libraries' files in memory, not counted: " + megabytes(files) + ".");
    }

    private static String megabytes(long bytes) {
        return NumberText.exactCount(bytes / 1_000_000) + " MB";
    }
}
