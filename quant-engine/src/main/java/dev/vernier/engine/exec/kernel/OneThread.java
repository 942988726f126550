package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.tensor.NativeMemory;
import dev.vernier.engine.tensor.ParallelLoop;
import org.bytedeco.javacpp.Loader;
import org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu;

/**
 * Threads whose native kernels use no other thread. Where several batches run at once, each on a core of its own, no kernel waits for
 * another core and what it reads is still in its core's cache.
 *
 * <p>OpenMP counts threads for each calling thread; ND4J has the call that sets the count, and on Linux both libraries run in one OpenMP.
 */
public final class OneThread {
    private OneThread() {}

    /** How many threads of that kind are worth having: one a core, or none where kernels cannot be kept to one thread. */
    public static int worthHaving() {
        return Loader.getPlatform().startsWith("linux") ? ParallelLoop.THREADS : 1;
    }

    /** Keeps what the calling thread runs from now on to that thread. */
    public static void stay() {
        loadOneDnn();
        ParallelLoop.stayAlone();
        try {
            new Nd4jCpu().setOmpNumThreads(1);
        } catch (LinkageError e) {
            // Native kernels then use all cores from each of these threads: slower, and right.
        }
    }

    /** Loads what {@link #stay} needs; nothing where that cannot be. */
    public static void loadLibraries() {
        try {
            loadOneDnn();
            Loader.load(Nd4jCpu.class);
        } catch (LinkageError e) {
            // Whoever needs them says so.
        }
    }

    /** First of all libraries: the one loaded first brings the OpenMP for all. */
    private static void loadOneDnn() {
        NativeMemory.prepare();
        OneDnn.load();
    }
}
