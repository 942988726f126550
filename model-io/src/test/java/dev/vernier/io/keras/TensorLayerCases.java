package dev.vernier.io.keras;

import static dev.vernier.io.keras.LayerCase.d;
import static dev.vernier.io.keras.LayerCase.f;
import static dev.vernier.io.keras.LayerCase.of;

import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import java.util.stream.Stream;

/** Dense layers, movement of values, joining of tensors, activations, scaling. */
final class TensorLayerCases {
    private static final TensorData ROW = f(d(1, 2), 1, 2);
    private static final TensorData SQUARE = f(d(1, 2, 2, 1), 1, 2, 3, 4);

    private TensorLayerCases() {}

    static Stream<LayerCase> all() {
        return Stream.of(
                        dense(),
                        movement(),
                        resizing(),
                        joining(),
                        products(),
                        activations(),
                        activationLayers(),
                        scaling())
                .flatMap(cases -> cases);
    }

    private static Stream<LayerCase> dense() {
        TensorData kernel = f(d(2, 2), 1, 3, 2, 4);
        TensorData rows = f(d(1, 2, 2), 1, 2, 0, 1);
        LayerCase norm = of(
                        "(5 - 3) / 2 · 2 + 1",
                        "BatchNormalization",
                        "'axis': [1], 'epsilon': 0",
                        f(d(1, 1), 3),
                        f(d(1, 1), 5))
                .with("gamma", f(d(1), 2))
                .with("beta", f(d(1), 1))
                .with("moving_mean", f(d(1), 3))
                .with("moving_variance", f(d(1), 4));
        return Stream.of(
                of("bias and relu", "Dense", "'activation': 'relu'", f(d(1, 2), 6, 0), ROW)
                        .with("kernel", kernel)
                        .with("bias", f(d(2), 1, -20)),
                of("the last of several axes", "Dense", "'use_bias': false", f(d(1, 2, 2), 5, 11, 2, 4), rows)
                        .with("kernel", kernel),
                of("each step", "TimeDistributedDense", "'output_dim': 2", f(d(1, 2, 2), 5, 11, 2, 4), rows)
                        .with("kernel", kernel),
                of(
                                "one axis to two",
                                "EinsumDense",
                                "'equation': 'abc,cde->abde', 'output_shape': [null, 2, 1]",
                                f(d(1, 1, 2, 1), 5, 11),
                                f(d(1, 1, 2), 1, 2))
                        .with("kernel", f(d(2, 2, 1), 1, 3, 2, 4)),
                of(
                                "two axes to one",
                                "EinsumDense",
                                "'equation': 'abcd,cde->abe', 'bias_axes': 'e'",
                                f(d(1, 1, 2), 6, 12),
                                f(d(1, 1, 2, 1), 1, 2))
                        .with("kernel", f(d(2, 1, 2), 1, 3, 2, 4))
                        .with("bias", f(d(2), 1, 1)),
                of(
                                "rows 2 and 0",
                                "Embedding",
                                "'input_dim': 3, 'output_dim': 2",
                                f(d(1, 2, 2), 20, 21, 0, 1),
                                TensorData.ofInts(Shape.of(1, 2), 2, 0))
                        .with("embeddings", f(d(3, 2), 0, 1, 10, 11, 20, 21)),
                of("indices given as floats", "Embedding", "'input_dim': 3", f(d(1, 1, 2), 10, 11), f(d(1, 1), 1))
                        .with("embeddings", f(d(3, 2), 0, 1, 10, 11, 20, 21)),
                norm,
                norm.named("SyncBatchNormalization"),
                norm.named("BatchNormalizationV1"),
                norm.named("BatchNormalizationV2"),
                of(
                                "channels first, nothing learned",
                                "BatchNormalization",
                                "'axis': 1, 'epsilon': 0, 'scale': false, 'center': false",
                                f(d(1, 1, 1, 2), 1, 2),
                                f(d(1, 1, 1, 2), 5, 7))
                        .with("moving_mean", f(d(1), 3))
                        .with("moving_variance", f(d(1), 4)));
    }

