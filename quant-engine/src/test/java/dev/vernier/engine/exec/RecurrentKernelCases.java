package dev.vernier.engine.exec;

import static dev.vernier.engine.exec.KernelCase.d;
import static dev.vernier.engine.exec.KernelCase.f;
import static dev.vernier.engine.exec.KernelCase.longs;
import static dev.vernier.engine.exec.KernelCase.of;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.GateFunction;
import dev.vernier.engine.graph.op.Gru;
import dev.vernier.engine.graph.op.LayerNormalization;
import dev.vernier.engine.graph.op.Lstm;
import dev.vernier.engine.graph.op.RecurrentDirection;
import dev.vernier.engine.graph.op.RmsNormalization;
import dev.vernier.engine.graph.op.Rnn;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Recurrent layers of one unit with linear gates, where each step can be worked by hand; normalization of rows. */
final class RecurrentKernelCases {
    private static final float INF = Float.POSITIVE_INFINITY;

    private RecurrentKernelCases() {}

    static Stream<KernelCase> all() {
        return Stream.of(rnn(), lstm(), gru(), normalizations()).flatMap(cases -> cases);
    }

    private static List<GateFunction> linear(int count) {
        return Collections.nCopies(count, GateFunction.LINEAR);
    }

    private static Rnn rnn(RecurrentDirection direction, float clip, boolean batchFirst) {
        return new Rnn(1, direction, linear(direction.count()), clip, batchFirst);
    }

    private static Stream<KernelCase> rnn() {
        TensorData steps = f(d(3, 1, 1), 1, 2, 3);
        TensorData w = f(d(1, 1, 1), 2);
        TensorData r = f(d(1, 1, 1), 1);
        Rnn both = rnn(RecurrentDirection.BIDIRECTIONAL, INF, false);
        TensorData two = f(d(2, 1, 1), 2, 2);
        return Stream.of(
                // h = 2·x + h before: 2, 4 + 2, 6 + 6.
                of("forward", rnn(RecurrentDirection.FORWARD, INF, false), f(d(3, 1, 1, 1), 2, 6, 12), steps, w, r),
                of("reverse", rnn(RecurrentDirection.REVERSE, INF, false), f(d(3, 1, 1, 1), 12, 10, 6), steps, w, r),
                of("limited", rnn(RecurrentDirection.FORWARD, 5, false), f(d(3, 1, 1, 1), 2, 5, 5), steps, w, r),
                of(
                        "bias of both, state before",
                        rnn(RecurrentDirection.FORWARD, INF, false),
                        f(d(3, 1, 1, 1), 16, 24, 34),
                        steps,
                        w,
                        r,
                        f(d(1, 2), 1, 3),
                        null,
                        f(d(1, 1, 1), 10)),
                // Two steps of three count: 2, 6 forward; 6, 4 backward.
                of(
                        "both, a shorter sample",
                        both,
                        f(d(3, 2, 1, 1), 2, 6, 6, 4, 0, 0),
                        steps,
                        two,
                        f(d(2, 1, 1), 1, 1),
                        null,
                        longs(2)),
                // The second step is passed over: 2, 2 again, 2 + 6.
                of(
                        "masked step",
                        rnn(RecurrentDirection.FORWARD, INF, false),
                        f(d(3, 1, 1, 1), 2, 2, 8),
                        steps,
                        w,
                        r,
                        null,
                        null,
                        null,
                        TensorData.ofBytes(DataType.BOOL, Shape.of(1, 3), (byte) 1, (byte) 0, (byte) 1)),
                of(
                        "batch first",
                        rnn(RecurrentDirection.FORWARD, INF, true),
                        f(d(2, 2, 1, 1), 2, 6, 6, 14),
                        f(d(2, 2, 1), 1, 2, 3, 4),
                        w,
                        r));
    }

