package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Gelu;
import dev.vernier.engine.graph.op.HardSigmoid;
import dev.vernier.engine.graph.op.LeakyRelu;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Sigmoid;
import dev.vernier.engine.graph.op.Tanh;
import dev.vernier.engine.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.javacpp.Pointer;

/**
 * Post-operations as oneDNN applies them to a result while it is in registers.
 *
 * <p>A grid's numbers are arguments of the run, not part of the primitive: dragging a clipping range makes no new primitive. Fake
 * quantization is five of oneDNN's steps: divide by the scale, round half to even, limit to {@code [qMin - zeroPoint,
 * qMax - zeroPoint]}, multiply by the scale. Division (not multiplication with the reciprocal) and the limits on whole numbers make it
 * equal, bit for bit but for the sign of zero, to the definition in single precision.
 */
final class PostChain {
    private static final int ROW_ALIGNMENT = 16;
    private static final float QUARTER = 0.25f;

    private final KernelCall call;
    private final List<PostOperation> operations;
    private final UnaryOperator<NativeView> toNative;
    private final IntUnaryOperator nativeAxis;

    /**
     * @param toNative how the primitive sees a tensor that has the result's shape
     * @param nativeAxis which of the primitive's axes is axis i of the result
     */
    PostChain(
            KernelCall call,
            List<PostOperation> operations,
            UnaryOperator<NativeView> toNative,
            IntUnaryOperator nativeAxis) {
        this.call = call;
        this.operations = operations;
        this.toNative = toNative;
        this.nativeAxis = nativeAxis;
    }

    /** What of it is part of the primitive. */
    String key() {
        StringBuilder key = new StringBuilder();
        for (PostOperation p : operations) {
            if (p.grid().isPresent()) {
                QuantParams grid = p.grid().get();
                key.append(
                        p instanceof PostOperation.FakeQuantize
                                ? " grid"
                                : p instanceof PostOperation.Rescale
                                        ? ((PostOperation.Rescale) p).rounds() ? " rounded" : " factors"
                                        : " steps");
                key.append(grid.isPerChannel() ? nativeAxis.applyAsInt(grid.axis()) : -1);
            } else if (p instanceof PostOperation.Combine) {
                key.append(' ').append(((PostOperation.Combine) p).operation().type());
            } else {
                key.append(' ').append(p);
            }
        }
        return key.toString();
    }

    /** Adds the operations to {@code attributes}. */
    void addTo(primitive_attr attributes, NativeView result) {
        post_ops chain = new post_ops();
        for (PostOperation p : operations) {
            if (p instanceof PostOperation.Limit) {
                appendLimit(chain, ((PostOperation.Limit) p).clamp());
            } else if (p instanceof PostOperation.Activate) {
                appendActivation(chain, ((PostOperation.Activate) p).activation());
            } else if (p instanceof PostOperation.FakeQuantize) {
                memory.desc numbers = describeGrid(((PostOperation.FakeQuantize) p).params(), result);
                chain.append_binary(dnnl.dnnl_binary_div, numbers);
                chain.append_eltwise(dnnl.dnnl_eltwise_round, 0, 0);
                chain.append_binary(dnnl.dnnl_binary_max, numbers);
                chain.append_binary(dnnl.dnnl_binary_min, numbers);
                chain.append_binary(dnnl.dnnl_binary_mul, numbers);
            } else if (p instanceof PostOperation.RoundToSteps) {
                memory.desc numbers = describeGrid(((PostOperation.RoundToSteps) p).steps(), result);
                chain.append_binary(dnnl.dnnl_binary_div, numbers);
                chain.append_eltwise(dnnl.dnnl_eltwise_round, 0, 0);
                chain.append_eltwise(dnnl.dnnl_eltwise_linear, 1, QUARTER);
                chain.append_binary(dnnl.dnnl_binary_mul, numbers);
            } else if (p instanceof PostOperation.Rescale) {
                PostOperation.Rescale rescale = (PostOperation.Rescale) p;
                chain.append_binary(dnnl.dnnl_binary_mul, describeGrid(rescale.factors(), result));
                if (rescale.rounds()) {
                    chain.append_eltwise(dnnl.dnnl_eltwise_round, 0, 0);
                }
            } else {
                Op op = ((PostOperation.Combine) p).operation();
                chain.append_binary(
                        op instanceof Add ? dnnl.dnnl_binary_add : dnnl.dnnl_binary_mul, OneDnn.describe(result));
            }
        }
        attributes.set_post_ops(chain);
    }

    /** Adds the operations' arguments, in the order of {@link Arguments#pointers}. */
    void addArguments(NativePrimitive.Recipe recipe, NativeView result) {
        int index = 0;
        for (PostOperation p : operations) {
            if (p instanceof PostOperation.FakeQuantize) {
                memory.desc numbers = describeGrid(((PostOperation.FakeQuantize) p).params(), result);
                for (int step : new int[] {0, 2, 3, 4}) {
                    recipe.argument(argumentOf(index + step), numbers);
                }
                index += 5;
            } else if (p instanceof PostOperation.RoundToSteps) {
                memory.desc numbers = describeGrid(((PostOperation.RoundToSteps) p).steps(), result);
                recipe.argument(argumentOf(index), numbers);
                recipe.argument(argumentOf(index + 3), numbers);
                index += 4;
            } else if (p instanceof PostOperation.Rescale) {
                PostOperation.Rescale rescale = (PostOperation.Rescale) p;
                recipe.argument(argumentOf(index), describeGrid(rescale.factors(), result));
                index += rescale.rounds() ? 2 : 1;
            } else {
                if (p instanceof PostOperation.Combine) {
                    recipe.argument(argumentOf(index), OneDnn.describe(result));
                }
                index++;
            }
        }
    }

