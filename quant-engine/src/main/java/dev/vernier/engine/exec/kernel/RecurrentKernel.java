package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.op.Gru;
import dev.vernier.engine.graph.op.Lstm;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.RecurrentDirection;
import dev.vernier.engine.graph.op.Rnn;
import dev.vernier.engine.tensor.ParallelLoop;
import dev.vernier.engine.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Recurrent layers (LSTM, GRU, RNN): step after step, each sample for itself, samples spread over threads. */
final class RecurrentKernel implements Kernel {
    private static final int STEPS_OF_SAMPLES = 4;
    private static final int FIRST_HIDDEN = 5;
    private static final int FIRST_CELL = 6;

    @Override
    public Tensor[] run(KernelCall call) {
        DataType type = call.tensor(0).type();
        if (!type.isFloating()) {
            throw call.error("computes with floating-point values, not " + type + "; insert a Cast");
        }
        Form form = form(call);
        Sizes sizes = sizes(call, form);
        Given given = Given.of(call);
        List<RecurrentCell> cells = new ArrayList<>();
        for (int d = 0; d < sizes.directions; d++) {
            cells.add(RecurrentCell.of(call, d));
        }
        boolean hasCell = call.op() instanceof Lstm;
        Shape state = stateShape(form, sizes.batch);
        Tensor y = Tensor.allocate(
                DataType.FLOAT32,
                form.batchFirst()
                        ? Shape.of(sizes.batch, sizes.steps, sizes.directions, sizes.hidden)
                        : Shape.of(sizes.steps, sizes.directions, sizes.batch, sizes.hidden));
        Tensor lastHidden = Tensor.allocate(DataType.FLOAT32, state);
        Tensor lastCell = hasCell ? Tensor.allocate(DataType.FLOAT32, state) : null;
        for (int d = 0; d < sizes.directions; d++) {
            Run run = new Run(form, sizes, cells.get(d), d, given, y, lastHidden, lastCell);
            ParallelLoop.run(sizes.batch, 1, (from, to) -> run.samples((int) from, (int) to));
        }
        Tensor[] results = hasCell ? new Tensor[] {y, lastHidden, lastCell} : new Tensor[] {y, lastHidden};
        for (int i = 0; i < results.length && type != DataType.FLOAT32; i++) {
            try (Tensor single = results[i]) {
                results[i] = CastKernel.cast(single, type);
            }
        }
        return results;
    }

    /** The operands a step reads; null where one is left out. */
    private record Given(float[] x, long[] stepsOf, long[] mask, float[] firstHidden, float[] firstCell) {
        static Given of(KernelCall call) {
            boolean hasCell = call.op() instanceof Lstm;
            int mask = maskOperand(call.op());
            return new Given(
                    call.data(0).toFloats(),
                    call.has(STEPS_OF_SAMPLES) ? call.longs(STEPS_OF_SAMPLES) : null,
                    call.has(mask) ? call.longs(mask) : null,
                    call.has(FIRST_HIDDEN) ? call.data(FIRST_HIDDEN).toFloats() : null,
                    hasCell && call.has(FIRST_CELL) ? call.data(FIRST_CELL).toFloats() : null);
        }
    }

    private static int maskOperand(Op op) {
        return op instanceof Lstm ? Lstm.MASK : op instanceof Gru ? Gru.MASK : Rnn.MASK;
    }

    private static Shape stateShape(Form form, int batch) {
        int directions = form.direction().count();
        return form.batchFirst()
                ? Shape.of(batch, directions, form.hidden())
                : Shape.of(directions, batch, form.hidden());
    }

    private record Form(RecurrentDirection direction, int hidden, boolean batchFirst) {}

    private record Sizes(int steps, int batch, int in, int directions, int hidden) {}

    private static Form form(KernelCall call) {
        Op op = call.op();
        if (op instanceof Lstm) {
            Lstm l = (Lstm) op;
            return new Form(l.direction(), l.hidden(), l.batchFirst());
        }
        if (op instanceof Gru) {
            Gru g = (Gru) op;
            return new Form(g.direction(), g.hidden(), g.batchFirst());
        }
        Rnn r = (Rnn) op;
        return new Form(r.direction(), r.hidden(), r.batchFirst());
    }

