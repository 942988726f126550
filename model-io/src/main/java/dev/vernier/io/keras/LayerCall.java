package dev.vernier.io.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One use of a layer.
 *
 * @param arguments what it is called with, in order, lists flattened
 * @param named what is passed by name
 */
record LayerCall(List<Argument> arguments, Map<String, Argument> named) {
    LayerCall {
        arguments = List.copyOf(arguments);
        named = Map.copyOf(named);
    }

    /** Another layer's result, or a constant written into the config. */
    record Argument(Optional<KerasTensor> tensor, JsonNode constant) {
        static Argument of(KerasTensor tensor) {
            return new Argument(Optional.of(tensor), NullNode.getInstance());
        }

        static Argument of(JsonNode constant) {
            return new Argument(Optional.empty(), constant);
        }
    }

    static LayerCall of(KerasTensor tensor) {
        return new LayerCall(List.of(Argument.of(tensor)), Map.of());
    }

    /** All tensors it reads. */
    List<KerasTensor> tensors() {
        List<KerasTensor> tensors = new ArrayList<>();
        arguments.forEach(a -> a.tensor().ifPresent(tensors::add));
        named.values().forEach(a -> a.tensor().ifPresent(tensors::add));
        return tensors;
    }
}
