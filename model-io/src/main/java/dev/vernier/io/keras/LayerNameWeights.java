package dev.vernier.io.keras;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.TensorData;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The weights of an HDF5 model of Keras 1 and 2 (and of Keras 3, saved as {@code .h5}): one group a layer, in it the attribute
 * {@code weight_names}, which lists the layer's data sets in order: trained variables first. A model used as a layer has all its layers'
 * variables in one such list.
 */
final class LayerNameWeights implements KerasWeights {
    private final Hdf5File file;
    private final String root;

    /** @param root path of the group that holds a group for each layer */
    LayerNameWeights(Hdf5File file, String root) {
        this.file = file;
        this.root = root;
    }

    @Override
    public Map<KerasLayer, Map<String, TensorData>> of(KerasModel model) {
        Map<KerasLayer, Map<String, TensorData>> weights = new IdentityHashMap<>();
        for (KerasLayer layer : model.layers()) {
            String group = root + "/" + layer.name();
            List<String> stored = file.texts(group, "weight_names").orElse(List.of());
            if (!stored.isEmpty()) {
                assign(layer, group, stored, weights);
            }
        }
        return weights;
    }

    /** A variable and the layer it belongs to. */
    private record Owned(KerasLayer layer, LayerVariables.Variable variable) {}

    private void assign(
            KerasLayer layer, String group, List<String> stored, Map<KerasLayer, Map<String, TensorData>> weights) {
        List<KerasLayer> leaves = new ArrayList<>();
        leaves(layer, leaves);
        Optional<List<Owned>> order = inStoredOrder(leaves);
        if (order.isEmpty() && layer.nested().isEmpty()) {
            return; // a class that is not known: its weights are of no use
        }
        if (order.isPresent() && order.get().size() == stored.size()) {
            for (int i = 0; i < stored.size(); i++) {
                Owned o = order.get().get(i);
                put(weights, o.layer(), o.variable().name(), data(group, stored.get(i)));
            }
        } else if (layer.nested().isPresent()) {
            leaves.forEach(leaf -> byName(leaf, group, stored, weights));
        } else {
            throw new VernierException("Layer " + layer.name() + " (" + layer.className() + ") has "
                    + order.get().size() + " variables, but the file stores " + stored.size()
                    + " for it; config and weights are of different models, save the model as a whole.");
        }
    }

    private static void leaves(KerasLayer layer, List<KerasLayer> into) {
        if (layer.nested().isPresent()) {
            layer.nested().get().layers().forEach(l -> leaves(l, into));
        } else if (!layer.isOperation()) {
            into.add(layer);
        }
    }

    /** Trained variables of all layers, then those that are not trained; empty where the variables of a layer are not known. */
    private static Optional<List<Owned>> inStoredOrder(List<KerasLayer> leaves) {
        List<Owned> all = new ArrayList<>();
        for (KerasLayer leaf : leaves) {
            Optional<List<LayerVariables.Variable>> variables = LayerVariables.of(leaf);
            if (variables.isEmpty()) {
                return Optional.empty();
            }
            // A frozen layer keeps the order it has, but among what is not trained.
            variables.get().stream()
                    .sorted(Comparator.comparing(v -> !v.trainable()))
                    .forEach(v -> all.add(new Owned(leaf, v)));
        }
        all.sort(Comparator.comparing(
                o -> !(o.variable().trainable() && o.layer().trainable())));
        return Optional.of(all);
    }

    /** Where the order is not known: names like {@code block/conv/kernel:0}. */
    private void byName(
            KerasLayer leaf, String group, List<String> stored, Map<KerasLayer, Map<String, TensorData>> weights) {
        Map<String, Supplier<TensorData>> found = new HashMap<>();
        for (String name : stored) {
            String[] parts = name.replaceFirst(":\\d+$", "").split("/");
            if (parts.length >= 2 && parts[parts.length - 2].equals(leaf.name())) {
                found.put(parts[parts.length - 1], () -> data(group, name));
            }
        }
        for (LayerVariables.Variable v : LayerVariables.of(leaf).orElse(List.of())) {
            if (found.containsKey(v.name())) {
                put(weights, leaf, v.name(), found.get(v.name()).get());
            }
        }
    }

    private TensorData data(String group, String name) {
        return file.tensor(group + "/" + name)
                .orElseThrow(() -> new VernierException("The weights " + name
                        + " are listed but not in the file; it is damaged, copy or save the model again."));
    }

    private static void put(
            Map<KerasLayer, Map<String, TensorData>> weights, KerasLayer layer, String variable, TensorData data) {
        weights.computeIfAbsent(layer, k -> new HashMap<>()).put(variable, data);
    }
}
