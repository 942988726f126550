package dev.vernier.io.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.vernier.engine.VernierException;
import dev.vernier.io.ModelReader;
import dev.vernier.io.SharedReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ONNX files that are cut off, changed, or ask for more than can be: each opens, or says in one line what is wrong. */
class DamagedOnnxFilesTest {
    private static final int ROUNDS = 60;

    @TempDir
    Path folder;

    private static byte[] whole(String archive, String entry) throws IOException {
        if (archive.isEmpty()) {
            return Files.readAllBytes(SharedReference.file("models/onnx/" + entry));
        }
        try (ZipFile zip = new ZipFile(
                SharedReference.file("operators/" + archive + ".zip").toFile())) {
            return zip.getInputStream(zip.getEntry(entry)).readAllBytes();
        }
    }

    /** Bytes changed, left out or said twice, at places that a seed chooses; every fourth time the end is cut off. */
    @ParameterizedTest
    @CsvSource({
        "'', mnist_cnn.onnx",
        "'', tinybert.onnx",
        "onnx-light, light/light_squeezenet.onnx",
        "onnx-light, light/light_shufflenet.onnx",
        "onnx-node, node/test_loop11/model.onnx",
        "onnx-node, node/test_scan9_sum/model.onnx",
        "onnx-node, node/test_attention_4d_gqa_causal_expanded/model.onnx",
        "onnx-node, node/test_affine_grid_3d_expanded/model.onnx",
        "onnx-node, node/test_lstm_with_peepholes/model.onnx",
        "onnx-node, node/test_einsum_batch_matmul/model.onnx"
    })
    void opensOrSaysWhatIsWrong(String archive, String entry) throws IOException {
        byte[] bytes = whole(archive, entry);
        Random random = new Random(17);
        int told = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] changed = round % 4 == 3 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes.clone();
            for (int i = 0; changed.length > 8 && i <= random.nextInt(4); i++) {
                int at = random.nextInt(changed.length - 4);
                if (random.nextBoolean()) {
                    changed[at] = (byte) random.nextInt();
                } else {
                    System.arraycopy(changed, random.nextInt(changed.length - 4), changed, at, 4);
                }
            }
            Path file = Files.write(folder.resolve("changed.onnx"), changed);
            try {
                ModelReader.open(file);
            } catch (VernierException e) {
                assertThat(e.getMessage()).startsWith(file.toString()).doesNotContain("\n");
                told++;
            }
        }
        assertThat(told).isPositive();
    }

    private void assertTold(ModelProto model, String... parts) throws IOException {
        Path file = Files.write(folder.resolve("model.onnx"), model.toByteArray());
        assertThatThrownBy(() -> ModelReader.open(file))
                .isExactlyInstanceOf(VernierException.class)
                .message()
                .startsWith(file.toString())
                .contains(parts);
    }

    @Test
    void aFunctionThatCallsItself() throws IOException {
        NodeProto call = NodeProto.newBuilder()
                .setName("call")
                .setOpType("Again")
                .setDomain("own")
                .addInput("x")
                .addOutput("y")
                .build();
        FunctionProto again = FunctionProto.newBuilder()
                .setName("Again")
                .setDomain("own")
                .addInput("x")
                .addOutput("y")
                .addNode(call)
                .build();
        ModelProto model =
                OnnxModels.opset(18).input("x", 1, 2).node(call).output("y").build();
        assertTold(model.toBuilder().addFunctions(again).build(), "Function Again", "calls itself", "export the model");
    }

    /** A branch inside a branch, and so on: no reader calls itself that often. */
    @Test
    void graphsInsideGraphsWithoutEnd() throws IOException {
        GraphProto graph = GraphProto.newBuilder()
                .addOutput(ValueInfoProto.newBuilder().setName("x"))
                .build();
        for (int depth = 0; depth < 400; depth++) {
            NodeProto.Builder branch = NodeProto.newBuilder()
                    .setOpType("If")
                    .setName("if" + depth)
                    .addInput("condition")
                    .addOutput("y" + depth);
            for (String name : List.of("then_branch", "else_branch")) {
                branch.addAttribute(AttributeProto.newBuilder()
                        .setName(name)
                        .setType(AttributeProto.AttributeType.GRAPH)
                        .setG(name.startsWith("then") ? graph : GraphProto.getDefaultInstance()));
            }
            graph = GraphProto.newBuilder()
                    .addNode(branch)
                    .addOutput(ValueInfoProto.newBuilder().setName("y" + depth))
                    .build();
        }
        ModelProto model = ModelProto.newBuilder()
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(16))
                .setGraph(graph)
                .build();
        Path file = Files.write(folder.resolve("deep.onnx"), model.toByteArray());
        assertThatThrownBy(() -> ModelReader.open(file)).isExactlyInstanceOf(VernierException.class);
    }
}
