package dev.vernier.io.runtime;

import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.io.onnx.OnnxWriter;
import java.util.List;

/** How long a quantized model takes in ONNX Runtime on this machine. */
public final class RuntimeTiming {
    private static final int WARM_UP_CALLS = 3;
    private static final long NANOS = 300_000_000;
    private static final int MAX_CALLS = 500;

    private RuntimeTiming() {}

    /**
     * Exports {@code model} into memory, loads it and runs one sample after another, as a device would; where the model takes a fixed
     * number of samples at once, so many. The median over the calls of about 0.3 s, after a few that do not count.
     *
     * @param data fitted to the model
     * @param threads that the runtime may use
     * @return milliseconds a sample
     * @throws dev.vernier.engine.VernierException if the plan has no ONNX form, or the runtime does not take it
     * @throws java.util.concurrent.CancellationException if asked to stop
     */
    public static double millisPerSample(QuantizedModel model, Dataset data, int threads, Cancellation cancellation) {
        String name = "the exported " + model.plan().preset().label() + " model";
        try (OnnxRuntime exported = OnnxRuntime.load(name, OnnxWriter.toBytes(model), threads)) {
            int fixed = ExportedPorts.largestBatch(exported);
            int batch = Math.min(data.size(), fixed == Integer.MAX_VALUE ? 1 : fixed);
            RuntimeClock clock = new RuntimeClock();
            long end = 0;
            for (int call = 0; call < MAX_CALLS + WARM_UP_CALLS; call++) {
                cancellation.check();
                List<TensorData> inputs = data.batch(call * batch % (data.size() - batch + 1), batch);
                if (call < WARM_UP_CALLS) {
                    exported.run(inputs);
                    end = System.nanoTime() + NANOS;
                } else {
                    clock.time(batch, () -> exported.run(inputs));
                    if (System.nanoTime() > end) {
                        break;
                    }
                }
            }
            return clock.millisPerSample();
        }
    }
}
