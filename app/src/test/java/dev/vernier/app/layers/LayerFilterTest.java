package dev.vernier.app.layers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.Relu;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantSpec;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LayerFilterTest {
    private LayerRow dense;
    private LayerRow relu;

    @BeforeEach
    void rows() {
        Graph graph = Graph.builder("g")
                .input(new TensorSpec("x", DataType.FLOAT32, Shape.of(-1, 3)))
                .constant("w", TensorData.ofFloats(Shape.of(3, 2), 1, 2, 3, 4, 5, 6))
                .node(new Node("head.dense", new MatMul(Clamp.NONE), List.of("x", "w"), List.of("y")))
                .node(new Node("act", new Relu(), List.of("y"), List.of("z")))
                .spec(new TensorSpec("y", DataType.FLOAT32, Shape.of(-1, 2)))
                .spec(new TensorSpec("z", DataType.FLOAT32, Shape.of(-1, 2)))
                .output("z")
                .build();
        List<Layer> layers = Layer.listOf(graph);
        dense = new LayerRow(1, layers.get(1), graph);
        relu = new LayerRow(2, layers.get(2), graph);
        LayerConfig int8 = Preset.INT8.config();
        dense.show(int8.withWeights(QuantSpec.weights(Precision.INT4)), true);
        relu.show(int8, false);
        dense.bytesProperty().set(12_000);
        dense.localSqnrDbProperty().set(21.5);
    }

    private void passes(String text, boolean forDense, boolean forRelu) {
        LayerFilter filter = LayerFilter.parse(text);
        assertThat(filter.test(dense)).as("%s lets head.dense through", text).isEqualTo(forDense);
        assertThat(filter.test(relu)).as("%s lets act through", text).isEqualTo(forRelu);
    }

    @Test
    void wordsAreFoundInNameAndOperation() {
        passes("", true, true);
        passes("HEAD", true, false);
        passes("relu", false, true);
        passes("dense nothing", false, false);
    }

    @Test
    void precisionsAreFoundOnEitherSide() {
        passes("int8", true, true);
        passes("int4", true, false);
        passes("weights:int4", true, false);
        passes("activations:int4", false, false);
        passes("precision:int8", true, true);
        // a layer without weights has no weights at int8
        passes("weights:int8", false, false);
    }

    @Test
    void numbersAreCompared() {
        passes("error<30", true, false);
        passes("error>30", false, false);
        passes("bytes>10K", true, false);
        passes("params>=6", true, false);
        passes("macs<=6", true, false);
        passes("changed", true, false);
        passes("int4 error<30", true, false);
    }

    @Test
    void aRowReadsAsASentence() {
        assertThat(dense.sentence())
                .isEqualTo("Layer 1, head.dense, Dense, weights int4, activations int8, 12.0 KB, local error 21.5 dB,"
                        + " differs from the preset.");
    }
}
