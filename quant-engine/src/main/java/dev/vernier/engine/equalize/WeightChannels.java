package dev.vernier.engine.equalize;

import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.ConvTranspose;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.Op;
import java.util.Optional;

/**
 * The weights of one layer seen as a matrix of blocks: block {@code (first, second)} holds the {@code inner} consecutive weights (the taps of a
 * kernel) between one input and one output channel.
 *
 * @param outputFirst whether the first index counts output channels
 * @param group convolution groups: with output channels first, output {@code o} reads inputs
 *     {@code (o / (outputs / group)) · second …}
 */
public record WeightChannels(int first, int second, int inner, boolean outputFirst, int group) {

    /** Of {@code node}, if it is a layer whose weights are a constant between input and output channels. */
    public static Optional<WeightChannels> of(Graph graph, Node node) {
        Op op = node.op();
        Optional<TensorData> weights =
                op.weightInput() < 0 ? Optional.empty() : graph.constant(node.input(op.weightInput()));
        if (weights.isEmpty() || !weights.get().type().isFloating()) {
            return Optional.empty();
        }
        int rank = weights.get().shape().rank();
        boolean outputFirst;
        int group = 1;
        if (op instanceof Conv) {
            outputFirst = true;
            group = ((Conv) op).group();
        } else if (op instanceof ConvTranspose && ((ConvTranspose) op).group() == 1) {
            outputFirst = false;
        } else if (op instanceof Gemm && !((Gemm) op).transposeA()) {
            outputFirst = ((Gemm) op).transposeB();
        } else if (op instanceof MatMul && rank == 2) {
            outputFirst = false;
        } else {
            return Optional.empty();
        }
        if (rank < 2) {
            return Optional.empty();
        }
        int first = Math.toIntExact(weights.get().shape().dim(0));
        int second = Math.toIntExact(weights.get().shape().dim(1));
        int elements = Math.toIntExact(weights.get().elementCount());
        return elements == 0
                ? Optional.empty()
                : Optional.of(new WeightChannels(first, second, elements / first / second, outputFirst, group));
    }

    /** Number of output channels. */
    public int outputs() {
        return outputFirst ? first : second;
    }

    /** Number of input channels, those of all groups together. */
    public int inputs() {
        return outputFirst ? second * group : first;
    }

    /** The output channel of block {@code (i, j)}. */
    public int output(int i, int j) {
        return outputFirst ? i : j;
    }

    /** The input channel of block {@code (i, j)}. */
    public int input(int i, int j) {
        return outputFirst ? i / (first / group) * second + j : i;
    }

    /** Index of the first weight of block {@code (i, j)}. */
    public int offset(int i, int j) {
        return (i * second + j) * inner;
    }

    /** Largest magnitude in each block, {@code [first · second]}. */
    float[] blockMaxima(float[] weights) {
        float[] maxima = new float[first * second];
        for (int b = 0; b < maxima.length; b++) {
            for (int k = b * inner; k < (b + 1) * inner; k++) {
                maxima[b] = Math.max(maxima[b], Math.abs(weights[k]));
            }
        }
        return maxima;
    }

    /** {@code weights} with every block times {@code ofInput[input] / ofOutput[output]}. */
    public float[] scaled(float[] weights, float[] ofInput, float[] ofOutput) {
        float[] scaled = new float[weights.length];
        for (int i = 0; i < first; i++) {
            for (int j = 0; j < second; j++) {
                double factor = (double) ofInput[input(i, j)] / ofOutput[output(i, j)];
                for (int k = offset(i, j); k < offset(i, j) + inner; k++) {
                    scaled[k] = (float) (weights[k] * factor);
                }
            }
        }
        return scaled;
    }

    /** What constant inputs of {@code shift[input]} add to each output where no border is padded, {@code [output]}. */
    double[] response(float[] weights, float[] shift) {
        double[] response = new double[outputs()];
        for (int i = 0; i < first; i++) {
            for (int j = 0; j < second; j++) {
                for (int k = offset(i, j); k < offset(i, j) + inner; k++) {
                    response[output(i, j)] += (double) weights[k] * shift[input(i, j)];
                }
            }
        }
        return response;
    }
}
