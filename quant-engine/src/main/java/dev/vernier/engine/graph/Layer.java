package dev.vernier.engine.graph;

import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.ConvTranspose;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a person recognises as a layer: a convolution or dense layer with its folded batch norm, bias and fused activation, an operation
 * without weights, or a graph input (whose grid can be chosen too). One row of the layer table.
 *
 * @param name the source model's name
 * @param node the node, or empty for a graph input
 * @param output the layer's result
 * @param weights name of the constant that holds the weights, or empty
 * @param weightChannelAxis output-channel axis of the weights, counted from the front; -1 without weights
 * @param bias name of the constant that holds the bias, or empty
 * @param activationInputs the values it reads that can be quantized, in operand order
 */
public record Layer(
        String name,
        Optional<Node> node,
        TensorSpec output,
        Optional<String> weights,
        int weightChannelAxis,
        Optional<String> bias,
        List<String> activationInputs) {

    /** All layers of {@code graph}: inputs first, then nodes that compute activations, in running order. */
    public static List<Layer> listOf(Graph graph) {
        List<Layer> layers = new ArrayList<>();
        for (TensorSpec in : graph.inputs()) {
            layers.add(new Layer(in.name(), Optional.empty(), in, Optional.empty(), -1, Optional.empty(), List.of()));
        }
        for (Node n : graph.nodes()) {
            layers.add(of(graph, n));
        }
        return List.copyOf(layers);
    }

    private static Layer of(Graph graph, Node n) {
        Op op = n.op();
        Optional<String> weights = constantOperand(graph, n, op.weightInput());
        int axis = -1;
        if (weights.isPresent()) {
            int rank = graph.constant(weights.get()).orElseThrow().shape().rank();
            axis = op.weightChannelAxis() < 0 ? op.weightChannelAxis() + rank : op.weightChannelAxis();
        }
        List<String> activations = new ArrayList<>();
        for (int i = 0; i < n.inputs().size(); i++) {
            boolean quantizable = op.unifiesInputs() || op.quantizableInputs().contains(i);
            if (quantizable && n.hasInput(i) && !graph.isConstant(n.input(i)) && isFloating(graph, n.input(i))) {
                activations.add(n.input(i));
            }
        }
        TensorSpec out = graph.spec(n.output())
                .orElseGet(() -> new TensorSpec(n.output(), DataType.FLOAT32, Shape.of(Shape.UNKNOWN)));
        return new Layer(
                n.name(),
                Optional.of(n),
                out,
                weights,
                axis,
                constantOperand(graph, n, op.biasInput()),
                List.copyOf(activations));
    }

    private static Optional<String> constantOperand(Graph graph, Node n, int index) {
        return index >= 0 && n.hasInput(index) && graph.isConstant(n.input(index))
                ? Optional.of(n.input(index))
                : Optional.empty();
    }

    private static boolean isFloating(Graph graph, String value) {
        return graph.spec(value).map(s -> s.type().isFloating()).orElse(true);
    }

    public boolean isInput() {
        return node.isEmpty();
    }

    public boolean hasWeights() {
        return weights.isPresent();
    }

    /** Whether its result is on its input's grid when quantized (pool by maximum, reshape, concat, …). */
    public boolean keepsScale() {
        return node.map(n -> n.op().keepsScale()).orElse(false);
    }

    /** Bytes of the output of one sample in float32; 0 where its shape is not known before the model runs. */
    public long outputBytesPerSample() {
        Shape sample = output.shape().withoutBatch();
        return sample.isStatic() ? sample.elementCount() * Float.BYTES : 0;
    }

    /** Whether a precision can be chosen: it has floating activations in or out. */
    public boolean isQuantizable() {
        return output.type().isFloating() && (isInput() || !activationInputs.isEmpty());
    }

    /** The operation as people read it: {@code Conv 3×3}, {@code DwConv 3×3 + ReLU}, {@code Dense}, {@code MaxPool}, {@code Input}. */
    public String operation(Graph graph) {
        if (node.isEmpty()) {
            return "Input";
        }
        Op op = node.get().op();
        String label = op.type();
        if (op instanceof Conv || op instanceof ConvTranspose) {
            label = convolutionLabel(graph, op);
        } else if (op instanceof Gemm || (op instanceof MatMul && hasWeights())) {
            label = "Dense";
        }
        return op.fusedActivation().isNone()
                ? label
                : label + " + " + op.fusedActivation().label();
    }

    private String convolutionLabel(Graph graph, Op op) {
        Optional<Shape> w = node.flatMap(n -> graph.spec(n.input(1))).map(TensorSpec::shape);
        boolean depthwise = op instanceof Conv
                && ((Conv) op).group() > 1
                && w.isPresent()
                && w.get().rank() > 1
                && w.get().dim(1) == 1;
        String base = op instanceof ConvTranspose ? "ConvTr" : depthwise ? "DwConv" : "Conv";
        return w.map(s -> base + " "
                        + Arrays.stream(s.toArray())
                                .skip(2)
                                .mapToObj(Long::toString)
                                .collect(Collectors.joining("×")))
                .orElse(base);
    }
}