    static int argumentOf(int index) {
        return (index + 1) * dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE | dnnl.DNNL_ARG_SRC_1;
    }

    private memory.desc describeGrid(QuantParams grid, NativeView result) {
        long[] dims = new long[result.rank()];
        Arrays.fill(dims, 1);
        if (grid.isPerChannel()) {
            dims[nativeAxis.applyAsInt(grid.axis())] = grid.channels();
        }
        return OneDnn.describe(NativeView.rowMajor(DataType.FLOAT32, dims));
    }

    static void appendLimit(post_ops chain, Clamp clamp) {
        if (clamp.equals(Clamp.RELU)) {
            chain.append_eltwise(dnnl.dnnl_eltwise_relu, 0, 0);
        } else {
            chain.append_eltwise(dnnl.dnnl_eltwise_clip, clamp.low(), clamp.high());
        }
    }

    private static void appendActivation(post_ops chain, Op op) {
        if (op instanceof Sigmoid) {
            chain.append_eltwise(dnnl.dnnl_eltwise_logistic, 0, 0);
        } else if (op instanceof Tanh) {
            chain.append_eltwise(dnnl.dnnl_eltwise_tanh, 0, 0);
        } else if (op instanceof Gelu) {
            boolean byTanh = ((Gelu) op).tanhApproximation();
            chain.append_eltwise(byTanh ? dnnl.dnnl_eltwise_gelu_tanh : dnnl.dnnl_eltwise_gelu_erf, 0, 0);
        } else if (op instanceof LeakyRelu) {
            chain.append_eltwise(dnnl.dnnl_eltwise_relu, ((LeakyRelu) op).alpha(), 0);
        } else if (op instanceof HardSigmoid) {
            HardSigmoid h = (HardSigmoid) op;
            chain.append_eltwise(dnnl.dnnl_eltwise_hardsigmoid, h.alpha(), h.beta());
        } else {
            chain.append_eltwise(dnnl.dnnl_eltwise_hardswish, 1f / 6, 0.5f);
        }
    }

    /**
     * The arguments of one run.
     *
     * @param result the tensor the primitive writes
     */
    Arguments arguments(Tensor result) {
        Arguments arguments = new Arguments();
        try {
            for (PostOperation p : operations) {
                if (p instanceof PostOperation.FakeQuantize) {
                    arguments.addGrid(((PostOperation.FakeQuantize) p).params());
                } else if (p instanceof PostOperation.RoundToSteps) {
                    arguments.addScales(((PostOperation.RoundToSteps) p).steps(), 2);
                } else if (p instanceof PostOperation.Rescale) {
                    arguments.addScales(((PostOperation.Rescale) p).factors(), 1);
                } else if (p instanceof PostOperation.Combine) {
                    arguments.addOperand(call.tensor(((PostOperation.Combine) p).operand()), result);
                }
            }
        } catch (RuntimeException e) {
            arguments.close();
            throw e;
        }
        return arguments;
    }

    /** Tensors that post-operations read in one run. */
    final class Arguments implements AutoCloseable {
        private final List<Tensor> owned = new ArrayList<>();
        private final List<Pointer> pointers = new ArrayList<>();

        List<Pointer> pointers() {
            return pointers;
        }

        private void addGrid(QuantParams grid) {
            int channels = grid.channels();
            int row = (channels + ROW_ALIGNMENT - 1) / ROW_ALIGNMENT * ROW_ALIGNMENT;
            Tensor numbers = writeGrid(grid, row);
            owned.add(numbers);
            for (int i = 0; i < 4; i++) {
                pointers.add(numbers.pointer((long) i * row));
            }
        }

        /** @param times in how many of the primitive's steps they are read */
        private void addScales(QuantParams grid, int times) {
            Tensor numbers = Tensor.allocate(DataType.FLOAT32, Shape.of(grid.channels()));
            owned.add(numbers);
            for (int c = 0; c < grid.channels(); c++) {
                numbers.floats().put(c, grid.scale(c));
            }
            for (int i = 0; i < times; i++) {
                pointers.add(numbers.pointer());
            }
        }

        /** Scales, lowest and highest distances from the zero point, scales again. */
        private Tensor writeGrid(QuantParams grid, int row) {
            Tensor numbers = Tensor.allocate(DataType.FLOAT32, Shape.of(4, row));
            FloatBuffer f = numbers.floats();
            for (int c = 0; c < grid.channels(); c++) {
                f.put(c, grid.scale(c));
                f.put(row + c, grid.type().qMin() - grid.zeroPoint(c));
                f.put(2 * row + c, grid.type().qMax() - grid.zeroPoint(c));
                f.put(3 * row + c, grid.scale(c));
            }
            return numbers;
        }

        private void addOperand(Tensor other, Tensor result) {
            if (!other.shape().equals(result.shape()) || other.type() != DataType.FLOAT32) {
                throw call.shapeError("the sum's operands have shapes " + result.shape() + " and " + other.shape());
            }
            Tensor sameOrder = MemoryOrder.inFormat(other, result.format(), call.resources());
            owned.add(sameOrder);
            pointers.add(sameOrder.pointer());
        }

        @Override
        public void close() {
            owned.forEach(Tensor::close);
        }
    }

    /** The result as the primitive sees it. */
    NativeView resultView(Tensor result) {
        return toNative.apply(NativeView.of(result));
    }
}
