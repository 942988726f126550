package dev.vernier.io.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.vernier.engine.VernierException;
import dev.vernier.io.ImportedModel;
import dev.vernier.io.ModelReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxReaderTest {
    @TempDir
    Path folder;

    private static ModelProto twoTimes() {
        return OnnxModels.opset(13)
                .input("x", -1, 2)
                .floats("w", new long[] {2, 2}, 2, 0, 0, 2)
                .node("double", "MatMul", List.of("x", "w"), "y")
                .output("y")
                .build();
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static void assertRefused(Path file, String... parts) {
        assertThatThrownBy(() -> ModelReader.open(file))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContainingAll(parts)
                .hasMessageNotContaining("Exception");
    }

    @Test
    void opensAModel() throws IOException {
        byte[] bytes = twoTimes().toByteArray();
        ImportedModel m = ModelReader.open(write("m.onnx", bytes));
        assertThat(m.format()).isEqualTo("ONNX");
        assertThat(m.opset()).isEqualTo(13);
        assertThat(m.producer()).isEqualTo("hand");
        assertThat(m.fileBytes()).isEqualTo(bytes.length);
        assertThat(m.graph().nodes()).hasSize(1);
        assertThat(m.graph().constant("w").orElseThrow().toFloats()).containsExactly(2, 0, 0, 2);
        assertThat(m.report().runs()).isTrue();
    }

    @Test
    void aMissingFile() {
        assertRefused(folder.resolve("none.onnx"), "There is no file", "check the path");
    }

    @Test
    void aFolder() throws IOException {
        assertRefused(Files.createDirectory(folder.resolve("dir.onnx")), "is a folder");
    }

    @Test
    void anEmptyFile() throws IOException {
        assertRefused(write("empty.onnx", new byte[0]), "is empty");
    }

    @Test
    void aTextFile() throws IOException {
        assertRefused(write("notes.onnx", "These are my notes.\nNothing else.\n".getBytes()), "is a text file");
    }

    @Test
    void aPointerOfGitLfs() throws IOException {
        assertRefused(
                write("lfs.onnx", "version https://git-lfs.github.com/spec/v1\noid sha256:0\n".getBytes()),
                "git lfs pull");
    }

    @Test
    void anotherKindOfFile() throws IOException {
        assertRefused(write("photo.jpg", new byte[] {1, 2, 3, 4}), "is not a model Vernier knows", ".onnx");
    }

    @Test
    void everyTruncationIsRefusedOrHarmless() throws IOException {
        byte[] whole = twoTimes().toByteArray();
        for (int n = 1; n < whole.length; n++) {
            Path file = write("cut.onnx", Arrays.copyOf(whole, n));
            try {
                ModelReader.open(file);
            } catch (VernierException e) {
                assertThat(e).hasMessageContaining(file.toString());
            }
        }
        assertRefused(write("half.onnx", Arrays.copyOf(whole, whole.length / 2)), "copy or export it again");
    }

    @Test
    void randomDamageIsRefusedOrHarmless() throws IOException {
        byte[] whole = twoTimes().toByteArray();
        java.util.Random random = new java.util.Random(7);
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = whole.clone();
            for (int k = 0; k < 3; k++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Path file = write("damaged.onnx", damaged);
            try {
                ModelReader.open(file);
            } catch (VernierException e) {
                assertThat(e).hasMessageContaining(file.toString());
            }
        }
    }

    @Test
    void dimensionsThatPromiseMoreThanIsThereAllocateNothing() throws IOException {
        TensorProto huge = OnnxModels.rawFloats("w", new long[] {1L << 31, 1L << 20}, 1, 2);
        byte[] bytes = OnnxModels.opset(13)
                .input("x", -1, 2)
                .initializer(huge)
                .node("n", "MatMul", List.of("x", "w"), "y")
                .output("y")
                .build()
                .toByteArray();
        assertRefused(write("huge.onnx", bytes), "Tensor w is damaged", "8 are there");
        TensorProto beyond = OnnxModels.rawFloats("w", new long[] {1L << 31, 1L << 31, 1L << 31}, 1, 2);
        byte[] more =
                OnnxModels.opset(13).initializer(beyond).output("w").build().toByteArray();
        assertRefused(write("beyond.onnx", more), "Tensor w is damaged", "more than can be counted");
    }

    private static TensorProto external(String location, long offset, long length) {
        return TensorProto.newBuilder()
                .setName("w")
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .addDims(2)
                .addDims(2)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(entry("location", location))
                .addExternalData(entry("offset", Long.toString(offset)))
                .addExternalData(entry("length", Long.toString(length)))
                .build();
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    private Path withExternal(TensorProto w) throws IOException {
        return write(
                "m.onnx",
                OnnxModels.opset(13)
                        .input("x", -1, 2)
                        .initializer(w)
                        .node("n", "MatMul", List.of("x", "w"), "y")
                        .output("y")
                        .build()
                        .toByteArray());
    }

    private void weights(int skipped, float... values) throws IOException {
        ByteBuffer b = ByteBuffer.allocate(skipped + 4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        b.position(skipped);
        for (float v : values) {
            b.putFloat(v);
        }
        write("w.bin", b.array());
    }

    @Test
    void weightsBesideTheModel() throws IOException {
        weights(8, 1, 2, 3, 4);
        ImportedModel m = ModelReader.open(withExternal(external("w.bin", 8, 16)));
        assertThat(m.graph().constant("w").orElseThrow().toFloats()).containsExactly(1, 2, 3, 4);
        assertThat(m.fileBytes()).isEqualTo(Files.size(folder.resolve("m.onnx")) + 24);
    }

    @Test
    void weightsThatAreMissingOrShort() throws IOException {
        assertRefused(withExternal(external("w.bin", 0, 16)), "w.bin", "does not exist", "tensor w");
        weights(0, 1, 2, 3);
        assertRefused(withExternal(external("w.bin", 0, 16)), "ends at byte 12", "bytes 0 to 16");
        assertRefused(withExternal(external("w.bin", Long.MAX_VALUE, 16)), "ends at byte 12");
        assertRefused(withExternal(external("w.bin", 0, 12)), "needs 16 bytes", "names 12");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../w.bin", "/etc/hostname", "sub/../../w.bin", ""})
    void weightsOutsideTheFolderAreNotOpened(String location) throws IOException {
        assertRefused(withExternal(external(location, 0, 16)), "ensor w");
    }

    @Test
    void aLinkOutOfTheFolderIsNotFollowed() throws IOException {
        Path outside = Files.createTempFile("outside", ".bin");
        try {
            Files.write(outside, new byte[16]);
            Files.createSymbolicLink(folder.resolve("w.bin"), outside);
            assertRefused(withExternal(external("w.bin", 0, 16)), "outside the model's folder");
        } finally {
            Files.delete(outside);
        }
    }
}
