package dev.vernier.io.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.calibrate.CalibrationRun;
import dev.vernier.engine.data.InMemoryDataset;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.Flatten;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.ImageLayout;
import dev.vernier.engine.graph.op.Padding;
import dev.vernier.engine.graph.op.Softmax;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.TargetRuntime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.Tensor;
import org.tensorflow.lite.schema.TensorType;

/** What stands in a written file: a convolution, channels first, flattened into a dense layer with softmax. */
class TfliteWriterTest {
    private static final Graph GRAPH = graph();

    private static Graph graph() {
        Conv conv = new Conv(List.of(1, 1), Padding.none(2), List.of(1, 1), 1, ImageLayout.CHANNELS_FIRST, Clamp.RELU);
        return Graph.builder("small")
                .input(spec("image", Shape.UNKNOWN, 1, 2, 2))
                .constant("conv.w", TensorData.ofFloats(Shape.of(2, 1, 1, 1), 0.5f, 2))
                .constant("conv.b", TensorData.ofFloats(Shape.of(2), 0, 0.25f))
                .constant("dense.w", TensorData.ofFloats(Shape.of(1, 8), 1, 2, 3, 4, 5, 6, 7, 8))
                .node(new Node("conv", conv, List.of("image", "conv.w", "conv.b"), List.of("c")))
                .spec(spec("c", Shape.UNKNOWN, 2, 2, 2))
                .node(new Node("flat", new Flatten(1), List.of("c"), List.of("f")))
                .spec(spec("f", Shape.UNKNOWN, 8))
                .node(new Node("dense", new Gemm(false, true, 1, 1, Clamp.NONE), List.of("f", "dense.w"), List.of("d")))
                .spec(spec("d", Shape.UNKNOWN, 1))
                .node(new Node("scores", new Softmax(-1), List.of("d"), List.of("y")))
                .spec(spec("y", Shape.UNKNOWN, 1))
                .output("y")
                .build();
    }

    private static TensorSpec spec(String name, long... dims) {
        return new TensorSpec(name, DataType.FLOAT32, Shape.of(dims));
    }

    private static QuantizedModel quantized(Preset preset) {
        TensorData images = TensorData.ofFloats(Shape.of(2, 1, 2, 2), 0, 1, 2, 2.55f, 0, 0, 1, 1);
        CalibrationResult seen = CalibrationRun.run(
                GRAPH,
                InMemoryDataset.of("two", List.of("image"), List.of(images), new int[0], List.of()),
                2,
                "two",
                Progress.NONE,
                Cancellation.NEVER);
        return ModelQuantizer.quantize(GRAPH, seen, QuantPlan.of(preset).withTarget(TargetRuntime.TFLITE));
    }

    private static Tensor tensor(Model m, String name) {
        for (int i = 0; i < m.subgraphs(0).tensorsLength(); i++) {
            if (m.subgraphs(0).tensors(i).name().equals(name)) {
                return m.subgraphs(0).tensors(i);
            }
        }
        throw new AssertionError("no tensor " + name);
    }

