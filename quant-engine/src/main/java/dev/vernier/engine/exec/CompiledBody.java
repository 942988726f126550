package dev.vernier.engine.exec;

import dev.vernier.engine.exec.kernel.Codes;
import dev.vernier.engine.exec.kernel.PreparedResources;
import dev.vernier.engine.graph.Body;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** A graph inside a node, compiled once and run with tensors. */
final class CompiledBody implements AutoCloseable {
    private final Graph graph;
    private final KernelCache kernels = new KernelCache();
    private final CompiledGraph compiled;

    private CompiledBody(Graph graph) {
        this.graph = graph;
        this.compiled = CompiledGraph.compile(graph, new HashSet<>(graph.outputs()), kernels);
    }

    /** Runs {@code body}, which is compiled when it first runs and kept in {@code resources}. */
    static List<Tensor> run(Body body, List<Tensor> inputs, PreparedResources resources) {
        return resources
                .get(
                        "body " + body,
                        CompiledBody.class,
                        () -> new CompiledBody(body.graph()),
                        CompiledBody::constantBytes)
                .run(inputs);
    }

    private static long constantBytes(CompiledBody body) {
        return body.graph.constants().values().stream()
                .mapToLong(c -> c.elementCount() * TensorData.elementBytes(c.type()))
                .sum();
    }

    private List<Tensor> run(List<Tensor> inputs) {
        Map<String, Tensor> values = new HashMap<>();
        try {
            for (int i = 0; i < graph.inputs().size(); i++) {
                values.put(graph.inputs().get(i).name(), inputs.get(i).retain());
            }
            for (Step step : compiled.steps()) {
                Tensor[] in = step.inputs().stream().map(values::get).toArray(Tensor[]::new);
                Tensor[] out = step.run(in);
                for (int i = 0; i < out.length; i++) {
                    if (i < step.outputs().size()) {
                        values.put(step.outputs().get(i), out[i]);
                    } else {
                        out[i].close();
                    }
                }
            }
            List<Tensor> results = new ArrayList<>();
            for (String name : graph.outputs()) {
                Tensor t = values.get(name);
                results.add(
                        t != null
                                ? t.grid().isPresent() ? Codes.decoded(t) : t.retain()
                                : Tensor.of(compiled.constant(name).orElseThrow()));
            }
            return results;
        } finally {
            values.values().forEach(Tensor::close);
        }
    }

    @Override
    public void close() {
        kernels.close();
    }
}