    private static Stream<LayerCase> movement() {
        return Stream.of(
                of("one dimension open", "Reshape", "'target_shape': [-1, 1]", f(d(1, 4, 1), 1, 2, 3, 4), SQUARE),
                of("row by row", "Flatten", "'data_format': 'channels_last'", f(d(1, 4), 1, 2, 3, 4), SQUARE),
                of(
                        "channels first: pixel by pixel",
                        "Flatten",
                        "'data_format': 'channels_first'",
                        f(d(1, 4), 1, 3, 2, 4),
                        f(d(1, 2, 1, 2), 1, 2, 3, 4)),
                of("axes turned", "Permute", "'dims': [2, 1, 3]", f(d(1, 2, 2, 1), 1, 3, 2, 4), SQUARE),
                of("as steps", "RepeatVector", "'n': 2", f(d(1, 2, 2), 1, 2, 1, 2), ROW),
                of("both ends", "ZeroPadding1D", "'padding': [1, 0]", f(d(1, 3, 1), 0, 1, 2), f(d(1, 2, 1), 1, 2)),
                of(
                        "top 1, right 2",
                        "ZeroPadding2D",
                        "'padding': [[1, 0], [0, 2]]",
                        f(d(1, 2, 3, 1), 0, 0, 0, 1, 0, 0),
                        f(d(1, 1, 1, 1), 1)),
                of(
                        "rows 0, columns 1, channels first",
                        "ZeroPadding2D",
                        "'padding': [0, 1], 'data_format': 'channels_first'",
                        f(d(1, 1, 1, 3), 0, 1, 0),
                        f(d(1, 1, 1, 1), 1)),
                of(
                        "three axes",
                        "ZeroPadding3D",
                        "'padding': [[0, 0], [0, 0], [1, 0]]",
                        f(d(1, 1, 1, 2, 1), 0, 1),
                        f(d(1, 1, 1, 1, 1), 1)),
                of("first step", "Cropping1D", "'cropping': [1, 0]", f(d(1, 1, 1), 2), f(d(1, 2, 1), 1, 2)),
                of("last row, first column", "Cropping2D", "'cropping': [[0, 1], [1, 0]]", f(d(1, 1, 1, 1), 2), SQUARE),
                of(
                        "three axes",
                        "Cropping3D",
                        "'cropping': [[0, 0], [1, 0], [0, 0]]",
                        f(d(1, 1, 1, 1, 1), 2),
                        f(d(1, 1, 2, 1, 1), 1, 2)),
                of(
                        "middle",
                        "CenterCrop",
                        "'height': 1, 'width': 1",
                        f(d(1, 1, 1, 1), 5),
                        f(d(1, 3, 3, 1), 1, 2, 3, 4, 5, 6, 7, 8, 9)));
    }

    private static Stream<LayerCase> resizing() {
        TensorData line = f(d(1, 1, 2, 1), 0, 4);
        return Stream.of(
                of("each step twice", "UpSampling1D", "'size': 2", f(d(1, 4, 1), 1, 1, 2, 2), f(d(1, 2, 1), 1, 2)),
                of(
                        "nearest",
                        "UpSampling2D",
                        "'size': [1, 2], 'interpolation': 'nearest'",
                        f(d(1, 1, 4, 1), 0, 0, 4, 4),
                        line),
                of(
                        "bilinear, between centres",
                        "UpSampling2D",
                        "'size': [1, 2], 'interpolation': 'bilinear'",
                        f(d(1, 1, 4, 1), 0, 1, 3, 4),
                        line),
                of(
                        "three axes",
                        "UpSampling3D",
                        "'size': [1, 1, 2]",
                        f(d(1, 1, 1, 2, 1), 5, 5),
                        f(d(1, 1, 1, 1, 1), 5)),
                of("to a size", "Resizing", "'height': 1, 'width': 4", f(d(1, 1, 4, 1), 0, 1, 3, 4), line),
                of(
                        "to a size, nearest",
                        "Resizing",
                        "'height': 2, 'width': 3, 'interpolation': 'nearest'",
                        f(d(1, 2, 3, 1), 0, 4, 4, 0, 4, 4),
                        line));
    }