    private static Stream<KernelCase> lstm() {
        Lstm op = new Lstm(1, RecurrentDirection.FORWARD, linear(3), INF, false, true);
        Lstm coupled = new Lstm(1, RecurrentDirection.FORWARD, linear(3), INF, true, true);
        Lstm usual = new Lstm(
                1,
                RecurrentDirection.FORWARD,
                List.of(GateFunction.SIGMOID, GateFunction.TANH, GateFunction.TANH),
                INF,
                false,
                false);
        TensorData ones = f(d(1, 4, 1), 1, 1, 1, 1);
        TensorData zeros = f(d(1, 4, 1), 0, 0, 0, 0);
        TensorData steps = f(d(1, 2, 1), 2, 3);
        TensorData one = f(d(1, 1, 1), 2);
        TensorData before = f(d(1, 1, 1), 1);
        return Stream.of(
                // c = 2·0 + 2·2 = 4, h = 2·4; then c = 3·4 + 3·3 = 21, h = 3·21.
                of("all gates x", op, f(d(1, 2, 1, 1), 8, 63), steps, ones, zeros),
                // i = 2 + c = 3, c = 2·1 + 3·2 = 8, h = 2·8.
                of(
                        "peephole of the input gate, state before",
                        op,
                        f(d(1, 1, 1, 1), 16),
                        one,
                        ones,
                        zeros,
                        null,
                        null,
                        before,
                        before,
                        f(d(1, 3), 1, 0, 0)),
                // f = 1 - 2, c = -1·1 + 2·2 = 3, h = 2·3.
                of(
                        "forgets what it does not take",
                        coupled,
                        f(d(1, 1, 1, 1), 6),
                        one,
                        ones,
                        zeros,
                        null,
                        null,
                        before,
                        before),
                // Gates i = 1, o = 2, f = 3, c = 4 from the bias: c = 3·1 + 1·4, h = 2·7.
                of(
                        "order of the gates",
                        op,
                        f(d(1, 1, 1, 1), 14),
                        one,
                        zeros,
                        zeros,
                        f(d(1, 8), 1, 1, 3, 4, 0, 1, 0, 0),
                        null,
                        before,
                        before),
                // Gates of ½, candidate tanh(0): c = ½·2, h = ½·tanh(1).
                of(
                        "sigmoid and tanh",
                        usual,
                        f(d(1, 1, 1, 1), 0.38079708f),
                        one,
                        zeros,
                        zeros,
                        null,
                        null,
                        before,
                        f(d(1, 1, 1), 2)));
    }

    private static Stream<KernelCase> gru() {
        TensorData steps = f(d(1, 2, 1), 1, 2);
        TensorData w = f(d(1, 3, 1), 0, 1, 1);
        TensorData r = f(d(1, 3, 1), 0, 0, 1);
        Gru before = new Gru(1, RecurrentDirection.FORWARD, linear(2), INF, false, true);
        Gru after = new Gru(1, RecurrentDirection.FORWARD, linear(2), INF, true, true);
        return Stream.of(
                // z = ½, r = x: candidates 1 + 1·0 and 2 + 2·½; h = ½·1, then ½·3 + ½·½.
                of("reset before", before, f(d(1, 2, 1, 1), 0.5f, 1.75f), steps, w, r, f(d(1, 6), 0.5f, 0, 0, 0, 0, 0)),
                // Candidates 1 + 1·(0 + 1) and 2 + 2·(1 + 1); h = ½·2, then ½·6 + ½·1.
                of("reset after", after, f(d(1, 2, 1, 1), 1, 3.5f), steps, w, r, f(d(1, 6), 0.5f, 0, 0, 0, 0, 1)));
    }

    private static Stream<KernelCase> normalizations() {
        TensorData rows = f(d(2, 2), 1, 3, 2, 6);
        return Stream.of(
                of(
                        "rows to -1 and 1, scaled and shifted",
                        new LayerNormalization(-1, 0),
                        f(d(2, 2), -1, 3, -1, 3),
                        rows,
                        f(2, 3),
                        f(1, 0)),
                of(
                        "variance 4 and 5 more",
                        new LayerNormalization(1, 5),
                        f(d(1, 2), -2 / 3f, 2 / 3f),
                        f(d(1, 2), 1, 5),
                        f(1, 1)),
                of(
                        "over both axes",
                        new LayerNormalization(0, 0),
                        f(d(2, 2), -1, 1, -1, 1),
                        f(d(2, 2), 0, 2, 0, 2),
                        f(1, 1)),
                // The mean of 1 and 49 is 5².
                of("root mean square", new RmsNormalization(-1, 0), f(d(1, 2), 1, 14), f(d(1, 2), 1, 7), f(5, 10)));
    }
}
