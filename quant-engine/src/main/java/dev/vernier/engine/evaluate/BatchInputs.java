package dev.vernier.engine.evaluate;

import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The graph's inputs on one batch, read when they are first asked for. Not safe for several threads. */
final class BatchInputs implements Supplier<Map<String, Tensor>>, AutoCloseable {
    private final Graph graph;
    private final Dataset data;
    private final int from;
    private final int count;
    private final Map<String, Tensor> held = new LinkedHashMap<>();

    BatchInputs(Graph graph, Dataset data, int from, int count) {
        this.graph = graph;
        this.data = data;
        this.from = from;
        this.count = count;
    }

    /** By name in the graph's order; they stay this object's. */
    @Override
    public Map<String, Tensor> get() {
        if (held.isEmpty()) {
            List<TensorData> read = data.batch(from, count);
            List<TensorSpec> specs = graph.inputs();
            for (int i = 0; i < specs.size(); i++) {
                held.put(specs.get(i).name(), Tensor.of(read.get(i)));
            }
        }
        return held;
    }

    @Override
    public void close() {
        held.values().forEach(Tensor::close);
        held.clear();
    }
}
