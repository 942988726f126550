package dev.vernier.io.keras;

import static dev.vernier.io.keras.LayerCase.d;
import static dev.vernier.io.keras.LayerCase.f;
import static dev.vernier.io.keras.LayerCase.of;

import dev.vernier.engine.graph.TensorData;
import java.util.stream.Stream;

/** Convolutions and poolings. */
final class WindowLayerCases {
    private static final TensorData STEPS = f(d(1, 3, 1), 1, 2, 3);
    private static final TensorData SQUARE = f(d(1, 2, 2, 1), 1, 2, 3, 4);
    private static final TensorData PIXEL = f(d(1, 1, 1, 2), 1, 10);
    private static final String NO_BIAS = "'use_bias': false, ";

    private WindowLayerCases() {}

    static Stream<LayerCase> all() {
        return Stream.of(convolutions(), oldConvolutions(), depthwise(), transposed(), pools(), globalPools())
                .flatMap(cases -> cases);
    }

    private static Stream<LayerCase> convolutions() {
        TensorData tenAndOne = f(d(2, 1, 1), 10, 1);
        TensorData matrix = f(d(1, 1, 2, 2), 1, 2, 3, 4);
        TensorData window = f(d(2, 2, 1, 1), 1, 2, 3, 4);
        return Stream.of(
                of("10·x + next", "Conv1D", NO_BIAS + "'padding': 'valid'", f(d(1, 2, 1), 12, 23), STEPS)
                        .with("kernel", tenAndOne),
                of(
                                "causal: only what came before",
                                "Conv1D",
                                NO_BIAS + "'padding': 'causal'",
                                f(d(1, 3, 1), 1, 12, 23),
                                STEPS)
                        .with("kernel", tenAndOne),
                of(
                                "causal, dilated",
                                "Conv1D",
                                NO_BIAS + "'padding': 'causal', 'dilation_rate': [2]",
                                f(d(1, 3, 1), 1, 2, 13),
                                STEPS)
                        .with("kernel", tenAndOne),
                of("kernel is in × out", "Conv2D", NO_BIAS + "'padding': 'valid'", f(d(1, 1, 1, 2), 31, 42), PIXEL)
                        .with("kernel", matrix),
                of(
                                "channels first, bias, relu",
                                "Conv2D",
                                "'data_format': 'channels_first', 'activation': 'relu'",
                                f(d(1, 2, 1, 1), 32, 0),
                                f(d(1, 2, 1, 1), 1, 10))
                        .with("kernel", matrix)
                        .with("bias", f(d(2), 1, -50)),
                of(
                                "same: what is missing is at the end",
                                "Conv2D",
                                NO_BIAS + "'padding': 'same'",
                                f(d(1, 2, 2, 1), 30, 14, 11, 4),
                                SQUARE)
                        .with("kernel", window),
                of("stride 2", "Conv2D", NO_BIAS + "'strides': [2, 2], 'padding': 'same'", f(d(1, 1, 1, 1), 30), SQUARE)
                        .with("kernel", window),
                of("groups", "Conv2D", NO_BIAS + "'groups': 2", f(d(1, 1, 1, 2), 3, 40), PIXEL)
                        .with("kernel", f(d(1, 1, 1, 2), 3, 4)),
                of(
                                "three axes",
                                "Conv3D",
                                NO_BIAS + "'padding': 'valid'",
                                f(d(1, 1, 1, 1, 1), 12),
                                f(d(1, 1, 1, 2, 1), 1, 2))
                        .with("kernel", f(d(1, 1, 2, 1, 1), 10, 1)));
    }