    private static Stream<LayerCase> joining() {
        TensorData a = f(d(1, 2), 1, 8);
        TensorData b = f(d(1, 2), 3, 2);
        TensorData c = f(d(1, 2), 5, 5);
        TensorData two = f(d(1, 2, 2), 1, 1, 2, 2);
        return Stream.of(
                of("three", "Add", "", f(d(1, 2), 9, 15), a, b, c),
                of("fewer axes stand behind the batch", "Add", "", f(d(1, 2, 2), 2, 9, 3, 10), two, a),
                of("three", "Multiply", "", f(d(1, 2), 15, 80), a, b, c),
                of("two", "Subtract", "", f(d(1, 2), -2, 6), a, b),
                of("three", "Average", "", f(d(1, 2), 3, 5), a, b, c),
                of("three", "Maximum", "", f(d(1, 2), 5, 8), a, b, c),
                of("three", "Minimum", "", f(d(1, 2), 1, 2), a, b, c),
                of("last axis", "Concatenate", "'axis': -1", f(d(1, 4), 1, 8, 3, 2), a, b),
                of("sum", "Merge", "'mode': 'sum'", f(d(1, 2), 4, 10), a, b),
                of("mul", "Merge", "'mode': 'mul'", f(d(1, 2), 3, 16), a, b),
                of("ave", "Merge", "'mode': 'ave'", f(d(1, 2), 2, 5), a, b),
                of("max", "Merge", "'mode': 'max'", f(d(1, 2), 3, 8), a, b),
                of("concat", "Merge", "'mode': 'concat', 'concat_axis': 1", f(d(1, 4), 1, 8, 3, 2), a, b),
                of("x + y", "TFOpLambda", "'function': '__operators__.add'", f(d(1, 2), 4, 10), a, b));
    }

    private static Stream<LayerCase> products() {
        TensorData a = f(d(1, 2), 3, 4);
        TensorData b = f(d(1, 2), 4, 3);
        TensorData left = f(d(1, 1, 2), 1, 2);
        TensorData right = f(d(1, 2, 2), 1, 3, 2, 4);
        return Stream.of(
                of("of vectors", "Dot", "'axes': 1", f(d(1, 1), 24), a, b),
                of("cosine", "Dot", "'axes': -1, 'normalize': true", f(d(1, 1), 0.96f), a, b),
                of("of matrices", "Dot", "'axes': [2, 1]", f(d(1, 1, 2), 5, 11), left, right),
                of("of rows with rows", "Dot", "'axes': 2", f(d(1, 1, 2), 7, 10), left, right));
    }

    private static LayerCase function(String name, float... expected) {
        return of(name, "Activation", "'activation': '" + name + "'", f(d(1, 3), expected), f(d(1, 3), -1, 0, 2));
    }

    private static Stream<LayerCase> activations() {
        LayerCase hard = function("hard_sigmoid", 0.3f, 0.5f, 0.9f);
        LayerCase hard3 = function("hard_sigmoid", 1 / 3f, 0.5f, 5 / 6f).writtenBy("3.5.0", "tensorflow");
        return Stream.of(
                function("linear", -1, 0, 2),
                function("relu", 0, 0, 2),
                function("relu6", 0, 0, 2),
                function("sigmoid", 0.2689414f, 0.5f, 0.8807971f),
                function("tanh", -0.7615942f, 0, 0.9640276f),
                function("softmax", 0.0420101f, 0.1141952f, 0.8437947f),
                function("log_softmax", -3.169846f, -2.169846f, -0.169846f),
                function("hard_tanh", -1, 0, 1),
                function("hard_silu", -1 / 3f, 0, 5 / 3f),
                function("leaky_relu", -0.2f, 0, 2),
                function("elu", -0.6321206f, 0, 2),
                function("selu", -1.1113307f, 0, 2.1014020f),
                function("exponential", 0.3678794f, 1, 7.3890561f),
                function("softplus", 0.3132617f, 0.6931472f, 2.1269280f),
                function("softsign", -0.5f, 0, 2 / 3f),
                function("gelu", -0.1586553f, 0, 1.9544997f),
                function("swish", -0.2689414f, 0, 1.7615942f),
                function("silu", -0.2689414f, 0, 1.7615942f),
                function("mish", -0.3034015f, 0, 1.9439590f),
                function("log_sigmoid", -1.3132617f, -0.6931472f, -0.1269280f),
                hard,
                hard3,
                of(
                        "a layer as function",
                        "Activation",
                        "'activation': {'class_name': 'LeakyReLU', 'config': {'alpha': 0.5}}",
                        f(d(1, 3), -0.5f, 0, 2),
                        f(d(1, 3), -1, 0, 2)),
                of(
                        "serialized as object",
                        "Activation",
                        "'activation': {'class_name': 'function', 'config': 'relu'}",
                        f(d(1, 3), 0, 0, 2),
                        f(d(1, 3), -1, 0, 2)));
    }

