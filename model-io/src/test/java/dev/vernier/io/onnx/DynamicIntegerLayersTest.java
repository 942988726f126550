package dev.vernier.io.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.vernier.engine.exec.Interpreter;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.io.ImportedModel;
import dev.vernier.io.ModelReader;
import dev.vernier.io.runtime.OnnxRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dense layer as ONNX Runtime's dynamic quantization writes it: its weights' grid is the plan, and it answers as the runtime does. */
class DynamicIntegerLayersTest {
    private static final float WEIGHT_SCALE = 0.25f;

    @TempDir
    Path folder;

    @Test
    void aProductOfCodesIsALayerWithAPlan() throws IOException {
        ModelProto model = model();
        ImportedModel m = ModelReader.open(Files.write(folder.resolve("dynamic.onnx"), model.toByteArray()));
        assertThat(m.report().errors()).isEmpty();
        assertThat(m.graph().nodes()).anyMatch(n -> n.op() instanceof MatMul);
        assertThat(m.plan()).isPresent();
        assertThat(m.plan().orElseThrow().overrides()).containsKey("dense");

        TensorData x = TensorData.ofFloats(Shape.of(1, 3), 0.5f, -1, 2);
        try (OnnxRuntime runtime = OnnxRuntime.load("dynamic", model.toByteArray(), 1)) {
            float[] there = runtime.run(Map.of("x", x)).get("y").toFloats();
            float[] here = Interpreter.run(m.graph(), Map.of("x", x), m.graph().outputs())
                    .get("y")
                    .toFloats();
            for (int i = 0; i < there.length; i++) {
                // here the float network: within half a step of x (3 / 255) for each of the weights
                assertThat(here[i]).isCloseTo(there[i], within(3f / 255 / 2 * 3 * 127 * WEIGHT_SCALE));
            }
        }
    }

    private static ModelProto model() {
        TensorProto weights = TensorProto.newBuilder()
                .setName("w")
                .setDataType(TensorProto.DataType.INT8_VALUE)
                .addDims(3)
                .addDims(2)
                .setRawData(ByteString.copyFrom(new byte[] {4, -8, 127, 3, 0, -20}))
                .build();
        TensorProto zeroPoint = TensorProto.newBuilder()
                .setName("w_zero_point")
                .setDataType(TensorProto.DataType.INT8_VALUE)
                .setRawData(ByteString.copyFrom(new byte[] {0}))
                .build();
        return OnnxModels.opset(13)
                .input("x", -1, 3)
                .initializer(weights)
                .initializer(zeroPoint)
                .floats("w_scale", new long[] {1}, WEIGHT_SCALE)
                .node(NodeProto.newBuilder()
                        .setName("quantize")
                        .setOpType("DynamicQuantizeLinear")
                        .addInput("x")
                        .addAllOutput(List.of("codes", "scale", "zero_point"))
                        .build())
                .node("dense", "MatMulInteger", List.of("codes", "w", "zero_point", "w_zero_point"), "sums")
                .node("cast", "Cast", List.of("sums"), "real", OnnxModels.integer("to", 1))
                .node("scales", "Mul", List.of("scale", "w_scale"), "both")
                .node("scaling", "Mul", List.of("real", "both"), "y")
                .output("y")
                .build();
    }
}