    private static Stream<LayerCase> oldConvolutions() {
        String valid = "'bias': false, 'border_mode': 'valid', 'dim_ordering': 'tf'";
        TensorData line = f(d(2, 1, 1, 1), 10, 1);
        TensorData window = f(d(2, 2, 1, 1), 1, 2, 3, 4);
        return Stream.of(
                of(
                                "kernel of four axes",
                                "Convolution1D",
                                "'bias': false, 'border_mode': 'valid'",
                                f(d(1, 2, 1), 12, 23),
                                STEPS)
                        .with("kernel", line),
                of(
                                "every second",
                                "AtrousConvolution1D",
                                "'bias': false, 'border_mode': 'valid', 'atrous_rate': 2",
                                f(d(1, 1, 1), 13),
                                STEPS)
                        .with("kernel", line),
                of(
                                "as TensorFlow has it",
                                "Convolution2D",
                                valid + ", 'subsample': [1, 1]",
                                f(d(1, 1, 1, 1), 30),
                                SQUARE)
                        .with("kernel", window),
                of("Theano turns the kernel", "Convolution2D", valid, f(d(1, 1, 1, 1), 20), SQUARE)
                        .with("kernel", window)
                        .writtenBy("1.2.2", "theano"),
                of(
                                "Theano's order: out, in, rows, columns",
                                "Convolution2D",
                                "'bias': false, 'border_mode': 'same', 'dim_ordering': 'th'",
                                f(d(1, 2, 1, 1), 21, 43),
                                f(d(1, 2, 1, 1), 1, 10))
                        .with("kernel", f(d(2, 2, 1, 1), 1, 2, 3, 4)),
                of(
                                "every second column",
                                "AtrousConvolution2D",
                                valid + ", 'atrous_rate': [1, 2]",
                                f(d(1, 1, 1, 1), 13),
                                f(d(1, 1, 3, 1), 1, 2, 3))
                        .with("kernel", f(d(1, 2, 1, 1), 10, 1)),
                of("three axes", "Convolution3D", valid, f(d(1, 1, 1, 1, 1), 12), f(d(1, 1, 1, 2, 1), 1, 2))
                        .with("kernel", f(d(1, 1, 2, 1, 1), 10, 1)));
    }

    private static Stream<LayerCase> depthwise() {
        TensorData twoOfEach = f(d(1, 1, 2, 2), 1, 2, 3, 4);
        return Stream.of(
                of(
                                "each channel its own",
                                "DepthwiseConv1D",
                                NO_BIAS + "'padding': 'valid'",
                                f(d(1, 1, 2), 301, 4020),
                                f(d(1, 2, 2), 1, 2, 3, 4))
                        .with("depthwise_kernel", f(d(2, 2, 1), 1, 10, 100, 1000)),
                of(
                                "two results a channel",
                                "DepthwiseConv2D",
                                "'padding': 'same'",
                                f(d(1, 1, 1, 4), 2, 3, 31, 41),
                                PIXEL)
                        .with("depthwise_kernel", twoOfEach)
                        .with("bias", f(d(4), 1, 1, 1, 1)),
                of("then across", "SeparableConv2D", "'depth_multiplier': 2", f(d(1, 1, 1, 1), 114), PIXEL)
                        .with("depthwise_kernel", twoOfEach)
                        .with("pointwise_kernel", f(d(1, 1, 4, 1), 1, 1, 1, 2))
                        .with("bias", f(d(1), 1)),
                of(
                                "then across",
                                "SeparableConvolution2D",
                                "'bias': false, 'border_mode': 'same'",
                                f(d(1, 1, 1, 1), 113),
                                PIXEL)
                        .with("depthwise_kernel", twoOfEach)
                        .with("pointwise_kernel", f(d(1, 1, 4, 1), 1, 1, 1, 2)),
                of("along steps", "SeparableConv1D", NO_BIAS + "'padding': 'causal'", f(d(1, 3, 1), 2, 24, 46), STEPS)
                        .with("depthwise_kernel", f(d(2, 1, 1), 10, 1))
                        .with("pointwise_kernel", f(d(1, 1, 1), 2)),
                of(
                                "along steps",
                                "SeparableConvolution1D",
                                NO_BIAS + "'padding': 'valid'",
                                f(d(1, 2, 1), 24, 46),
                                STEPS)
                        .with("depthwise_kernel", f(d(2, 1, 1), 10, 1))
                        .with("pointwise_kernel", f(d(1, 1, 1), 2)));
    }

    private static Stream<LayerCase> transposed() {
        TensorData two = f(d(1, 2, 1), 1, 2);
        TensorData wide = f(d(3, 1, 1), 1, 10, 100);
        return Stream.of(
                of("side by side", "Conv1DTranspose", NO_BIAS + "'strides': [2]", f(d(1, 4, 1), 1, 10, 2, 20), two)
                        .with("kernel", f(d(2, 1, 1), 1, 10)),
                // In full 1 10 102 20 200; twice as long as the input, the odd one cut off at the end.
                of(
                                "same",
                                "Conv1DTranspose",
                                NO_BIAS + "'strides': [2], 'padding': 'same'",
                                f(d(1, 4, 1), 1, 10, 102, 20),
                                two)
                        .with("kernel", wide),
                of(
                                "same, output padding",
                                "Conv1DTranspose",
                                NO_BIAS + "'strides': [2], 'padding': 'same', 'output_padding': [0]",
                                f(d(1, 3, 1), 10, 102, 20),
                                two)
                        .with("kernel", wide),
                of("gaps stay 0", "Conv1DTranspose", NO_BIAS + "'strides': [2]", f(d(1, 4, 1), 3, 0, 6, 0), two)
                        .with("kernel", f(d(1, 1, 1), 3)),
                of("kernel is out × in", "Conv2DTranspose", "'activation': 'linear'", f(d(1, 1, 1, 1), 44), PIXEL)
                        .with("kernel", f(d(1, 1, 1, 2), 3, 4))
                        .with("bias", f(d(1), 1)),
                of("under its old name", "Deconvolution2D", NO_BIAS + "'padding': 'valid'", f(d(1, 1, 1, 1), 43), PIXEL)
                        .with("kernel", f(d(1, 1, 1, 2), 3, 4)),
                of(
                                "three axes",
                                "Conv3DTranspose",
                                NO_BIAS + "'strides': [1, 1, 2]",
                                f(d(1, 1, 1, 4, 1), 1, 10, 2, 20),
                                f(d(1, 1, 1, 2, 1), 1, 2))
                        .with("kernel", f(d(1, 1, 2, 1, 1), 1, 10)));
    }

