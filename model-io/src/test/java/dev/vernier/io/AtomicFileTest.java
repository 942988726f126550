package dev.vernier.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.VernierException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path folder;

    @Test
    void createsAndReplaces() throws IOException {
        Path file = folder.resolve("a.json");
        AtomicFile.write(file, out -> out.write('1'));
        AtomicFile.write(file, out -> out.write('2'));
        assertThat(file).hasContent("2");
        assertThat(folder).isDirectoryContaining(p -> p.equals(file));
        try (var all = Files.list(folder)) {
            assertThat(all).hasSize(1);
        }
    }

    @Test
    void aFailureLeavesTheOldFileAndNothingElse() throws IOException {
        Path file = Files.writeString(folder.resolve("a.json"), "old");
        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
                    out.write('n');
                    throw new IOException("disk full");
                }))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("Cannot write " + file + ": disk full");
        assertThat(file).hasContent("old");
        try (var all = Files.list(folder)) {
            assertThat(all).hasSize(1);
        }
    }

    @Test
    void aSymbolicLinkStaysOne() throws IOException {
        Path real = Files.writeString(folder.resolve("real"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        AtomicFile.write(link, out -> out.write('n'));
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(real).hasContent("n");
    }

    @Test
    void aMissingFolderAndAFolderAsTargetAreErrors() {
        assertThatThrownBy(() -> AtomicFile.write(folder.resolve("none/a"), out -> {}))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("its folder does not exist");
        assertThatThrownBy(() -> AtomicFile.write(folder, out -> {}))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("it is a folder");
    }

    @Test
    void whetherAFileCouldBeWrittenIsKnownBefore() throws IOException {
        AtomicFile.requireWritable(folder.resolve("a"));
        assertThat(folder.resolve("a")).doesNotExist();
        assertThatThrownBy(() -> AtomicFile.requireWritable(folder.resolve("none/a")))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("its folder does not exist");
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> AtomicFile.requireWritable(file.resolve("a")))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("is a file, not a folder");
        assertThatThrownBy(() -> AtomicFile.requireWritable(folder))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("it is a folder");
    }

    /** Writes one byte at a time and never ends, for the test below to kill. */
    public static final class EndlessWriter {
        private EndlessWriter() {}

        public static void main(String[] arguments) {
            AtomicFile.write(Path.of(arguments[0]), out -> {
                while (true) {
                    out.write(new byte[1 << 16]);
                    out.flush();
                    LockSupport.parkNanos(1_000_000);
                }
            });
        }
    }

    @Test
    void aProcessThatIsKilledWhileWritingLeavesTheOldFileWhole() throws IOException, InterruptedException {
        Path target = Files.writeString(folder.resolve("model.onnx"), "old and whole");
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EndlessWriter.class.getName(),
                        target.toString())
                .inheritIO()
                .start();
        try {
            long patience = System.nanoTime() + 60_000_000_000L;
            while (halfWritten() == 0 && writer.isAlive() && System.nanoTime() < patience) {
                LockSupport.parkNanos(5_000_000);
            }
            assertThat(halfWritten()).isPositive();
        } finally {
            writer.destroyForcibly().waitFor();
        }
        assertThat(target).hasContent("old and whole");
        AtomicFile.write(target, out -> out.write('n'));
        assertThat(target).hasContent("n");
    }

    private long halfWritten() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            Optional<Path> part =
                    files.filter(f -> f.toString().endsWith(".part")).findFirst();
            return part.isPresent() ? Files.size(part.get()) : 0;
        }
    }
}
