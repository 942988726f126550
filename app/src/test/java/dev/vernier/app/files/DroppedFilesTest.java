package dev.vernier.app.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What dropping files does is told from their names before they are dropped. */
class DroppedFilesTest {
    private static DroppedFiles of(String... names) {
        return DroppedFiles.of(Arrays.stream(names).map(Path::of).toList());
    }

    @Test
    void eachKindSaysWhatItWillDo() {
        assertThat(of("a.vernier.json", "b.onnx").title("open.h5")).isEqualTo("Open project a.vernier.json");
        assertThat(of("b.ONNX").title("open.h5")).isEqualTo("Open b.ONNX");
        assertThat(of("test.dataset.json", "b.tflite").title("open.h5"))
                .isEqualTo("Open b.tflite with test.dataset.json");
        assertThat(of("t10k-images-idx3-ubyte.gz").title("open.h5"))
                .isEqualTo("Open t10k-images-idx3-ubyte.gz as data for open.h5");
        assertThat(of("b.plan.json").title("open.h5")).isEqualTo("Take up plan b.plan.json for open.h5");
    }

    @Test
    void aModelOfAnotherProgramSaysWhereItsExportIsToBeHad() {
        DroppedFiles torch = of("net.pth");
        assertThat(torch.opens()).isFalse();
        assertThat(torch.title("open.h5")).isEqualTo("net.pth cannot be opened");
        assertThat(torch.words()).contains("torch.onnx.export");
    }

    @Test
    void whatIsNothingSaysWhatWouldBe() {
        DroppedFiles letter = of("letter.docx");
        assertThat(letter.opens()).isFalse();
        assertThat(letter.unknown()).hasValue(Path.of("letter.docx"));
        assertThat(letter.words()).startsWith("Vernier opens models (ONNX,");
        assertThat(of("letter.docx", "net.keras").opens()).isTrue();
    }

    @Test
    void aFolderIsPicturesUnlessItHoldsAModel(@TempDir Path folder) throws Exception {
        Path pictures = Files.createDirectory(folder.resolve("my.pictures"));
        assertThat(DroppedFiles.of(List.of(pictures)).data()).hasValue(pictures);

        Files.createFile(pictures.resolve("saved_model.pb"));
        DroppedFiles tensorFlow = DroppedFiles.of(List.of(pictures));
        assertThat(tensorFlow.data()).isEmpty();
        assertThat(tensorFlow.words()).contains("tf2onnx");
    }
}
