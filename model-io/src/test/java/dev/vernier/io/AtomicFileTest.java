package dev.vernier.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.VernierException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