    private static Stream<LayerCase> activationLayers() {
        TensorData x = f(d(1, 3), -1, 0.5f, 8);
        return Stream.of(
                of(
                        "limited",
                        "ReLU",
                        "'max_value': 6.0, 'negative_slope': 0.0, 'threshold': 0.0",
                        f(d(1, 3), 0, 0.5f, 6),
                        x),
                of("leaking", "ReLU", "'max_value': 6.0, 'negative_slope': 0.5", f(d(1, 3), -0.5f, 0.5f, 6), x),
                of("unlimited", "ReLU", "'max_value': null", f(d(1, 3), 0, 0.5f, 8), x),
                of("alpha", "LeakyReLU", "'alpha': 0.25", f(d(1, 3), -0.25f, 0.5f, 8), x),
                of("negative slope", "LeakyReLU", "'negative_slope': 0.5", f(d(1, 3), -0.5f, 0.5f, 8), x),
                of("alpha", "ELU", "'alpha': 2.0", f(d(1, 3), -1.2642411f, 0.5f, 8), x),
                of("learned slope", "PReLU", "'shared_axes': null", f(d(1, 3), -3, 0.5f, 8), x)
                        .with("alpha", f(d(3), 3, 9, 9)),
                of("above theta", "ThresholdedReLU", "'theta': 1.0", f(d(1, 3), 0, 0, 8), x),
                of("axis", "Softmax", "'axis': 1", f(d(1, 2, 1), 0.5f, 0.5f), f(d(1, 2, 1), 3, 3)));
    }

    private static Stream<LayerCase> scaling() {
        TensorData rows = f(d(1, 2, 2), 1, 3, 2, 6);
        return Stream.of(
                of("half, then one less", "Rescaling", "'scale': 0.5, 'offset': -1.0", f(d(1, 2), -0.5f, 0), ROW),
                of("each channel", "Rescaling", "'scale': [10.0, 100.0], 'offset': 0.0", f(d(1, 2), 10, 200), ROW),
                of(
                        "whole numbers",
                        "Rescaling",
                        "'scale': 0.5",
                        f(d(1, 2), 1.5f, 127.5f),
                        TensorData.ofBytes(
                                dev.vernier.engine.graph.DataType.UINT8, Shape.of(1, 2), (byte) 3, (byte) 255)),
                of(
                        "mean and variance given",
                        "Normalization",
                        "'axis': [-1], 'mean': [1.0, 0.0], 'variance': [1.0, 4.0]",
                        f(d(1, 2), 0, 1),
                        ROW),
                of("mean and variance adapted", "Normalization", "'axis': [-1]", f(d(1, 2), 0, 1), ROW)
                        .with("mean", f(d(2), 1, 0))
                        .with("variance", f(d(2), 1, 4)),
                of(
                        "back",
                        "Normalization",
                        "'axis': [-1], 'mean': [1.0, 0.0], 'variance': [1.0, 4.0], 'invert': true",
                        f(d(1, 2), 2, 4),
                        ROW),
                of(
                                "rows to -1 and 1",
                                "LayerNormalization",
                                "'axis': [2], 'epsilon': 0.0",
                                f(d(1, 2, 2), -1, 3, -1, 3),
                                rows)
                        .with("gamma", f(d(2), 2, 3))
                        .with("beta", f(d(2), 1, 0)),
                of(
                        "nothing learned",
                        "LayerNormalization",
                        "'axis': -1, 'epsilon': 0.0, 'center': false, 'scale': false",
                        f(d(1, 2, 2), -1, 1, -1, 1),
                        rows),
                of(
                                "root mean square 5",
                                "RMSNormalization",
                                "'axis': -1, 'epsilon': 0.0",
                                f(d(1, 2), 1, 14),
                                f(d(1, 2), 1, 7))
                        .with("scale", f(d(2), 5, 10)),
                of("length 5", "UnitNormalization", "'axis': -1", f(d(1, 2), 0.6f, 0.8f), f(d(1, 2), 3, 4)));
    }
}
