package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.tensor.NativeMemory;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;

/** oneDNN's engine for this processor, and how its descriptions of memory are made. */
final class OneDnn {
    static final engine CPU;
    private static final ThreadLocal<stream> QUEUE = ThreadLocal.withInitial(OneDnn::newQueue);

    static {
        NativeMemory.prepare();
        CPU = new engine(engine.kind.cpu, 0);
        // Whoever loads this class first may be in a scope that releases what was made in it.
        CPU.retainReference();
    }

    private static stream newQueue() {
        return new stream(CPU).retainReference();
    }

    /** Where the calling thread's primitives run. */
    static stream queue() {
        return QUEUE.get();
    }

    private OneDnn() {}

    /**
     * What the processor can do, as {@code dnnl_cpu_isa_t}. Asked here, so that loading this class is the first that any thread does with
     * oneDNN: two that begin differently load the libraries in different orders and wait for each other for ever.
     */
    static int instructionSets() {
        return dnnl.dnnl_get_effective_cpu_isa();
    }

    /** Nothing but what loading this class does. */
    static void load() {
        queue()._wait();
    }

    static memory.desc describe(NativeView view) {
        return new memory.desc(view.dims(), typeOf(view.type()), view.strides());
    }

    /** Memory in whatever order the primitive likes best. */
    static memory.desc anyOrder(NativeView view) {
        return new memory.desc(view.dims(), typeOf(view.type()), memory.format_tag.any);
    }

    /** Attributes that ask for the same bits on every run. */
    static primitive_attr attributes() {
        primitive_attr attributes = new primitive_attr();
        dnnl.dnnl_primitive_attr_set_deterministic(attributes.get(), 1);
        return attributes;
    }

    private static memory.data_type typeOf(DataType type) {
        switch (type) {
            case FLOAT32:
                return memory.data_type.f32;
            case FLOAT16:
                return memory.data_type.f16;
            case BFLOAT16:
                return memory.data_type.bf16;
            case INT32:
                return memory.data_type.s32;
            case INT8:
                return memory.data_type.s8;
            case UINT8:
                return memory.data_type.u8;
            default:
                throw new IllegalArgumentException("oneDNN has no type " + type);
        }
    }
}
