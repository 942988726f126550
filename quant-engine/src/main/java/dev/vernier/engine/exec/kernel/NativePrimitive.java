package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.tensor.NativeMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/** A oneDNN primitive made for certain shapes, with its arguments' descriptions; only where the arguments are changes between runs. */
final class NativePrimitive implements AutoCloseable {
    /** What one takes besides its arguments: generated code and bookkeeping, roughly. */
    private static final long ESTIMATED_BYTES = 64 << 10;

    private final primitive primitive;
    private final memory[] arguments;
    private final memory.desc[] descriptions;
    private final dnnl_exec_arg_t bound;
    private final String implementation;

    private NativePrimitive(Recipe recipe) {
        implementation = recipe.implementation;
        primitive = recipe.primitive.retainReference();
        int n = recipe.descriptions.size();
        arguments = new memory[n];
        descriptions = new memory.desc[n];
        bound = new dnnl_exec_arg_t(n).retainReference();
        for (int i = 0; i < n; i++) {
            descriptions[i] = recipe.descriptions.get(i).retainReference();
            arguments[i] = new memory(descriptions[i], OneDnn.CPU, new Pointer()).retainReference();
            bound.position(i).arg(recipe.ids.get(i)).memory(arguments[i].get());
        }
        bound.position(0);
        NativeMemory.countPrepared(ESTIMATED_BYTES);
    }

    /** What makes one: the primitive and, in the order {@link #run} takes them, its arguments. */
    static final class Recipe {
        private final primitive primitive;
        private final String implementation;
        private final List<Integer> ids = new ArrayList<>();
        private final List<memory.desc> descriptions = new ArrayList<>();

        Recipe(primitive_desc_base description, primitive primitive) {
            this.primitive = primitive;
            this.implementation = description.impl_info_str().getString();
        }

        Recipe argument(int id, memory.desc description) {
            ids.add(id);
            descriptions.add(description);
            return this;
        }
    }

    /** The primitive called {@code key}, made by {@code recipe} if it is not there yet. */
    @SuppressWarnings("try") // the scope is there to be closed
    static NativePrimitive get(PreparedResources resources, String key, Supplier<Recipe> recipe) {
        return resources.get(
                key,
                NativePrimitive.class,
                () -> {
                    // Everything made here is released at the end but for what the primitive retains.
                    try (PointerScope scope = new PointerScope()) {
                        return new NativePrimitive(recipe.get());
                    }
                },
                p -> ESTIMATED_BYTES);
    }

    /** Runs it and waits for the result. */
    void run(Pointer... data) {
        run(List.of(data));
    }

    void run(List<Pointer> data) {
        if (data.size() != arguments.length) {
            throw new IllegalArgumentException(data.size() + " arguments instead of " + arguments.length);
        }
        for (int i = 0; i < arguments.length; i++) {
            arguments[i].set_data_handle(data.get(i));
        }
        int status = dnnl.dnnl_primitive_execute(primitive.get(), OneDnn.queue().get(), arguments.length, bound);
        if (status == dnnl.dnnl_success) {
            status = dnnl.dnnl_stream_wait(OneDnn.queue().get());
        }
        if (status != dnnl.dnnl_success) {
            throw new VernierException(
                    "oneDNN could not run " + implementation + " (status " + status + "); use smaller batches");
        }
    }

    /** How argument {@code index} lies in memory. */
    memory.desc description(int index) {
        return descriptions[index];
    }

    /** Whether oneDNN has nothing better for it than its plain loops. */
    boolean isReference() {
        return implementation.contains("ref");
    }

    String implementation() {
        return implementation;
    }

    @Override
    public void close() {
        bound.releaseReference();
        for (int i = 0; i < arguments.length; i++) {
            arguments[i].releaseReference();
            descriptions[i].releaseReference();
        }
        primitive.releaseReference();
        NativeMemory.countPrepared(-ESTIMATED_BYTES);
    }
}
