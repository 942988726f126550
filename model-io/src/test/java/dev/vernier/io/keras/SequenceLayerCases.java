package dev.vernier.io.keras;

import static dev.vernier.io.keras.LayerCase.d;
import static dev.vernier.io.keras.LayerCase.f;
import static dev.vernier.io.keras.LayerCase.of;

import dev.vernier.engine.graph.TensorData;
import java.util.stream.Stream;

/** Recurrent layers of one unit with linear gates, attention of one head, layers around layers. */
final class SequenceLayerCases {
    private static final TensorData STEPS = f(d(1, 3, 1), 1, 2, 3);
    private static final String LINEAR = "'units': 1, 'activation': 'linear', 'recurrent_activation': 'linear'";
    private static final String PLAIN =
            "{'class_name': 'SimpleRNN', 'config': {'name': 'inner', 'units': 1, 'activation': 'linear'%s}}";

    private SequenceLayerCases() {}

    static Stream<LayerCase> all() {
        return Stream.of(simple(), masking(), lstm(), gru(), bidirectional(), attention(), timeDistributed())
                .flatMap(cases -> cases);
    }

    private static LayerCase plain(String what, String config, TensorData expected) {
        return of(what, "SimpleRNN", LINEAR + config, expected, STEPS)
                .with("kernel", f(d(1, 1), 2))
                .with("recurrent_kernel", f(d(1, 1), 1));
    }

    /** h = 2·x + h before: 2, 6, 12; backwards 6, 10, 12. */
    private static Stream<LayerCase> simple() {
        return Stream.of(
                plain("last step", "", f(d(1, 1), 12)),
                plain("all steps", ", 'return_sequences': true", f(d(1, 3, 1), 2, 6, 12)),
                plain("backwards", ", 'go_backwards': true", f(d(1, 1), 12)),
                plain(
                        "backwards, in the order met",
                        ", 'go_backwards': true, 'return_sequences': true",
                        f(d(1, 3, 1), 6, 10, 12)),
                plain("bias", ", 'return_sequences': true", f(d(1, 3, 1), 3, 8, 15))
                        .with("bias", f(d(1), 1)));
    }

    private static Stream<LayerCase> masking() {
        TensorData steps = f(d(1, 2, 2), 9, 9, 9, 1);
        return Stream.of(of("all features masked", "Masking", "'mask_value': 9.0", f(d(1, 2, 2), 0, 0, 9, 1), steps));
    }

    private static Stream<LayerCase> lstm() {
        TensorData two = f(d(1, 2, 1), 2, 3);
        TensorData ones = f(d(1, 4), 1, 1, 1, 1);
        TensorData zeros = f(d(1, 4), 0, 0, 0, 0);
        TensorData one = f(d(1, 1, 1), 7);
        LayerCase keras1 = of(
                        "gates apart, as Keras 1 keeps them",
                        "LSTM",
                        "'output_dim': 1, 'activation': 'linear', 'inner_activation': 'linear', 'consume_less': 'cpu'",
                        f(d(1, 1), 8),
                        one)
                .writtenBy("1.2.2", "tensorflow");
        String[] gates = {"i", "f", "c", "o"};
        float[] biases = {1, 3, 4, 2};
        for (int g = 0; g < 4; g++) {
            keras1 = keras1.with(gates[g] + "/kernel", f(d(1, 1), 0))
                    .with(gates[g] + "/recurrent_kernel", f(d(1, 1), 0))
                    .with(gates[g] + "/bias", f(d(1), biases[g]));
        }
        return Stream.of(
                // c = 2·2 = 4, h = 2·4; then c = 3·4 + 3·3 = 21, h = 3·21.
                of("all gates x", "LSTM", LINEAR + ", 'return_sequences': true", f(d(1, 2, 1), 8, 63), two)
                        .with("kernel", ones)
                        .with("recurrent_kernel", zeros),
                // Gates i = 1, f = 3, c = 4, o = 2: c = 1·4, h = 2·4.
                of("order of the gates", "LSTM", LINEAR, f(d(1, 1), 8), one)
                        .with("kernel", zeros)
                        .with("recurrent_kernel", zeros)
                        .with("bias", f(d(4), 1, 3, 4, 2)),
                // i, f, c, o each h before: 1·c + h² = 1·10 + 2², h = 2·14.
                of("called with a state", "LSTM", LINEAR, f(d(1, 1), 48), one, f(d(1, 1), 2), f(d(1, 1), 10))
                        .with("kernel", zeros)
                        .with("recurrent_kernel", ones),
                // Before Keras 3 a hard sigmoid is 0.2·x + 0.5: gates of ½, c = ½·4, h = ½·2.
                of(
                                "hard sigmoid",
                                "LSTM",
                                "'units': 1, 'activation': 'linear', 'recurrent_activation': 'hard_sigmoid'",
                                f(d(1, 1), 1),
                                one)
                        .with("kernel", zeros)
                        .with("recurrent_kernel", zeros)
                        .with("bias", f(d(4), 0, 0, 4, 0)),
                keras1);
    }

