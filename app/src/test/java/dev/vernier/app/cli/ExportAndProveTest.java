package dev.vernier.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Flatten;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.Relu;
import dev.vernier.io.export.ExportFormat;
import dev.vernier.io.onnx.OnnxWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files written by {@code export}, and {@code prove} on them in their runtimes. */
class ExportAndProveTest {
    @TempDir
    Path folder;

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"int8", "dynamic"})
    void whatIsExportedAgreesWithTheSimulation(String preset) throws IOException {
        String file = path("mlp.onnx");
        JsonNode export = CommandLineRun.of("export", "digits-mlp", "--preset", preset, "--to", file, "--json")
                .json();
        assertThat(export.get("file").asText()).isEqualTo(file);
        assertThat(export.get("format").asText()).isEqualTo("onnx");
        assertThat(export.get("preset").asText()).isEqualTo(preset);
        assertThat(export.get("fileBytes").asLong()).isEqualTo(Files.size(Path.of(file)));
        assertThat(export.at("/calibration/source").asText()).isEqualTo("digits-calibration");

        JsonNode proof = CommandLineRun.of(
                        "prove", "digits-mlp", file, "--preset", preset, "--samples", "300", "--json")
                .json();
        assertThat(proof.fieldNames())
                .toIterable()
                .containsExactly(
                        "runtime",
                        "version",
                        "samples",
                        "calibration",
                        "agreementTop1",
                        "runtimeTop1",
                        "simulatedTop1",
                        "maxAbsDifference",
                        "withinOneStep",
                        "msPerSample",
                        "fileBytes",
                        "parting",
                        "layers");
        assertThat(proof.get("runtime").asText()).isEqualTo("onnxruntime");
        assertThat(proof.get("samples").asInt()).isEqualTo(300);
        assertThat(proof.get("agreementTop1").asDouble()).isGreaterThanOrEqualTo(0.99);
        assertThat(proof.get("runtimeTop1").asDouble()).isGreaterThan(0.97);
        assertThat(proof.at("/msPerSample/float").asDouble()).isPositive();
        assertThat(proof.at("/msPerSample/quantized").asDouble()).isPositive();
        assertThat(proof.get("fileBytes")).isEqualTo(export.get("fileBytes"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"float32", "int8", "uint8"})
    void aFileForTensorFlowLiteAgreesWithItsSimulation(String ports) {
        String file = path("mlp.tflite");
        JsonNode export = CommandLineRun.of("export", "digits-mlp", "--to", file, "--io", ports, "--json")
                .json();
        assertThat(export.get("format").asText()).isEqualTo("tflite");
        JsonNode proof = CommandLineRun.of("prove", "digits-mlp", file, "--samples", "300", "--json")
                .json();
        assertThat(proof.get("runtime").asText()).isEqualTo("tflite");
        assertThat(proof.get("agreementTop1").asDouble()).isGreaterThanOrEqualTo(0.99);
        assertThat(proof.get("runtimeTop1").asDouble()).isGreaterThan(0.97);
        assertThat(proof.get("fileBytes")).isEqualTo(export.get("fileBytes"));
    }

    @Test
    void whatTensorFlowLiteCannotTakeIsToldInOneLine() {
        CommandLineRun.of("export", "digits-mlp", "--preset", "w8", "--io", "int8", "--to", path("a.tflite"))
                .assertFailed(1, "with int8 inputs: the plan leaves input");
        assertThat(folder).isEmptyDirectory();
        String other = path("dw.tflite");
        assertThat(CommandLineRun.of("export", "digits-dw", "--samples", "64", "--to", other)
                        .status())
                .isZero();
        CommandLineRun.of("prove", "digits-mlp", other)
                .assertFailed(1, "give the file that was exported from this model");
    }

    @Test
    void theFirstLayerWhereTheyPartIsNamed() throws IOException {
        String file = path("mlp.onnx");
        CommandLineRun.of("export", "digits-mlp", "--preset", "int8", "--to", file);
        String page = path("proof.html");
        JsonNode proof = CommandLineRun.of(
                        "prove", "digits-mlp", file, "--preset", "int8", "--samples", "100", "--to", page, "--json")
                .json();
        assertThat(proof.get("parting").isNull()).isTrue();
        assertThat(proof.get("layers"))
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(l -> assertThat(l.get("withinOneStep").asDouble()).isGreaterThanOrEqualTo(0.99));
        assertThat(Files.readString(Path.of(page)))
                .startsWith("<!DOCTYPE html>")
                .contains("Proof of mlp.onnx", "hidden2")
                .doesNotContain("http");

        // The second layer has other weights in this plan than in the file; the first has the same.
        Path plan = Files.writeString(
                folder.resolve("other.json"),
                "{\"format\":\"vernier-plan\",\"version\":1,\"preset\":\"int8\",\"target\":\"onnxruntime\",\"layers\":"
                        + "{\"hidden2\":{\"weights\":{\"precision\":\"int2\"},\"activations\":{\"precision\":\"int8\"}}}}");
        JsonNode other = CommandLineRun.of(
                        "prove", "digits-mlp", file, "--plan", plan.toString(), "--samples", "100", "--json")
                .json();
        assertThat(other.at("/parting/name").asText()).isEqualTo("hidden2");
        assertThat(other.at("/parting/withinOneStep").asDouble()).isLessThan(0.99);
    }

    @Test
    void aReportIsOnePageThatNeedsNoNetwork() throws IOException {
        String page = path("report.html");
        JsonNode json = CommandLineRun.of("report", "digits-outlier", "--samples", "100", "--to", page, "--json")
                .json();
        assertThat(json.get("fileBytes").asLong()).isEqualTo(Files.size(Path.of(page)));
        assertThat(json.at("/calibration/source").asText()).isEqualTo("digits-calibration");
        assertThat(Files.readString(Path.of(page)))
                .contains("<svg", "accuracy", "block2.conv", "runs the plan as asked")
                .doesNotContain("http", "<script");
        CommandLineRun.of("report", "digits-mlp", "--to", path("a.pdf")).assertFailed(2, "end ");
        CommandLineRun.of("report", "digits-mlp", "--samples", "9", "--to", path("none/a.html"))
                .assertFailed(1, "its folder does not exist");
        CommandLineRun.of("prove", "digits-mlp", path("a.onnx"), "--to", path("a.txt"))
                .assertFailed(2, "end it in .html or .json");
    }

    @Test
    void aFileOfAnotherModelWithTheSamePorts() {
        Path other = folder.resolve("twin.onnx");
        Graph.Builder twin = Graph.builder("twin")
                .input(new TensorSpec("image", DataType.FLOAT32, Shape.of(Shape.UNKNOWN, 1, 28, 28)));
        twin.node(new Node("flat", new Flatten(1), List.of("image"), List.of("flat_out")))
                .constant("w", TensorData.ofFloats(Shape.of(10, 784), new float[7840]))
                .node(new Node(
                        "dense", new Gemm(false, true, 1, 1, Clamp.NONE), List.of("flat_out", "w"), List.of("logits")))
                .spec(new TensorSpec("logits", DataType.FLOAT32, Shape.of(Shape.UNKNOWN, 10)))
                .output("logits");
        OnnxWriter.write(twin.build(), other);
        CommandLineRun.of("prove", "digits-mlp", other.toString()).assertFailed(1, "is of another model than");
    }

    @Test
    void theTableNamesFileRuntimeAndPlan() {
        String file = path("mlp.onnx");
        CommandLineRun export = CommandLineRun.of("export", "digits-mlp", "--to", file, "--io", "float32");
        assertThat(export.out()).startsWith(file).contains("digits-mlp at int8, target ONNX Runtime");
        CommandLineRun proof = CommandLineRun.of("prove", "digits-mlp", file, "--samples", "50");
        assertThat(proof.status()).isZero();
        assertThat(proof.out())
                .contains("mlp.onnx", "ONNX Runtime 1.", "same prediction as the simulation", "file size")
                .containsPattern("plan +int8");
    }

    @Test
    void aPlanIsWrittenAndUnderstoodAgain() {
        String plan = path("w4.json");
        JsonNode written = CommandLineRun.of("export", "digits-mlp", "--preset", "w4", "--to", plan, "--json")
                .json();
        assertThat(written.get("format").asText()).isEqualTo("plan");
        assertThat(written.get("calibration").isNull()).isTrue();
        JsonNode export = CommandLineRun.of("export", "digits-mlp", "--plan", plan, "--to", path("a.onnx"), "--json")
                .json();
        assertThat(export.get("preset").asText()).isEqualTo("w4");
    }

    @ParameterizedTest
    @EnumSource(ExportFormat.class)
    void everyFormatIsWritten(ExportFormat format) throws IOException {
        String file = path("out" + format.ending());
        JsonNode export = CommandLineRun.of(
                        "export", "digits-mlp", "--samples", "64", "--format", format.label(), "--to", file, "--json")
                .json();
        assertThat(export.get("format").asText()).isEqualTo(format.label());
        assertThat(export.get("fileBytes").asLong())
                .isEqualTo(Files.size(Path.of(file)))
                .isGreaterThan(90);
        assertThat(export.get("notes")).isEmpty();
    }

    @Test
    void whatTheTargetDoesOtherwiseIsSaidLayerByLayer() {
        CommandLineRun text = CommandLineRun.of("export", "digits-mlp", "--preset", "int16x8", "--to", path("a.onnx"));
        assertThat(text.status()).isZero();
        assertThat(text.err())
                .startsWith("ONNX Runtime, note: int16 activations: needs operator set 21")
                .contains("(hidden1, hidden2, output)");
        JsonNode json = CommandLineRun.of(
                        "export",
                        "digits-mlp",
                        "--preset",
                        "fp16",
                        "--target",
                        "tflite",
                        "--to",
                        path("a.json"),
                        "--json")
                .json();
        assertThat(json.at("/findings/0/layer").asText()).isEqualTo("hidden1");
        assertThat(json.at("/findings/0/weight").asText()).isEqualTo("differs");
        assertThat(json.at("/findings/0/asked").asText()).isEqualTo("fp16 activations");
        assertThat(json.at("/findings/0/cure").asText()).isNotBlank();
    }

    @Test
    void aTableHasAccumulatedErrors() throws IOException {
        String file = path("layers.csv");
        CommandLineRun.of("export", "digits-mlp", "--samples", "64", "--to", file);
        String[] last = Files.readString(Path.of(file)).strip().split("\r\n");
        assertThat(last[last.length - 1]).containsPattern(",\\d+\\.\\d+$");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--to a.onnx --format hdf5|'hdf5' is no format; choose one of onnx, tflite, plan",
                "--to a.onnx --number size|--number is for --format model-explorer",
                "--to a.json --format model-explorer --number age|'age' is no number of a layer; choose one of size",
                "--to a.tflite --io int16|'int16' is no --io; choose one of float32, int8, uint8",
                "--to a.bin|The ending of a.bin tells no format",
                "--to a.onnx --io uint8|--io uint8 is not available for onnx",
                "--to a.onnx --io float64|'float64' is no --io; choose one of float32, int8, uint8",
                "--to a.onnx --plan p.json --preset int8|--plan and --preset exclude each other",
                "--preset int8|--to"
            })
    void aWrongExportIsToldInOneLine(String arguments, String message) {
        CommandLineRun.of(("export digits-mlp " + arguments).split(" ")).assertFailed(2, message);
    }

    @Test
    void aTargetThatCannotBeWritten() throws IOException {
        CommandLineRun.of("export", "digits-mlp", "--to", path("nowhere/a.onnx"))
                .assertFailed(1, "its folder does not exist; create " + path("nowhere"));
        Path taken = Files.createDirectory(folder.resolve("taken.onnx"));
        CommandLineRun.of("export", "digits-mlp", "--to", taken.toString()).assertFailed(1, "it is a folder");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void aModelOfOnesOwnNeedsSamplesAndIsNotOverwritten() throws IOException {
        String model = Files.writeString(folder.resolve("net.onnx"), "x").toString();
        CommandLineRun.of("export", model, "--to", path("a.onnx"))
                .assertFailed(2, "needs samples to calibrate on; name them with --calibration");
        CommandLineRun.of("export", model, "--to", model).assertFailed(2, "is the model itself");
        CommandLineRun.of("prove", model, path("a.onnx")).assertFailed(2, "name it with --data");
        assertThat(folder.resolve("net.onnx")).hasContent("x");
    }

    @Test
    void aFileThatWasNotExportedFromTheModel() {
        Path other = folder.resolve("other.onnx");
        OnnxWriter.write(
                Graph.builder("other")
                        .input(new TensorSpec("features", DataType.FLOAT32, Shape.of(Shape.UNKNOWN, 5)))
                        .node(new Node("relu", new Relu(), List.of("features"), List.of("y")))
                        .spec(new TensorSpec("y", DataType.FLOAT32, Shape.of(Shape.UNKNOWN, 5)))
                        .output("y")
                        .build(),
                other);
        CommandLineRun.of("prove", "digits-mlp", other.toString())
                .assertFailed(1, "takes [\"features\" (FLOAT32 ?×5)]");
        CommandLineRun.of("prove", "digits-mlp", other.toString())
                .assertFailed(1, "it was not exported from this model");
    }

    @Test
    void aFileThatIsNoModelOrMissing() throws IOException {
        Path text = Files.writeString(folder.resolve("poem.onnx"), "Roses are red.\n");
        CommandLineRun.of("prove", "digits-mlp", text.toString()).assertFailed(1, "cannot load " + text);
        CommandLineRun.of("prove", "digits-mlp", path("none.onnx")).assertFailed(1, "none.onnx does not exist");
        CommandLineRun.of("prove", "digits-mlp", path("a.tflite")).assertFailed(1, "a.tflite does not exist");
        CommandLineRun.of("prove", "digits-mlp").assertFailed(2, "EXPORTED");
    }
}