    private static int[] shape(Tensor t) {
        int[] dims = new int[t.shapeLength()];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = t.shape(i);
        }
        return dims;
    }

    @Test
    void inFloatImagesAreChannelsLastAndNothingIsTransposed() {
        byte[] file = TfliteWriter.toBytes(quantized(Preset.FP32), PortType.FLOAT32);
        assertThat(new String(file, 4, 4, java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo("TFL3");
        assertThat(WrittenFile.operators(file)).containsExactly("CONV_2D", "RESHAPE", "FULLY_CONNECTED", "SOFTMAX");
        Model m = WrittenFile.model(file);
        assertThat(shape(tensor(m, "image"))).containsExactly(1, 2, 2, 1);
        assertThat(tensor(m, "image").shapeSignature(0)).isEqualTo(-1);
        // Elements come as [row, column, channel]: the dense layer's weights follow.
        Tensor w = tensor(m, "dense.w");
        java.nio.FloatBuffer stored = m.buffers((int) w.buffer())
                .dataAsByteBuffer()
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[] order = new float[8];
        stored.get(order);
        assertThat(order).containsExactly(1, 5, 2, 6, 3, 7, 4, 8);
        assertThat(m.signatureDefs(0).inputs(0).name()).isEqualTo("image");
        assertThat(m.signatureDefs(0).outputs(0).name()).isEqualTo("y");
        assertThat(m.metadata(0).name()).isEqualTo("min_runtime_version");
    }

    @Test
    void atInt8EveryOperatorIsBetweenCodesOnTheGridsThatItsKernelWants() {
        byte[] file = TfliteWriter.toBytes(quantized(Preset.INT8), PortType.FLOAT32);
        assertThat(WrittenFile.operators(file))
                .containsExactly("QUANTIZE", "CONV_2D", "RESHAPE", "FULLY_CONNECTED", "SOFTMAX", "DEQUANTIZE");
        Model m = WrittenFile.model(file);
        // 2.55 over 255 steps in, weights 0.5 and 2 over 127.
        Tensor w = tensor(m, "conv.w__q");
        assertThat(w.quantization().scale(0)).isEqualTo(0.5f / 127);
        assertThat(w.quantization().scale(1)).isEqualTo(2f / 127);
        Tensor b = tensor(m, "conv/bias");
        assertThat(b.type()).isEqualTo(TensorType.INT32);
        assertThat(b.quantization().scale(1)).isCloseTo(0.01f * 2 / 127, org.assertj.core.data.Offset.offset(1e-9f));
        Tensor scores = tensor(m, "scores");
        assertThat(scores.quantization().scale(0)).isEqualTo(1f / 256);
        assertThat(scores.quantization().zeroPoint(0)).isEqualTo(-128);
    }

    @Test
    void codesInAndOut() {
        Model m = WrittenFile.model(TfliteWriter.toBytes(quantized(Preset.INT8), PortType.UINT8));
        assertThat(tensor(m, "image").type()).isEqualTo(TensorType.UINT8);
        assertThat(tensor(m, "image").quantization().zeroPoint(0)).isZero();
        assertThat(tensor(m, "y").type()).isEqualTo(TensorType.UINT8);
        assertThat(WrittenFile.operators(TfliteWriter.toBytes(quantized(Preset.INT8), PortType.INT8)))
                .containsExactly("CONV_2D", "RESHAPE", "FULLY_CONNECTED", "SOFTMAX");
        QuantizedModel weightsOnly = quantized(Preset.W8);
        assertThatThrownBy(() -> TfliteWriter.toBytes(weightsOnly, PortType.INT8))
                .isInstanceOf(VernierException.class)
                .hasMessage(
                        "Cannot export model small with int8 inputs: the plan leaves input \"image\" real; put it at"
                                + " int8, or leave out --io");
    }

    @Test
    void at16BitsABiasHas64() {
        Model m = WrittenFile.model(TfliteWriter.toBytes(quantized(Preset.INT16X8), PortType.FLOAT32));
        assertThat(tensor(m, "conv/bias").type()).isEqualTo(TensorType.INT64);
        assertThat(tensor(m, "conv").type()).isEqualTo(TensorType.INT16);
    }

    @Test
    void weightsAloneAreDequantizedByTheFile() {
        assertThat(WrittenFile.operators(TfliteWriter.toBytes(quantized(Preset.W8), PortType.FLOAT32)))
                .containsExactly("DEQUANTIZE", "CONV_2D", "RESHAPE", "DEQUANTIZE", "FULLY_CONNECTED", "SOFTMAX");
        Model halves = WrittenFile.model(TfliteWriter.toBytes(quantized(Preset.FP16), PortType.FLOAT32));
        assertThat(tensor(halves, "conv.w__half").type()).isEqualTo(TensorType.FLOAT16);
        Model nibbles = WrittenFile.model(TfliteWriter.toBytes(quantized(Preset.W4), PortType.FLOAT32));
        assertThat(tensor(nibbles, "conv.w__q").type()).isEqualTo(TensorType.INT4);
        assertThat(nibbles.buffers((int) tensor(nibbles, "dense.w__q").buffer()).dataLength())
                .isEqualTo(4);
    }
}
