package dev.vernier.io.runtime;

import java.util.Arrays;
import java.util.function.Supplier;

/** Measured time a sample: the median over calls, so that first calls and hiccups do not count. */
final class RuntimeClock {
    private double[] millis = new double[64];
    private int calls;

    <T> T time(int samples, Supplier<T> call) {
        long start = System.nanoTime();
        T result = call.get();
        if (calls == millis.length) {
            millis = Arrays.copyOf(millis, calls * 2);
        }
        millis[calls++] = (System.nanoTime() - start) / 1e6 / samples;
        return result;
    }

    double millisPerSample() {
        double[] sorted = Arrays.copyOf(millis, calls);
        Arrays.sort(sorted);
        return calls == 0 ? Double.NaN : sorted[calls / 2];
    }
}
