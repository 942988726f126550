package dev.vernier.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The program as a process: what becomes of what it prints. */
class MainTest {
    private static ProcessBuilder help() {
        return new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "dev.vernier.app.Main",
                "--help");
    }

    private static String errors(Process process) throws IOException {
        return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void outputThatFindsNoRoomIsAnErrorInOneLine() throws Exception {
        File full = new File("/dev/full");
        assumeTrue(full.exists(), "only Linux has /dev/full");
        Process process = help().redirectOutput(full).start();
        assertThat(errors(process).lines())
                .singleElement()
                .asString()
                .startsWith("vernier: Standard output cannot be written (");
        assertThat(process.waitFor()).isEqualTo(1);
    }

    @Test
    void aReaderThatHasSeenEnoughIsNoError() throws Exception {
        Process process = help().start();
        process.getInputStream().close();
        assertThat(errors(process)).isEmpty();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