    private static Stream<LayerCase> pools() {
        TensorData line = f(d(1, 3, 1), 1, 5, 3);
        TensorData image = f(d(1, 2, 3, 1), 1, 2, 3, 4, 5, 6);
        TensorData volume = f(d(1, 1, 2, 2, 1), 1, 2, 3, 4);
        String same = "'pool_size': [2, 2], 'strides': [2, 2], 'padding': 'same'";
        return Stream.of(
                        of(
                                "windows of 2",
                                "MaxPooling1D",
                                "'pool_size': [2], 'strides': [1]",
                                f(d(1, 2, 1), 5, 5),
                                line),
                        of("windows of 2", "MaxPool1D", "'pool_size': [2]", f(d(1, 1, 1), 5), line),
                        of(
                                "Keras 1",
                                "MaxPooling1D",
                                "'pool_length': 2, 'stride': 1, 'border_mode': 'valid'",
                                f(d(1, 2, 1), 5, 5),
                                line),
                        of("means", "AveragePooling1D", "'pool_size': [2], 'strides': [1]", f(d(1, 2, 1), 3, 4), line),
                        of("same", "MaxPooling2D", same, f(d(1, 1, 2, 1), 5, 6), image),
                        of("padding does not count", "AveragePooling2D", same, f(d(1, 1, 2, 1), 3, 4.5f), image),
                        of(
                                "channels first",
                                "MaxPooling2D",
                                "'pool_size': [1, 2], 'data_format': 'channels_first'",
                                f(d(1, 1, 2, 1), 2, 5),
                                f(d(1, 1, 2, 3), 1, 2, 3, 4, 5, 6)),
                        of("three axes", "MaxPooling3D", "'pool_size': [1, 2, 2]", f(d(1, 1, 1, 1, 1), 4), volume),
                        of(
                                "three axes",
                                "AveragePooling3D",
                                "'pool_size': [1, 2, 2]",
                                f(d(1, 1, 1, 1, 1), 2.5f),
                                volume))
                .flatMap(c -> Stream.of(
                        c,
                        c.named(c.className().replace("MaxPooling", "MaxPool").replace("AveragePooling", "AvgPool"))));
    }

    private static Stream<LayerCase> globalPools() {
        TensorData line = f(d(1, 2, 2), 1, 2, 3, 8);
        TensorData first = f(d(1, 2, 1, 2), 1, 3, 2, 8);
        TensorData image = f(d(1, 2, 1, 2), 1, 2, 3, 8);
        TensorData volume = f(d(1, 2, 1, 1, 2), 1, 2, 3, 8);
        return Stream.of(
                        of("mean", "GlobalAveragePooling1D", "", f(d(1, 2), 2, 5), line),
                        of("mean", "GlobalAveragePooling2D", "", f(d(1, 2), 2, 5), image),
                        of(
                                "mean, axes kept",
                                "GlobalAveragePooling2D",
                                "'keepdims': true",
                                f(d(1, 1, 1, 2), 2, 5),
                                image),
                        of(
                                "mean, channels first",
                                "GlobalAveragePooling2D",
                                "'data_format': 'channels_first'",
                                f(d(1, 2), 2, 5),
                                first),
                        of("mean", "GlobalAveragePooling3D", "", f(d(1, 2), 2, 5), volume),
                        of("largest", "GlobalMaxPooling1D", "", f(d(1, 2), 3, 8), line),
                        of("largest", "GlobalMaxPooling2D", "", f(d(1, 2), 3, 8), image),
                        of("largest", "GlobalMaxPooling3D", "", f(d(1, 2), 3, 8), volume))
                .flatMap(c -> Stream.of(
                        c,
                        c.named(c.className().replace("MaxPooling", "MaxPool").replace("AveragePooling", "AvgPool"))));
    }
}
