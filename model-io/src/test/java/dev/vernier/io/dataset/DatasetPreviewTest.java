package dev.vernier.io.dataset;

import static dev.vernier.io.dataset.DatasetFileBuilder.bytes;
import static dev.vernier.io.dataset.DatasetFileBuilder.npy;
import static dev.vernier.io.dataset.DatasetFileBuilder.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.datacheck.DataFinding;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first samples as a model takes them; labels in a file of their own. */
class DatasetPreviewTest {
    private static final Graph MODEL = Graph.builder("net")
            .input(new TensorSpec("image", DataType.FLOAT32, Shape.of(-1, 3, 1, 2)))
            .output("image")
            .build();

    @TempDir
    Path folder;

    /** Two pictures of 1×2 pixels, channels last. */
    private FileDataset pictures() {
        byte[] values = bytes(0, 51, 102, 153, 204, 255, 255, 0, 255, 0, 255, 0);
        return DatasetReader.open(write(folder.resolve("x.npy"), npy("|u1", false, "(2, 1, 2, 3)", values)));
    }

    private static DatasetPreview preview(FileDataset data) {
        return DatasetPreview.of(data, MODEL, Optional.empty(), 512);
    }

    @Test
    void samplesAreShownAsTheNetworkTakesThem() {
        FileDataset asStored = pictures();
        DatasetDescriptor scaled = asStored.descriptor()
                .withPreprocessing(
                        new Normalization(1 / 51.0, List.of(0.0, 1.0, 2.0), List.of(1.0)),
                        ImageSteps.NONE,
                        ChannelOrder.BGR);
        DatasetPreview preview = preview(asStored.as(scaled));

        assertThat(preview.misfit()).isEmpty();
        assertThat(preview.first().size()).isEqualTo(2);
        assertThat(preview.first().inputs().get(0).name()).isEqualTo("image");
        // planes; blue, the third stored, first; minus 0, 1 and 2
        assertThat(preview.first().batch(0, 1).get(0).toFloats()).containsExactly(2, 5, 0, 3, -2, 1);
        assertThat(preview.findings())
                .extracting(DataFinding::code)
                .contains(DataFinding.Code.LAYOUT_TURNED, DataFinding.Code.CHANNEL_ORDER);
    }

    @Test
    void whatDoesNotFitIsShownAsItIsWithTheReason() {
        FileDataset flat = DatasetReader.open(
                write(folder.resolve("v.npy"), npy("|u1", false, "(2, 4)", bytes(1, 2, 3, 4, 5, 6, 7, 8))));
        DatasetPreview preview = preview(flat);

        assertThat(preview.misfit().orElseThrow()).contains("does not fit input image");
        assertThat(preview.first().batch(1, 1).get(0).toFloats()).containsExactly(5, 6, 7, 8);
        assertThat(preview.findings()).isEmpty();
    }

    @Test
    void labelsComeFromTheFileThatIsNamed() {
        Path labels = write(folder.resolve("classes.npy"), npy("|u1", false, "(2,)", bytes(3, 1)));
        DatasetDescriptor labelled = pictures().descriptor().withLabelsFile(Optional.of(labels));
        assertThat(DatasetReader.open(labelled).label(0)).hasValue(3);
        Path file = folder.resolve("x.dataset.json");
        DescriptorWriter.write(file, labelled);

        assertThat(DatasetReader.open(file).label(1)).hasValue(1);
        Path tooMany = write(folder.resolve("more.npy"), npy("|u1", false, "(3,)", bytes(3, 1, 2)));
        assertThatThrownBy(() -> DatasetReader.open(labelled.withLabelsFile(Optional.of(tooMany))))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("more.npy");
    }
}
