package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.tensor.MemoryFormat;
import dev.vernier.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.javacpp.Pointer;

/** Matrix products (Gemm, MatMul) with weights packed once; by oneDNN. */
final class MatrixKernel implements Kernel {
    @Override
    public boolean fusesPostOperations() {
        return true;
    }

    @Override
    public Tensor[] run(KernelCall asked) {
        try (Owned owned = new Owned()) {
            if (asked.tensor(0).type() != DataType.FLOAT32 && !asked.isInteger()) {
                throw asked.error(
                        "multiplies float32 matrices, not " + asked.tensor(0).type() + "; insert a Cast");
            }
            Optional<IntegerArithmetic> integer =
                    IntegerArithmetic.of(asked, asked.shape(0).rank() - 1);
            KernelCall call = integer.map(i -> i.followedBy(asked)).orElse(asked);
            return new Tensor[] {call.op() instanceof Gemm ? gemm(call, integer, owned) : matMul(call, integer, owned)};
        }
    }

    /** One product: how the primitive sees its operands, and the tensor the result goes to. */
    private record Product(
            Tensor a,
            NativeView left,
            NativeView right,
            Tensor out,
            NativeView result,
            long biasLength,
            Optional<IntegerArithmetic> integer) {}

    private static Tensor gemm(KernelCall call, Optional<IntegerArithmetic> integer, Owned owned) {
        Gemm op = call.op(Gemm.class);
        Tensor a = owned.add(MemoryOrder.rowMajor(call.tensor(0), call.resources()));
        Shape b = call.shape(1);
        if (a.shape().rank() != 2 || b.rank() != 2) {
            throw call.shapeError("multiplies two matrices");
        }
        NativeView left = op.transposeA() ? NativeView.of(a).permuted(1, 0) : NativeView.of(a);
        NativeView plain = NativeView.rowMajor(elements(call), b.toArray());
        NativeView right = op.transposeB() ? plain.permuted(1, 0) : plain;
        long columns = checkProduct(call, left, right);
        Tensor out = allocateResult(integer, Shape.of(left.dims()[0], columns));
        boolean bias = call.has(2) && op.alpha() == 1 && op.beta() == 1 && isRow(call.shape(2), columns);
        Product p = new Product(a, left, right, out, NativeView.of(out), bias ? columns : 0, integer);
        if (bias || (!call.has(2) && op.alpha() == 1)) {
            return multiply(call, p);
        }
        // Rare forms: scale and add afterwards, then what follows the layer.
        Tensor product = multiply(call.withoutPost(), p);
        try (Tensor scaled = scale(call, product, op.alpha())) {
            return addScaled(call, scaled, op.beta());
        } finally {
            product.close();
        }
    }

    /** What the weights' elements are multiplied as. */
    private static DataType elements(KernelCall call) {
        return call.isInteger() ? DataType.INT8 : DataType.FLOAT32;
    }

    private static Tensor allocateResult(Optional<IntegerArithmetic> integer, Shape shape) {
        return integer.map(i -> i.allocateResult(shape, MemoryFormat.ROW_MAJOR))
                .orElseGet(() -> Tensor.allocate(DataType.FLOAT32, shape));
    }

    private static boolean isRow(Shape c, long columns) {
        return c.elementCount() == columns && (c.rank() == 1 || (c.rank() == 2 && c.dim(0) == 1));
    }

    private static Tensor scale(KernelCall call, Tensor t, float factor) {
        if (factor == 1) {
            return t.retain();
        }
        return binary(call, new Mul(Clamp.NONE), List.of(KernelCall.Operand.of(t), factorOf(factor)), List.of());
    }

    private static Tensor addScaled(KernelCall call, Tensor product, float beta) {
        if (!call.has(2)) {
            return ElementwiseKernel.apply(call, product.retain(), call.post());
        }
        try (Tensor c = scale(call, call.tensor(2), beta)) {
            Tensor sum = binary(
                    call,
                    new Add(Clamp.NONE),
                    List.of(KernelCall.Operand.of(product), KernelCall.Operand.of(c)),
                    List.of());
            if (!sum.shape().equals(product.shape())) {
                sum.close();
                throw call.shapeError("operand C does not fit a product of shape " + product.shape());
            }
            return ElementwiseKernel.apply(call, sum, call.post());
        }
    }

    private static Tensor binary(KernelCall call, Op op, List<KernelCall.Operand> operands, List<PostOperation> post) {
        return new BinaryKernel()
                .run(new KernelCall(call.node(), op, operands, operands.size(), post, call.resources()))[0];
    }

    private static KernelCall.Operand factorOf(float value) {
        return KernelCall.Operand.of(new ScalarConstant(value));
    }

