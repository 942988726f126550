package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.op.GlobalMaxPool;
import dev.vernier.engine.graph.op.MaxPool;
import dev.vernier.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets a kernel that computes in single precision take other floating types: operands are widened or rounded to FLOAT32 first, results
 * rounded to the first operand's type. (FLOAT64 models thus run in single precision.)
 */
final class Float32Kernel implements Kernel {
    private final Kernel kernel;

    Float32Kernel(Kernel kernel) {
        this.kernel = kernel;
    }

    @Override
    public boolean fusesPostOperations() {
        return kernel.fusesPostOperations();
    }

    @Override
    public Tensor[] run(KernelCall call) {
        if (call.isInteger()) {
            return kernel.run(call);
        }
        DataType type = call.tensor(0).type();
        boolean single = type == DataType.FLOAT32;
        for (int i = 1; i < call.operandCount(); i++) {
            if (call.has(i)) {
                DataType other = call.operands().get(i).type();
                single &= other == DataType.FLOAT32;
                if (!other.isFloating()) {
                    throw call.error("computes with floating-point values, but operand " + i + " is " + other
                            + "; insert a Cast or a DequantizeLinear");
                }
            }
        }
        if (single) {
            return kernel.run(call);
        }
        // The largest of small integers is exact in single precision.
        boolean selects = call.op() instanceof MaxPool || call.op() instanceof GlobalMaxPool;
        if (!type.isFloating() && !(selects && type.isInteger() && type.bits() <= 16)) {
            throw call.error("computes with floating-point values, not " + type + "; insert a Cast");
        }
        try (Owned owned = new Owned()) {
            List<KernelCall.Operand> converted = new ArrayList<>();
            for (KernelCall.Operand o : call.operands()) {
                converted.add(convert(o, owned));
            }
            Tensor[] results = kernel.run(call.withOperands(converted));
            for (int i = 0; i < results.length; i++) {
                try (Tensor result = results[i]) {
                    results[i] = CastKernel.cast(result, type);
                }
            }
            return results;
        }
    }

    private static KernelCall.Operand convert(KernelCall.Operand o, Owned owned) {
        if (o == null) {
            return null;
        }
        Tensor t = o.tensor() != null
                ? o.tensor()
                : owned.add(Tensor.of(o.constant().data()));
        if (t.type() == DataType.FLOAT32) {
            return o;
        }
        return KernelCall.Operand.of(owned.add(CastKernel.cast(t, DataType.FLOAT32)));
    }
}
