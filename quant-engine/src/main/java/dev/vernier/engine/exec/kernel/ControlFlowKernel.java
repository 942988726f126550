package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.Body;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.If;
import dev.vernier.engine.graph.op.Loop;
import dev.vernier.engine.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Branches and loops. What a loop may do is bounded, whatever number its operands hold. */
final class ControlFlowKernel implements Kernel {
    /** Bytes that all answers of a loop may take together. */
    private static final long MAX_STACKED_BYTES = 1L << 30;

    /** Loops that run inside each other on this thread, and the runs of all of them so far. */
    private static final ThreadLocal<int[]> RUNNING = ThreadLocal.withInitial(() -> new int[2]);

    @Override
    public Tensor[] run(KernelCall call) {
        if (call.op() instanceof If) {
            If op = call.op(If.class);
            Body chosen = isTrue(call.tensor(0)) ? op.then() : op.otherwise();
            return call.bodies().run(chosen, outside(call, 1), call.resources()).toArray(Tensor[]::new);
        }
        int[] running = RUNNING.get();
        running[0]++;
        try {
            return loop(call, call.op(Loop.class), running);
        } finally {
            if (--running[0] == 0) {
                RUNNING.remove();
            }
        }
    }

    private static boolean isTrue(Tensor condition) {
        return ScalarLoops.getLong(condition.buffer(), condition.type(), 0) != 0;
    }

    private static List<Tensor> outside(KernelCall call, int from) {
        List<Tensor> values = new ArrayList<>();
        for (int i = from; i < call.operandCount(); i++) {
            values.add(call.tensor(i));
        }
        return values;
    }

    private static Tensor[] loop(KernelCall call, Loop op, int[] running) {
        long most = call.has(0) ? call.longs(0)[0] : Long.MAX_VALUE;
        boolean goesOn = !call.has(1) || isTrue(call.tensor(1));
        List<Tensor> fromOutside = outside(call, 2 + op.carried());
        List<Tensor> state = new ArrayList<>();
        List<List<Tensor>> answers = new ArrayList<>();
        int answerCount = op.body().graph().outputs().size() - 1 - op.carried();
        long bytes = 0;
        try {
            for (int i = 0; i < op.carried(); i++) {
                state.add(call.tensor(2 + i).retain());
            }
            for (long run = 0; goesOn && run < most; run++) {
                if (++running[1] > Loop.MAX_RUNS) {
                    throw call.error("runs more than " + Loop.MAX_RUNS + " times; it does not end, or its number of"
                            + " runs is not what was meant");
                }
                List<Tensor> results = once(call, op, run, state, fromOutside);
                try (Tensor condition = results.get(0)) {
                    goesOn = isTrue(condition);
                }
                state.forEach(Tensor::close);
                state.clear();
                state.addAll(results.subList(1, 1 + op.carried()));
                List<Tensor> answered = results.subList(1 + op.carried(), results.size());
                answers.add(answered);
                bytes += answered.stream().mapToLong(Tensor::bytes).sum();
                if (bytes > MAX_STACKED_BYTES) {
                    throw call.error("answers more than " + (MAX_STACKED_BYTES >> 20) + " MB in all its runs");
                }
            }
            List<Tensor> results = new ArrayList<>(state);
            state.clear();
            for (int i = 0; i < answerCount; i++) {
                results.add(stacked(call, op, i, answers));
            }
            return results.toArray(Tensor[]::new);
        } finally {
            state.forEach(Tensor::close);
            answers.forEach(a -> a.forEach(Tensor::close));
        }
    }

    private static List<Tensor> once(KernelCall call, Loop op, long run, List<Tensor> state, List<Tensor> fromOutside) {
        try (Tensor number = Tensor.of(TensorData.ofLongs(Shape.SCALAR, run));
                Tensor yes = Tensor.of(TensorData.ofBytes(DataType.BOOL, Shape.SCALAR, (byte) 1))) {
            List<Tensor> inputs = new ArrayList<>(List.of(number, yes));
            inputs.addAll(state);
            inputs.addAll(fromOutside);
            return call.bodies().run(op.body(), inputs, call.resources());
        }
    }

    /** Answer {@code index} of all runs along a new first axis. */
    private static Tensor stacked(KernelCall call, Loop op, int index, List<List<Tensor>> answers) {
        if (answers.isEmpty()) {
            return emptyOf(op, index);
        }
        Tensor first = answers.get(0).get(index);
        Tensor all = Tensor.allocate(first.type(), first.shape().prepended(answers.size()));
        ByteBuffer to = all.buffer();
        int at = 0;
        for (List<Tensor> run : answers) {
            Tensor answer = run.get(index);
            if (!answer.shape().equals(first.shape())) {
                all.close();
                throw call.error("answers " + first.shape() + " in one run and " + answer.shape()
                        + " in another, which cannot be stacked");
            }
            try (Tensor rows = MemoryOrder.rowMajor(answer, call.resources())) {
                to.put(at, rows.buffer(), 0, (int) rows.bytes());
                at += (int) rows.bytes();
            }
        }
        return all;
    }

    /** What a loop that never ran answers: nothing, of the rank its answers would have. */
    private static Tensor emptyOf(Loop op, int index) {
        String name = op.body().graph().outputs().get(1 + op.carried() + index);
        TensorSpec spec =
                op.body().graph().spec(name).orElseGet(() -> new TensorSpec(name, DataType.FLOAT32, Shape.SCALAR));
        long[] dims = spec.shape().toArray();
        for (int i = 0; i < dims.length; i++) {
            dims[i] = Math.max(0, dims[i]);
        }
        return Tensor.allocate(spec.type(), Shape.of(dims).prepended(0));
    }
}