    private static Tensor matMul(KernelCall call, Optional<IntegerArithmetic> integer, Owned owned) {
        Tensor a = owned.add(MemoryOrder.rowMajor(call.tensor(0), call.resources()));
        Shape b = call.shape(1);
        if (a.shape().rank() == 0 || b.rank() == 0) {
            throw call.shapeError("multiplies matrices, not scalars");
        }
        boolean vectorA = a.shape().rank() == 1;
        boolean vectorB = b.rank() == 1;
        Shape fullA = vectorA ? a.shape().prepended(1) : a.shape();
        Shape fullB = vectorB ? Shape.of(b.dim(0), 1) : b;
        NativeView left;
        NativeView right = NativeView.rowMajor(elements(call), fullB.toArray());
        long[] batch;
        if (fullB.rank() == 2) {
            long inner = fullA.dim(-1);
            left = NativeView.rowMajor(a.type(), inner == 0 ? 0 : fullA.elementCount() / inner, inner);
            batch = java.util.Arrays.copyOf(fullA.toArray(), fullA.rank() - 2);
        } else {
            int rank = Math.max(fullA.rank(), fullB.rank());
            left = NativeView.rowMajor(DataType.FLOAT32, fullA.toArray()).padded(rank);
            right = right.padded(rank);
            batch = BinaryKernel.broadcast(call, withoutMatrix(left.dims()), withoutMatrix(right.dims()))
                    .toArray();
        }
        long columns = checkProduct(call, left, right);
        long[] dims = java.util.Arrays.copyOf(batch, batch.length + 2);
        dims[batch.length] = fullA.dim(-2);
        dims[batch.length + 1] = columns;
        Shape outShape = shapeWithout(dims, vectorA, vectorB);
        Tensor out = allocateResult(integer, outShape);
        NativeView result = fullB.rank() == 2
                ? NativeView.rowMajor(out.type(), left.dims()[0], columns)
                : NativeView.rowMajor(DataType.FLOAT32, dims);
        if (call.has(2) && call.shape(2).elementCount() != columns) {
            out.close();
            throw call.shapeError("bias of shape " + call.shape(2) + " does not fit " + columns + " columns");
        }
        return multiply(call, new Product(a, left, right, out, result, call.has(2) ? columns : 0, integer));
    }

    private static Shape withoutMatrix(long[] dims) {
        return Shape.of(java.util.Arrays.copyOf(dims, dims.length - 2));
    }

    /** A vector operand leaves no axis in the result. */
    private static Shape shapeWithout(long[] dims, boolean noRows, boolean noColumns) {
        List<Long> kept = new ArrayList<>();
        for (int i = 0; i < dims.length; i++) {
            boolean drop = (noRows && i == dims.length - 2) || (noColumns && i == dims.length - 1);
            if (!drop) {
                kept.add(dims[i]);
            }
        }
        return Shape.of(kept.stream().mapToLong(Long::longValue).toArray());
    }

    private static long checkProduct(KernelCall call, NativeView left, NativeView right) {
        long[] l = left.dims();
        long[] r = right.dims();
        if (l[l.length - 1] != r[r.length - 2]) {
            throw call.shapeError(
                    "rows of " + l[l.length - 1] + " elements cannot be multiplied with columns of " + r[r.length - 2]);
        }
        return r[r.length - 1];
    }

    private static Tensor multiply(KernelCall call, Product p) {
        long inner = p.left().dims()[p.left().rank() - 1];
        if (p.out().elementCount() == 0 || inner == 0) {
            p.out().buffer().put(new byte[(int) p.out().bytes()]);
            return ElementwiseKernel.apply(call, p.out(), call.post());
        }
        int last = p.out().shape().rank() - 1;
        int nativeLast = p.result().rank() - 1;
        try (Owned packed = new Owned()) {
            return Fusion.run(
                    call,
                    p.out(),
                    v -> p.result(),
                    axis -> axis == last
                                    && p.out().shape().dim(last) == p.result().dims()[nativeLast]
                            ? nativeLast
                            : -1,
                    chain -> prepare(call, p, chain, packed));
        }
    }

    private static Fusion.Prepared prepare(KernelCall call, Product p, PostChain chain, Owned packed) {
        boolean bias = p.biasLength() > 0;
        boolean pack = call.isConstant(1);
        Optional<IntegerArithmetic> integer = p.integer();
        String key = "matmul " + p.left().key() + p.right().key() + p.result().key() + bias + pack + chain.key()
                + integer.map(IntegerArithmetic::key).orElse("");
        NativePrimitive primitive = NativePrimitive.get(call.resources(), key, () -> {
            memory.desc src = OneDnn.describe(p.left());
            memory.desc weights = pack ? OneDnn.anyOrder(p.right()) : OneDnn.describe(p.right());
            memory.desc dst = OneDnn.describe(p.result());
            long[] biasDims = new long[p.result().rank()];
            java.util.Arrays.fill(biasDims, 1);
            biasDims[biasDims.length - 1] = Math.max(1, p.biasLength());
            memory.desc biasDesc = OneDnn.describe(NativeView.rowMajor(DataType.FLOAT32, biasDims));
            primitive_attr attributes = OneDnn.attributes();
            chain.addTo(attributes, p.result());
            // Columns are the second axis of the weights.
            integer.ifPresent(i -> i.addTo(attributes, 2));
            matmul.primitive_desc plan = bias
                    ? new matmul.primitive_desc(OneDnn.CPU, src, weights, biasDesc, dst, attributes, false)
                    : new matmul.primitive_desc(OneDnn.CPU, src, weights, dst, attributes, false);
            NativePrimitive.Recipe recipe = new NativePrimitive.Recipe(plan, new matmul(plan))
                    .argument(dnnl.DNNL_ARG_SRC, src)
                    .argument(dnnl.DNNL_ARG_WEIGHTS, plan.weights_desc());
            if (bias) {
                recipe.argument(dnnl.DNNL_ARG_BIAS, biasDesc);
            }
            recipe.argument(dnnl.DNNL_ARG_DST, dst);
            integer.ifPresent(i -> i.addArguments(recipe));
            chain.addArguments(recipe, p.result());
            return recipe;
        });
        Tensor b = packed.add(
                pack
                        ? PackedWeights.of(call, 1, p.right(), primitive.description(1))
                        : MemoryOrder.rowMajor(call.tensor(1), call.resources()));
        List<Pointer> arguments = new ArrayList<>(List.of(p.a().pointer(), b.pointer()));
        if (bias) {
            arguments.add(integer.map(i -> i.bias(call))
                    .orElseGet(() -> call.tensor(2))
                    .pointer());
        }
        arguments.add(p.out().pointer());
        integer.ifPresent(i -> arguments.addAll(i.pointers(packed)));
        return new Fusion.Prepared(primitive, arguments);
    }
}
