package dev.vernier.io.keras;

import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.op.Reshape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Layers around another layer. */
final class WrapperLayers {
    /** Layers that do the same to each step whether they see the steps apart or together. */
    private static final Set<String> POINTWISE =
            Set.of("Dense", "Activation", "ReLU", "LeakyReLU", "Dropout", "Rescaling", "TimeDistributedDense");

    private WrapperLayers() {}

    /** Steps are samples to the inner layer: they are laid out along the batch, and back. */
    static List<String> timeDistributed(LayerEmitter emit) {
        KerasLayer inner = KerasConfig.wrapped(emit.config().get("layer"));
        if (inner.nested().isPresent()) {
            throw new UnsupportedLayer("around a model");
        }
        KerasOpMapping mapping = KerasOpMappings.of(inner);
        if (POINTWISE.contains(inner.className())) {
            return mapping.map(emit.inner(inner, "", emit.x()));
        }
        Shape x = emit.shape(emit.x());
        long steps = emit.dim(emit.x(), 1, "the number of steps");
        String flat = emit.helper(
                "steps", new Reshape(false), emit.x(), emit.longs("steps_as_samples", withoutSteps(emit, x)));
        String y = mapping.map(emit.inner(inner, "", flat)).get(0);
        List<Long> back = new ArrayList<>(List.of(-1L, steps));
        Shape result = emit.shape(y);
        for (int i = 1; i < result.rank(); i++) {
            back.add(emit.dim(y, i, "a dimension"));
        }
        return List.of(emit.helper(
                "samples",
                new Reshape(false),
                y,
                emit.longs(
                        "samples_of_steps",
                        back.stream().mapToLong(Long::longValue).toArray())));
    }

    private static long[] withoutSteps(LayerEmitter emit, Shape x) {
        long[] target = new long[x.rank() - 1];
        target[0] = -1;
        for (int i = 2; i < x.rank(); i++) {
            target[i - 1] = emit.dim(emit.x(), i, "a dimension");
        }
        return target;
    }
}
