package dev.vernier.engine.exec.kernel;

import dev.vernier.engine.graph.op.GateFunction;
import dev.vernier.engine.graph.op.Gru;
import dev.vernier.engine.graph.op.Lstm;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Rnn;
import java.util.Arrays;
import java.util.List;

/**
 * What one direction of a recurrent layer does with one step of one sample, by the equations of the ONNX operators. Weights are held with
 * the gates innermost, so that a step adds rows, which the compiler vectorizes, instead of summing along them.
 */
abstract class RecurrentCell {
    static final int PEEPHOLES = 7;

    final int hidden;
    private final int rows;
    private final int features;
    private final float[] input;
    private final float[] recurrent;
    private final float[] inputBias;
    private final float[] recurrentBias;
    private final GateFunction[] functions;
    private final float clip;

    private RecurrentCell(KernelCall call, int direction, int hidden, List<GateFunction> functions, float clip) {
        this.hidden = hidden;
        this.rows = gates(call.op()) * hidden;
        this.features = Math.toIntExact(call.shape(1).dim(2));
        this.input = transposed(call.data(1).toFloats(), direction, rows, features);
        this.recurrent = transposed(call.data(2).toFloats(), direction, rows, hidden);
        float[] bias = call.has(3) ? call.data(3).toFloats() : null;
        this.inputBias = part(bias, direction * 2, rows);
        this.recurrentBias = part(bias, direction * 2 + 1, rows);
        int perDirection = functionsPerDirection(call.op());
        if (functions.size() < perDirection * (direction + 1)) {
            throw call.error(
                    "has " + functions.size() + " functions where " + perDirection + " a direction are needed");
        }
        this.functions = functions
                .subList(perDirection * direction, perDirection * (direction + 1))
                .toArray(GateFunction[]::new);
        this.clip = clip;
    }

    static RecurrentCell of(KernelCall call, int direction) {
        Op op = call.op();
        if (op instanceof Lstm) {
            return new LstmCell(call, direction, (Lstm) op);
        }
        return op instanceof Gru ? new GruCell(call, direction, (Gru) op) : new RnnCell(call, direction, (Rnn) op);
    }

    static int gates(Op op) {
        return op instanceof Lstm ? 4 : op instanceof Gru ? 3 : 1;
    }

    private static int functionsPerDirection(Op op) {
        return op instanceof Lstm ? 3 : op instanceof Gru ? 2 : 1;
    }

