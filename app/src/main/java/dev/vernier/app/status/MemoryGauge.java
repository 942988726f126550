package dev.vernier.app.status;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
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

    /** Bytes of memory the machine has. */
    static long physicalBytes() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }
}
