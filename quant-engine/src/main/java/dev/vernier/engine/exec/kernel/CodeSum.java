package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.javacpp.Pointer;

/**
 * The sum of two coded tensors as codes, in one pass: {@code (a·sa + b·sb − (za·sa + zb·sb))}, limited, divided by the result's scale and
 * rounded, in single precision. ONNX Runtime's QLinearAdd takes the zero points out at once, too; against the sum of real values only the
 * rounding of the sum differs.
 */
public final class CodeSum {
    private CodeSum() {}

    /**
     * A new coded tensor.
     *
     * @param a coded
     * @param b coded, of the same shape
     * @param limits what limits the real sum, in order; {@link PostOperation.Limit} alone
     * @param grid the result's
     */
    public static Tensor of(
            Tensor a, Tensor b, List<PostOperation> limits, QuantParams grid, PreparedResources resources) {
        Tensor sum = Tensor.allocateCodes(grid, a.shape(), a.format());
        if (sum.elementCount() == 0) {
            return sum;
        }
        try (Owned owned = new Owned()) {
            Tensor second = owned.add(MemoryOrder.inFormat(b, a.format(), resources));
            QuantParams gridA = a.grid().orElseThrow();
            QuantParams gridB = b.grid().orElseThrow();
            float shift =
                    (float) ((double) gridA.zeroPoint() * gridA.scale() + (double) gridB.zeroPoint() * gridB.scale());
            Tensor numbers = owned.add(Codes.numbersOf(grid));
            List<Pointer> arguments = new ArrayList<>(List.of(a.pointer(), second.pointer(), sum.pointer()));
            arguments.add(owned.add(number(gridA.scale())).pointer());
            arguments.add(owned.add(number(gridB.scale())).pointer());
            arguments.add(owned.add(number(shift)).pointer());
            arguments.add(numbers.pointer());
            arguments.addAll(Codes.encodingPointers(numbers));
            primitive(resources, a, b, sum, limits).run(arguments);
            return sum;
        } catch (RuntimeException e) {
            sum.close();
            throw e;
        }
    }

    private static Tensor number(float value) {
        Tensor t = Tensor.allocate(DataType.FLOAT32, Shape.of(1));
        t.floats().put(0, value);
        return t;
    }

    private static NativePrimitive primitive(
            PreparedResources resources, Tensor a, Tensor b, Tensor sum, List<PostOperation> limits) {
        NativeView first = flat(a);
        NativeView second = flat(b);
        NativeView result = flat(sum);
        String key = "sum of codes" + first.key() + second.key() + result.key() + limits;
        return NativePrimitive.get(resources, key, () -> {
            memory.desc src0 = OneDnn.describe(first);
            memory.desc src1 = OneDnn.describe(second);
            memory.desc dst = OneDnn.describe(result);
            memory.desc scale = OneDnn.describe(NativeView.rowMajor(DataType.FLOAT32, 1));
            memory.desc number = OneDnn.describe(NativeView.rowMajor(DataType.FLOAT32, 1, 1, 1));
            primitive_attr attributes = OneDnn.attributes();
            attributes.set_scales_mask(dnnl.DNNL_ARG_SRC_0, 0);
            attributes.set_scales_mask(dnnl.DNNL_ARG_SRC_1, 0);
            post_ops chain = new post_ops();
            chain.append_binary(dnnl.dnnl_binary_sub, number);
            limits.forEach(p -> PostChain.appendLimit(chain, ((PostOperation.Limit) p).clamp()));
            chain.append_binary(dnnl.dnnl_binary_div, number);
            Codes.appendEncoding(chain, number);
            attributes.set_post_ops(chain);
            binary.primitive_desc plan =
                    new binary.primitive_desc(OneDnn.CPU, dnnl.dnnl_binary_add, src0, src1, dst, attributes, false);
            int division = 1 + limits.size();
            NativePrimitive.Recipe recipe = new NativePrimitive.Recipe(plan, new binary(plan))
                    .argument(dnnl.DNNL_ARG_SRC_0, src0)
                    .argument(dnnl.DNNL_ARG_SRC_1, src1)
                    .argument(dnnl.DNNL_ARG_DST, dst)
                    .argument(dnnl.DNNL_ARG_ATTR_SCALES | dnnl.DNNL_ARG_SRC_0, scale)
                    .argument(dnnl.DNNL_ARG_ATTR_SCALES | dnnl.DNNL_ARG_SRC_1, scale)
                    .argument(PostChain.argumentOf(0), number)
                    .argument(PostChain.argumentOf(division), number);
            Codes.addEncodingArguments(recipe, division + 1, number);
            return recipe;
        });
    }

    private static NativeView flat(Tensor t) {
        return NativeView.rowMajor(t.type(), 1, 1, t.elementCount());
    }
}