    /** One direction's {@code [rows, columns]} as {@code [columns, rows]}. */
    private static float[] transposed(float[] weights, int direction, int rows, int columns) {
        float[] result = new float[rows * columns];
        int from = direction * rows * columns;
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                result[c * rows + r] = weights[from + r * columns + c];
            }
        }
        return result;
    }

    private static float[] part(float[] values, int index, int length) {
        return values == null ? new float[length] : Arrays.copyOfRange(values, index * length, (index + 1) * length);
    }

    /** Sums of one step. */
    static final class Scratch {
        final float[] fromInput;
        final float[] fromHidden;
        final float[] reset;

        Scratch(int rows, int hidden) {
            fromInput = new float[rows];
            fromHidden = new float[rows];
            reset = new float[hidden];
        }
    }

    Scratch scratch() {
        return new Scratch(rows, hidden);
    }

    /** Takes {@code hidden} and {@code memory} one step further; the step's features are at {@code at} in {@code x}. */
    abstract void step(float[] x, int at, float[] hidden, float[] memory, Scratch scratch);

    /** What the step's features and the state before it add to each gate. */
    final void gateSums(float[] x, int at, float[] hidden, Scratch scratch) {
        product(input, x, at, features, inputBias, scratch.fromInput);
        product(recurrent, hidden, 0, this.hidden, recurrentBias, scratch.fromHidden);
    }

    /** {@code sums = bias + weights · vector}. */
    private static void product(float[] weights, float[] vector, int at, int length, float[] bias, float[] sums) {
        int rows = sums.length;
        System.arraycopy(bias, 0, sums, 0, rows);
        for (int c = 0; c < length; c++) {
            float v = vector[at + c];
            int row = c * rows;
            for (int r = 0; r < rows; r++) {
                sums[r] += v * weights[row + r];
            }
        }
    }

    final double function(int index, double x) {
        return functions[index].apply(Math.max(-clip, Math.min(clip, x)));
    }

    private static final class LstmCell extends RecurrentCell {
        private final boolean inputForget;
        private final float[] peepholes;

        LstmCell(KernelCall call, int direction, Lstm op) {
            super(call, direction, op.hidden(), op.functions(), op.clip());
            this.inputForget = op.inputForget();
            this.peepholes =
                    part(call.has(PEEPHOLES) ? call.data(PEEPHOLES).toFloats() : null, direction, 3 * op.hidden());
        }

        @Override
        void step(float[] x, int at, float[] state, float[] memory, Scratch scratch) {
            gateSums(x, at, state, scratch);
            for (int u = 0; u < hidden; u++) {
                double before = memory[u];
                double in = function(0, sum(scratch, 0, u) + peepholes[u] * before);
                double forget =
                        inputForget ? 1 - in : function(0, sum(scratch, 2, u) + peepholes[2 * hidden + u] * before);
                double after = forget * before + in * function(1, sum(scratch, 3, u));
                double out = function(0, sum(scratch, 1, u) + peepholes[hidden + u] * after);
                memory[u] = (float) after;
                state[u] = (float) (out * function(2, after));
            }
        }

        private double sum(Scratch scratch, int gate, int unit) {
            int row = gate * hidden + unit;
            return scratch.fromInput[row] + scratch.fromHidden[row];
        }
    }

    private static final class GruCell extends RecurrentCell {
        private final boolean resetAfter;

        GruCell(KernelCall call, int direction, Gru op) {
            super(call, direction, op.hidden(), op.functions(), op.clip());
            this.resetAfter = op.resetAfter();
        }

        @Override
        void step(float[] x, int at, float[] state, float[] memory, Scratch scratch) {
            gateSums(x, at, state, scratch);
            float[] a = scratch.fromInput;
            float[] b = scratch.fromHidden;
            float[] reset = scratch.reset;
            for (int u = 0; u < hidden; u++) {
                reset[u] = (float) function(0, (double) a[hidden + u] + b[hidden + u]);
            }
            if (!resetAfter) {
                candidateOfReset(state, reset, b);
            }
            for (int u = 0; u < hidden; u++) {
                double update = function(0, (double) a[u] + b[u]);
                double recurrent = b[2 * hidden + u] * (resetAfter ? reset[u] : 1.0);
                double candidate = function(1, a[2 * hidden + u] + recurrent);
                state[u] = (float) ((1 - update) * candidate + update * state[u]);
            }
        }

        /** The candidate's part of {@code sums} again, from the state after the reset gate. */
        private void candidateOfReset(float[] state, float[] reset, float[] sums) {
            float[] kept = new float[hidden];
            for (int u = 0; u < hidden; u++) {
                kept[u] = reset[u] * state[u];
            }
            recurrentRows(kept, 2 * hidden, sums);
        }
    }

    /** Rows {@code from} on of {@code sums = bias + weights · state} of the recurrent weights. */
    final void recurrentRows(float[] state, int from, float[] sums) {
        System.arraycopy(recurrentBias, from, sums, from, rows - from);
        for (int c = 0; c < hidden; c++) {
            for (int r = from; r < rows; r++) {
                sums[r] += state[c] * recurrent[c * rows + r];
            }
        }
    }

    private static final class RnnCell extends RecurrentCell {
        RnnCell(KernelCall call, int direction, Rnn op) {
            super(call, direction, op.hidden(), op.functions(), op.clip());
        }

        @Override
        void step(float[] x, int at, float[] state, float[] memory, Scratch scratch) {
            gateSums(x, at, state, scratch);
            for (int u = 0; u < hidden; u++) {
                state[u] = (float) function(0, (double) scratch.fromInput[u] + scratch.fromHidden[u]);
            }
        }
    }
}
