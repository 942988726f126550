package dev.vernier.io.keras;

import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Extremum;
import dev.vernier.engine.graph.op.Mul;
import dev.vernier.engine.graph.op.Reduce;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The table of Keras layers that are run: one entry a class, under its present name and the names Keras 1 had. */
final class KerasOpMappings {
    /** Layers that act in training alone and pass on what they are given when the network runs. */
    private static final Set<String> TRAINING_ONLY = Set.of(
            "ActivityRegularization",
            "AlphaDropout",
            "Dropout",
            "GaussianDropout",
            "GaussianNoise",
            "Identity",
            "RandomBrightness",
            "RandomColorJitter",
            "RandomContrast",
            "RandomFlip",
            "RandomHeight",
            "RandomHue",
            "RandomRotation",
            "RandomSaturation",
            "RandomTranslation",
            "RandomWidth",
            "RandomZoom",
            "SpatialDropout1D",
            "SpatialDropout2D",
            "SpatialDropout3D");

    /** Layers by class. */
    private static final Map<String, KerasOpMapping> LAYERS = new TreeMap<>();

    static {
        layer(DenseLayers::dense, "Dense", "TimeDistributedDense");
        layer(DenseLayers::einsum, "EinsumDense");
        layer(DenseLayers::embedding, "Embedding");
        layer(DenseLayers::batchNormalization, "BatchNormalization", "SyncBatchNormalization", "BatchNormalizationV1");
        layer(DenseLayers::batchNormalization, "BatchNormalizationV2");

        layer(e -> WindowLayers.conv(e, 1), "Conv1D", "Convolution1D", "AtrousConvolution1D");
        layer(e -> WindowLayers.conv(e, 2), "Conv2D", "Convolution2D", "AtrousConvolution2D");
        layer(e -> WindowLayers.conv(e, 3), "Conv3D", "Convolution3D");
        layer(e -> WindowLayers.depthwise(e, 1), "DepthwiseConv1D");
        layer(e -> WindowLayers.depthwise(e, 2), "DepthwiseConv2D");
        layer(e -> WindowLayers.separable(e, 1), "SeparableConv1D", "SeparableConvolution1D");
        layer(e -> WindowLayers.separable(e, 2), "SeparableConv2D", "SeparableConvolution2D");
        layer(e -> WindowLayers.convTranspose(e, 1), "Conv1DTranspose");
        layer(e -> WindowLayers.convTranspose(e, 2), "Conv2DTranspose", "Deconvolution2D");
        layer(e -> WindowLayers.convTranspose(e, 3), "Conv3DTranspose");

        layer(e -> WindowLayers.maxPool(e, 1), "MaxPooling1D", "MaxPool1D");
        layer(e -> WindowLayers.maxPool(e, 2), "MaxPooling2D", "MaxPool2D");
        layer(e -> WindowLayers.maxPool(e, 3), "MaxPooling3D", "MaxPool3D");
        layer(e -> WindowLayers.averagePool(e, 1), "AveragePooling1D", "AvgPool1D");
        layer(e -> WindowLayers.averagePool(e, 2), "AveragePooling2D", "AvgPool2D");
        layer(e -> WindowLayers.averagePool(e, 3), "AveragePooling3D", "AvgPool3D");
        for (int d = 1; d <= 3; d++) {
            layer(
                    e -> WindowLayers.globalPool(e, Reduce.Kind.MEAN),
                    "GlobalAveragePooling" + d + "D",
                    "GlobalAvgPool" + d + "D");
            layer(
                    e -> WindowLayers.globalPool(e, Reduce.Kind.MAX),
                    "GlobalMaxPooling" + d + "D",
                    "GlobalMaxPool" + d + "D");
            int spatial = d;
            layer(e -> ShapeLayers.zeroPadding(e, spatial), "ZeroPadding" + d + "D");
            layer(e -> ShapeLayers.cropping(e, spatial), "Cropping" + d + "D");
            layer(e -> ShapeLayers.upSampling(e, spatial), "UpSampling" + d + "D");
        }

        layer(ShapeLayers::reshape, "Reshape");
        layer(ShapeLayers::flatten, "Flatten");
        layer(ShapeLayers::permute, "Permute");
        layer(ShapeLayers::repeatVector, "RepeatVector");
        layer(ShapeLayers::resizing, "Resizing");
        layer(ShapeLayers::centerCrop, "CenterCrop");

        layer(e -> MergeLayers.all(e, new Add(Clamp.NONE)), "Add");
        layer(e -> MergeLayers.all(e, new Mul(Clamp.NONE)), "Multiply");
        layer(MergeLayers::subtract, "Subtract");
        layer(MergeLayers::average, "Average");
        layer(e -> MergeLayers.all(e, new Extremum(Extremum.Kind.MAX)), "Maximum");
        layer(e -> MergeLayers.all(e, new Extremum(Extremum.Kind.MIN)), "Minimum");
        layer(MergeLayers::concatenate, "Concatenate");
        layer(MergeLayers::dot, "Dot");
        layer(MergeLayers::merge, "Merge");

        layer(Activations::layer, "Activation");
        layer(Activations::configured, "ReLU", "LeakyReLU", "Softmax", "ELU");
        layer(Activations::pRelu, "PReLU");
        layer(Activations::thresholdedRelu, "ThresholdedReLU");

        layer(ScalingLayers::rescaling, "Rescaling");
        layer(ScalingLayers::normalization, "Normalization");
        layer(ScalingLayers::layerNormalization, "LayerNormalization");
        layer(ScalingLayers::rmsNormalization, "RMSNormalization");
        layer(ScalingLayers::unitNormalization, "UnitNormalization");

        layer(RecurrentLayers::alone, "LSTM", "GRU", "SimpleRNN");
        layer(RecurrentLayers::bidirectional, "Bidirectional");
        layer(AttentionLayers::multiHead, "MultiHeadAttention");
        layer(AttentionLayers::dotProduct, "Attention");
        layer(WrapperLayers::timeDistributed, "TimeDistributed");

        for (String c : TRAINING_ONLY) {
            layer(e -> List.of(e.x()), c);
        }
        layer(Masks::masking, "Masking");
    }

    private KerasOpMappings() {}

    private static void layer(KerasOpMapping mapping, String... classes) {
        for (String c : classes) {
            LAYERS.put(c, mapping);
        }
    }

    /** Classes of layers that answer what they are given. */
    static List<String> passOn() {
        return List.copyOf(TRAINING_ONLY);
    }

    /** Classes of layers that are run. */
    static Set<String> classes() {
        return LAYERS.keySet();
    }

    /** Whether layers of class {@code className} are known to have no weights, provided that {@link LayerVariables} lists none. */
    static boolean isWithoutVariables(String className) {
        return LAYERS.containsKey(className) || className.equals("InputLayer");
    }

    /**
     * How {@code layer} is mapped.
     *
     * @throws UnsupportedLayer if it is not
     */
    static KerasOpMapping of(KerasLayer layer) {
        if (layer.className().equals("Lambda")) {
            throw new UnsupportedLayer("because it is Python code");
        }
        KerasOpMapping mapping = LAYERS.get(layer.className());
        if (layer.isOperation() || FunctionLayers.isFunction(layer)) {
            return FunctionLayers::map;
        }
        if (mapping == null) {
            throw new UnsupportedLayer("because Vernier does not know layers of this class");
        }
        return mapping;
    }
}
