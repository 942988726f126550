package dev.vernier.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.VernierException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad input: status 1 and one line that says what, where and what to do. */
class FailedWorkTest {
    @TempDir
    Path folder;

    private static byte[] bundled(String name) throws IOException {
        try (InputStream in = FailedWorkTest.class.getResourceAsStream("/dev/vernier/assets/" + name)) {
            return in.readAllBytes();
        }
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    /** An IDX images file of black pictures. */
    private Path pictures(String name, int count, int height, int width) throws IOException {
        ByteBuffer idx = ByteBuffer.allocate(16 + count * height * width);
        idx.putInt(0x00000803).putInt(count).putInt(height).putInt(width);
        return file(name, idx.array());
    }

    private String data() throws IOException {
        return pictures("t-images-idx3-ubyte", 2, 28, 28).toString();
    }

    @Test
    void aMissingModel() throws IOException {
        String missing = folder.resolve("net.onnx").toString();
        CommandLineRun.of("evaluate", missing, "--data", data()).assertFailed(1, missing);
        CommandLineRun.of("evaluate", missing).assertFailed(1, missing);
        CommandLineRun.of("inspect", missing).assertFailed(1, missing);
    }

    /** Before any work is done: what is wrong with the model is not even looked at. */
    @Test
    void aTargetThatCannotBeWritten() throws IOException {
        String model = file("net.onnx", new byte[] {1}).toString();
        String target = folder.resolve("none").resolve("out").toString();
        CommandLineRun.of("search", model, "--data", data(), "--to", target + ".json")
                .assertFailed(1, "its folder does not exist");
        CommandLineRun.of("report", model, "--data", data(), "--to", target + ".html")
                .assertFailed(1, "its folder does not exist");
        CommandLineRun.of("export", model, "--calibration", data(), "--to", target + ".onnx")
                .assertFailed(1, "its folder does not exist");
    }

    @Test
    void aTextFileNamedOnnx() throws IOException {
        Path text = file("net.onnx", "This is not a model, it is a poem.\nRoses are red.\n".getBytes());
        CommandLineRun.of("evaluate", text.toString(), "--data", data()).assertFailed(1, "net.onnx");
        CommandLineRun.of("inspect", text.toString()).assertFailed(1, "net.onnx");
    }

    @Test
    void aTruncatedModel() throws IOException {
        byte[] whole = bundled("digits-mlp.onnx");
        Path cut = file("cut.onnx", Arrays.copyOf(whole, whole.length / 2));
        CommandLineRun.of("evaluate", cut.toString(), "--data", data()).assertFailed(1, "cut.onnx");
    }

    @Test
    void missingData() {
        CommandLineRun.of("evaluate", "--data", folder.resolve("none.npz").toString())
                .assertFailed(1, "none.npz does not exist; check the path");
        CommandLineRun.of("compare", "--calibration", folder.resolve("none.npz").toString())
                .assertFailed(1, "none.npz does not exist");
    }

    @Test
    void labelsOfAnotherLength() throws IOException {
        String images = data();
        ByteBuffer labels = ByteBuffer.allocate(8 + 3).putInt(0x00000801).putInt(3);
        file("t-labels-idx1-ubyte", labels.array());
        CommandLineRun.of("evaluate", "--data", images).assertFailed(1, "3 labels (t-labels-idx1-ubyte) for 2 samples");
    }

    @Test
    void picturesOfAnotherShape() throws IOException {
        String images = pictures("small-images-idx3-ubyte", 2, 7, 5).toString();
        CommandLineRun.of("evaluate", "--data", images).assertFailed(1, "have shape 7×5, which does not fit input");
    }

    @Test
    void aMissingOrUnknownPlan() throws IOException {
        CommandLineRun.of("evaluate", "--plan", folder.resolve("none.json").toString())
                .assertFailed(1, "none.json does not exist");
        Path other = file(
                "other.json",
                ("{\"format\":\"vernier-plan\",\"version\":1,\"preset\":\"int8\","
                                + "\"layers\":{\"nowhere\":{\"weights\":{\"precision\":\"int4\"}}}}")
                        .getBytes());
        CommandLineRun.of("evaluate", "--plan", other.toString())
                .assertFailed(1, "speaks of layers that model digits-dw does not have (nowhere)");
    }

    @Test
    void jsonOrNotTheErrorIsALineAndStandardOutputEmpty() {
        CommandLineRun.of(
                        "evaluate",
                        "--json",
                        "--data",
                        folder.resolve("none.npz").toString())
                .assertFailed(1, "does not exist");
    }

    @Test
    void aStackTraceIsShownOnRequestOnly() {
        String missing = folder.resolve("none.npz").toString();
        CommandLineRun run = CommandLineRun.of("evaluate", "--stacktrace", "--data", missing);
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("vernier: Data set", VernierException.class.getName(), "\tat ");
    }
}
