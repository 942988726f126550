package dev.vernier.io;

import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.spec.QuantPlan;
import java.util.Optional;

/**
 * A model as it was read: the network in its normal form, and what happened on the way.
 *
 * @param graph the network, batch norm folded, activations fused, specs of all values filled as far as they can be found
 * @param plan what the file itself asks for, where it is quantized already: its scales and zero points, to the last bit
 * @param format as people call it: {@code ONNX}
 * @param opset version of the format's operators, or of its schema; 0 where the format has none
 * @param producer the tool that wrote the file, with its version; empty where the file does not say
 * @param fileBytes size of the file and of the weights beside it
 */
public record ImportedModel(
        Graph graph,
        Optional<QuantPlan> plan,
        ImportReport report,
        String format,
        int opset,
        String producer,
        long fileBytes) {}
