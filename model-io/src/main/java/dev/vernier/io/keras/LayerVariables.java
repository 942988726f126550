package dev.vernier.io.keras;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which variables a layer of each class has, in the order Keras makes and stores them. */
final class LayerVariables {
    private LayerVariables() {}

    /**
     * One variable of a layer.
     *
     * @param name as Keras calls it, after the part it belongs to: {@code kernel}, {@code forward/kernel}, {@code query/kernel}
     * @param part path of the part of the layer that holds it in a Keras 3 archive: empty for the layer itself; several where versions differ
     * @param index its number among the variables of its part
     * @param trainable those that are trained are stored first in an HDF5 file
     */
    record Variable(String name, List<String> part, int index, boolean trainable) {}

    private interface Variables {
        void of(LayerConfig config, Collector to);
    }

    private static final Map<String, Variables> BY_CLASS = new LinkedHashMap<>();

    static {
        for (String c : List.of(
                "Dense", "TimeDistributedDense", "Conv1D", "Conv2D", "Conv3D", "Conv2DTranspose", "Conv1DTranspose")) {
            BY_CLASS.put(c, (config, to) -> to.trained("kernel").bias(config));
        }
        for (String c : List.of("Conv3DTranspose", "Convolution1D", "Convolution2D", "Convolution3D")) {
            BY_CLASS.put(c, (config, to) -> to.trained("kernel").bias(config));
        }
        for (String c : List.of("AtrousConvolution1D", "AtrousConvolution2D", "Deconvolution2D")) {
            BY_CLASS.put(c, (config, to) -> to.trained("kernel").bias(config));
        }
        BY_CLASS.put("EinsumDense", (config, to) -> {
            to.trained("kernel");
            if (config.has("bias_axes")) {
                to.trained("bias");
            }
        });
        for (String c : List.of("DepthwiseConv1D", "DepthwiseConv2D")) {
            BY_CLASS.put(c, (config, to) -> to.trained("depthwise_kernel").bias(config));
        }
        for (String c :
                List.of("SeparableConv1D", "SeparableConv2D", "SeparableConvolution1D", "SeparableConvolution2D")) {
            BY_CLASS.put(
                    c,
                    (config, to) ->
                            to.trained("depthwise_kernel", "pointwise_kernel").bias(config));
        }
        for (String c : List.of(
                "BatchNormalization", "SyncBatchNormalization", "BatchNormalizationV1", "BatchNormalizationV2")) {
            BY_CLASS.put(c, (config, to) -> to.scaleAndCenter(config).kept("moving_mean", "moving_variance"));
        }
        for (String c : List.of("LayerNormalization", "GroupNormalization")) {
            BY_CLASS.put(c, (config, to) -> to.scaleAndCenter(config));
        }
        BY_CLASS.put("RMSNormalization", (config, to) -> to.trained("scale"));
        BY_CLASS.put("Embedding", (config, to) -> to.trained("embeddings"));
        BY_CLASS.put("PReLU", (config, to) -> to.trained("alpha"));
        BY_CLASS.put("Normalization", (config, to) -> {
            if (!config.has("mean")) {
                to.kept("mean", "variance", "count");
            }
        });
        BY_CLASS.put("SimpleRNN", (config, to) -> to.part("cell").recurrent(config));
        BY_CLASS.put("LSTM", (config, to) -> recurrent(config, "icfo", to));
        BY_CLASS.put("GRU", (config, to) -> recurrent(config, "zrh", to));
        BY_CLASS.put("Bidirectional", LayerVariables::bidirectional);
        BY_CLASS.put("TimeDistributed", (config, to) -> inner(config, "layer", "", "layer", to));
        BY_CLASS.put("MultiHeadAttention", LayerVariables::attention);
    }

    /** The variables of {@code layer} in the order they are made; empty where its class is not known. */
    static Optional<List<Variable>> of(KerasLayer layer) {
        return of(layer.className(), layer.config());
    }

    private static Optional<List<Variable>> of(String className, LayerConfig config) {
        Variables variables = BY_CLASS.get(className);
        if (variables == null) {
            return KerasOpMappings.isWithoutVariables(className) ? Optional.of(List.of()) : Optional.empty();
        }
        Collector to = new Collector();
        variables.of(config, to);
        return Optional.of(to.variables);
    }

    /**
     * All gates in one kernel; or, in Keras 1 unless it was told {@code consume_less="gpu"}, each gate on its own ({@code i/kernel}).
     *
     * @param storedApart the gates in the order Keras 1 makes their variables
     */
    private static void recurrent(LayerConfig config, String storedApart, Collector to) {
        if (!config.has("consume_less") || config.text("", "consume_less").equals("gpu")) {
            to.part("cell").recurrent(config);
            return;
        }
        for (char gate : storedApart.toCharArray()) {
            to.named(gate + "/").trained("kernel", "recurrent_kernel", "bias");
        }
    }

    private static void bidirectional(LayerConfig config, Collector to) {
        inner(config, "layer", "forward/", "forward_layer", to);
        inner(config, config.has("backward_layer") ? "backward_layer" : "layer", "backward/", "backward_layer", to);
    }

    private static void inner(LayerConfig config, String entry, String prefix, String part, Collector to) {
        KerasLayer layer = KerasConfig.wrapped(config.get(entry));
        for (Variable v : of(layer).orElse(List.of())) {
            List<String> parts = v.part().stream()
                    .map(p -> p.isEmpty() ? part : part + "/" + p)
                    .toList();
            to.variables.add(new Variable(prefix + v.name(), parts, v.index(), v.trainable()));
        }
    }

    private static void attention(LayerConfig config, Collector to) {
        for (String role : List.of("query", "key", "value", "output")) {
            to.part(role + "_dense", "_" + role + "_dense").named(role + "/").trained("kernel");
            if (config.flag(true, "use_bias")) {
                to.trained("bias");
            }
        }
    }

    /** Numbers variables as they are made. */
    private static final class Collector {
        private final List<Variable> variables = new ArrayList<>();
        private List<String> part = List.of("");
        private String prefix = "";
        private int index;

        Collector part(String... names) {
            part = List.of(names);
            index = 0;
            return this;
        }

        Collector named(String roleAndSlash) {
            prefix = roleAndSlash;
            return this;
        }

        Collector trained(String... names) {
            for (String name : names) {
                variables.add(new Variable(prefix + name, part, index++, true));
            }
            return this;
        }

        Collector kept(String... names) {
            for (String name : names) {
                variables.add(new Variable(prefix + name, part, index++, false));
            }
            return this;
        }

        Collector bias(LayerConfig config) {
            return config.flag(true, "use_bias", "bias") ? trained("bias") : this;
        }

        Collector recurrent(LayerConfig config) {
            trained("kernel", "recurrent_kernel");
            return bias(config);
        }

        Collector scaleAndCenter(LayerConfig config) {
            if (config.flag(true, "scale")) {
                trained("gamma");
            }
            return config.flag(true, "center") ? trained("beta") : this;
        }
    }
}