    private static LayerCase gru(String what, String config, TensorData expected, TensorData bias) {
        return of(what, "GRU", LINEAR + config, expected, f(d(1, 2, 1), 1, 2))
                .with("kernel", f(d(1, 3), 0, 1, 1))
                .with("recurrent_kernel", f(d(1, 3), 0, 0, 1))
                .with("bias", bias);
    }

    /** z = ½, r = x. */
    private static Stream<LayerCase> gru() {
        return Stream.of(
                gru("reset before", ", 'reset_after': false", f(d(1, 1), 1.75f), f(d(3), 0.5f, 0, 0)),
                gru(
                        "reset after, two biases",
                        ", 'reset_after': true",
                        f(d(1, 1), 3.5f),
                        f(d(2, 3), 0.5f, 0, 0, 0, 0, 1)));
    }

    private static LayerCase both(String what, String inner, String merge, TensorData expected) {
        LayerCase c = of(
                what,
                "Bidirectional",
                "'layer': " + String.format(PLAIN, inner) + ", 'merge_mode': '" + merge + "'",
                expected,
                STEPS);
        for (String side : new String[] {"forward/", "backward/"}) {
            c = c.with(side + "kernel", f(d(1, 1), 2)).with(side + "recurrent_kernel", f(d(1, 1), 1));
        }
        return c;
    }

    /** Forward 2, 6, 12; backward, in the order of the steps, 12, 10, 6. */
    private static Stream<LayerCase> bidirectional() {
        String all = ", 'return_sequences': true";
        return Stream.of(
                both("where each ends", "", "concat", f(d(1, 2), 12, 12)),
                both("all steps", all, "concat", f(d(1, 3, 2), 2, 12, 6, 10, 12, 6)),
                both("sums", all, "sum", f(d(1, 3, 1), 14, 16, 18)),
                both("means", all, "ave", f(d(1, 3, 1), 7, 8, 9)),
                both("product", "", "mul", f(d(1, 1), 144)));
    }

    private static Stream<LayerCase> attention() {
        TensorData positions = f(d(1, 2, 1), 0, 1);
        TensorData one = f(d(1, 1, 1), 1);
        float share = 0.7310586f; // e / (1 + e)
        LayerCase heads = of(
                "a head of one feature",
                "MultiHeadAttention",
                "'num_heads': 1, 'key_dim': 1, 'use_bias': false",
                f(d(1, 2, 1), 0.5f, share),
                positions,
                positions);
        for (String role : new String[] {"query", "key", "value", "output"}) {
            heads = heads.with(role + "/kernel", one);
        }
        return Stream.of(
                heads,
                of("no weights", "Attention", "'use_scale': false", f(d(1, 2, 1), 0.5f, share), positions, positions),
                of("causal", "Attention", "'causal': true", f(d(1, 2, 1), 0, share), positions, positions));
    }

    private static Stream<LayerCase> timeDistributed() {
        String dense = "{'class_name': 'Dense', 'config': {'name': 'inner', 'units': 1, 'use_bias': false}}";
        String pool = "{'class_name': 'GlobalMaxPooling1D', 'config': {'name': 'inner'}}";
        return Stream.of(
                of("dense", "TimeDistributed", "'layer': " + dense, f(d(1, 3, 1), 2, 4, 6), STEPS)
                        .with("kernel", f(d(1, 1), 2)),
                of(
                        "steps as samples",
                        "TimeDistributed",
                        "'layer': " + pool,
                        f(d(2, 2, 1), 2, 4, 6, 8),
                        f(d(2, 2, 2, 1), 1, 2, 3, 4, 5, 6, 7, 8)));
    }
}
