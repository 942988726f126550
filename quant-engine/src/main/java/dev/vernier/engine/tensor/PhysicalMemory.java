package dev.vernier.engine.tensor;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How much memory the machine has, or the container that the process runs in. */
public final class PhysicalMemory {
    private PhysicalMemory() {}

    /** In bytes; loads no native library. */
    public static long bytes() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }
}
