package dev.vernier.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One line that says what would be right. */
class WrongCommandLineTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--no-such-option|There is no option --no-such-option; see vernier --help",
                "compute|There is no command 'compute'; the commands are gui, inspect, evaluate, compare, export, prove",
                "evaluate --fast|There is no option --fast; see vernier evaluate --help",
                "evaluate --preset int9|'int9' is no preset; choose one of fp32, fp16, bf16, dynamic, int8, int16x8, w8",
                "compare --target tpu|'tpu' is no target; choose one of onnxruntime, tflite, research",
                "evaluate --preset|--preset",
                "evaluate --samples many|--samples",
                "evaluate --samples 0|--samples is 0; give a number from 1 on",
                "compare --calibration-samples -1|--calibration-samples is -1",
                "compare --threads 0|--threads is 0",
                "evaluate --plan p.json --preset int8|--plan and --preset exclude each other",
                "evaluate a b|'b' is one argument too many",
                "compare --improve magic|There is no improvement 'magic'; there are cle, weight-clipping, adaround, bias-correction"
            })
    void isToldInOneLine(String arguments, String message) {
        CommandLineRun.of(arguments.split(" ")).assertFailed(2, message);
    }

    @Test
    void whatATerminalWouldObeyIsNotPrinted() {
        CommandLineRun.of("evaluate", "a\033[2Jb.onnx").assertFailed(1, "a?[2Jb.onnx");
    }

    @Test
    void aModelOfOnesOwnNeedsData(@TempDir Path folder) throws Exception {
        Path model = Files.writeString(folder.resolve("net.onnx"), "x");
        CommandLineRun.of("evaluate", model.toString()).assertFailed(2, "needs data to run on; name it with --data");
        CommandLineRun.of("compare", model.toString()).assertFailed(2, "needs data to run on; name it with --data");
    }
}