    private static Sizes sizes(KernelCall call, Form form) {
        Shape x = call.shape(0);
        if (x.rank() != 3) {
            throw call.shapeError("needs sequences: steps, batch and features");
        }
        int steps = Math.toIntExact(x.dim(form.batchFirst() ? 1 : 0));
        int batch = Math.toIntExact(x.dim(form.batchFirst() ? 0 : 1));
        int in = Math.toIntExact(x.dim(2));
        int directions = form.direction().count();
        long rows = (long) RecurrentCell.gates(call.op()) * form.hidden();
        require(call, 1, Shape.of(directions, rows, in));
        require(call, 2, Shape.of(directions, rows, form.hidden()));
        require(call, 3, Shape.of(directions, 2 * rows));
        require(call, STEPS_OF_SAMPLES, Shape.of(batch));
        require(call, maskOperand(call.op()), Shape.of(batch, steps));
        Shape state = stateShape(form, batch);
        require(call, FIRST_HIDDEN, state);
        if (call.op() instanceof Lstm) {
            require(call, FIRST_CELL, state);
            require(call, RecurrentCell.PEEPHOLES, Shape.of(directions, 3L * form.hidden()));
        }
        return new Sizes(steps, batch, in, directions, form.hidden());
    }

    private static void require(KernelCall call, int operand, Shape shape) {
        if (call.has(operand) && !call.shape(operand).equals(shape)) {
            throw call.shapeError("operand " + operand + " must have shape " + shape);
        }
    }

    /** One direction, some samples. */
    private record Run(
            Form form,
            Sizes sizes,
            RecurrentCell cell,
            int direction,
            Given given,
            Tensor y,
            Tensor lastHidden,
            Tensor lastCell) {

        void samples(int from, int to) {
            boolean reverse = form.direction() == RecurrentDirection.REVERSE || direction == 1;
            FloatBuffer answers = y.floats();
            float[] hidden = new float[sizes.hidden];
            float[] memory = new float[sizes.hidden];
            float[] last = new float[sizes.hidden];
            RecurrentCell.Scratch scratch = cell.scratch();
            for (int n = from; n < to; n++) {
                first(given.firstHidden, n, hidden);
                first(given.firstCell, n, memory);
                Arrays.fill(last, 0);
                int length = length(n);
                for (int i = 0; i < length; i++) {
                    int step = reverse ? length - 1 - i : i;
                    int row = form.batchFirst() ? n * sizes.steps + step : step * sizes.batch + n;
                    if (given.mask == null || given.mask[n * sizes.steps + step] != 0) {
                        cell.step(given.x, row * sizes.in, hidden, memory, scratch);
                        System.arraycopy(hidden, 0, last, 0, last.length);
                    }
                    answers.put(answerAt(n, step), last);
                }
                Arrays.fill(last, 0);
                for (int step = length; step < sizes.steps; step++) {
                    answers.put(answerAt(n, step), last);
                }
                lastHidden.floats().put(stateAt(n), hidden);
                if (lastCell != null) {
                    lastCell.floats().put(stateAt(n), memory);
                }
            }
        }

        private int length(int sample) {
            return given.stepsOf == null
                    ? sizes.steps
                    : (int) Math.min(sizes.steps, Math.max(0, given.stepsOf[sample]));
        }

        private void first(float[] states, int sample, float[] state) {
            if (states == null) {
                Arrays.fill(state, 0);
            } else {
                System.arraycopy(states, stateAt(sample), state, 0, state.length);
            }
        }

        private int answerAt(int sample, int step) {
            return sizes.hidden
                    * (form.batchFirst()
                            ? (sample * sizes.steps + step) * sizes.directions + direction
                            : (step * sizes.directions + direction) * sizes.batch + sample);
        }

        private int stateAt(int sample) {
            return sizes.hidden
                    * (form.batchFirst() ? sample * sizes.directions + direction : direction * sizes.batch + sample);
        }
    }
}
