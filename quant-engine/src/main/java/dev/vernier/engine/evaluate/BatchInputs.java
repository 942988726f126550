package dev.vernier.engine.evaluate;

import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The graph's inputs on one batch, read when they are first asked for. Not safe for several threads. */
final class BatchInputs implements Supplier<Map<String, Tensor>>, AutoCloseable {
    /** Read at once, more only where a sample has more: a photograph is to be decoded, and reading is to stop soon when asked to. */
    private static final long READ_BYTES = 1 << 20;

    private final Graph graph;
    private final Dataset data;
    private final int from;
    private final int count;
    private final Cancellation cancellation;
    private final Map<String, Tensor> held = new LinkedHashMap<>();

    BatchInputs(Graph graph, Dataset data, int from, int count, Cancellation cancellation) {
        this.graph = graph;
        this.data = data;
        this.from = from;
        this.count = count;
        this.cancellation = cancellation;
    }

    /**
     * By name in the graph's order; they stay this object's.
     *
     * @throws java.util.concurrent.CancellationException if asked to stop
     */
    @Override
    public Map<String, Tensor> get() {
        if (held.isEmpty()) {
            long bytesOfSample = data.inputs().stream()
                    .mapToLong(i -> i.shape().elementCount() * TensorData.elementBytes(i.type()))
                    .sum();
            int atOnce = (int) Math.max(1, Math.min(count, READ_BYTES / Math.max(1, bytesOfSample)));
            for (int done = 0; done < count; done += atOnce) {
                cancellation.check();
                fill(done, data.batch(from + done, Math.min(atOnce, count - done)));
            }
        }
        return held;
    }

    /** Puts samples into the tensors from sample {@code first} on. */
    private void fill(int first, List<TensorData> read) {
        List<TensorSpec> specs = graph.inputs();
        for (int i = 0; i < specs.size(); i++) {
            TensorData part = read.get(i);
            Tensor all = held.computeIfAbsent(
                    specs.get(i).name(),
                    name -> Tensor.allocate(part.type(), part.shape().with(0, count)));
            long bytesOfSample = all.bytes() / count;
            all.buffer().position(Math.toIntExact(first * bytesOfSample)).put(part.bytes());
        }
    }

    @Override
    public void close() {
        held.values().forEach(Tensor::close);
        held.clear();
    }
}
