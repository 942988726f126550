package dev.vernier.io.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.VernierException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Descriptors written and read back; WebP pictures among those of a folder. */
class DescriptorWriterTest {
    /** A lossless picture of 2×2: red, green, blue, (10, 20, 30); saved by Pillow. */
    private static final byte[] WEBP = Base64.getDecoder()
            .decode("UklGRjIAAABXRUJQVlA4TCYAAAAvAUAAAB8gECB48L9qQ0iQ0P2/V4EAwYj/S/Mf+OSo4AYMEf0PAQ==");

    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsReadBackAsTheSame() throws Exception {
        Files.createDirectories(folder.resolve("pictures"));
        Files.write(folder.resolve("pictures/a.webp"), WEBP);
        DatasetDescriptor chosen = DatasetDescriptor.plain(DatasetFormat.IMAGES, folder.resolve("pictures"))
                .withLayout(Optional.of(SampleLayout.HWC))
                .withLabelsFrom(DatasetDescriptor.LabelsFrom.FOLDER_NUMBER)
                .withPreprocessing(
                        new Normalization(1 / 255.0, List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225)),
                        new ImageSteps(
                                Optional.of(new ImageSteps.Resize(4, ImageSteps.Resize.KEEP_ASPECT)),
                                Optional.of(new ImageSteps.Size(2, 2))),
                        ChannelOrder.BGR);
        Path file = folder.resolve("pictures.dataset.json");
        DescriptorWriter.write(file, chosen);

        DatasetDescriptor read = DatasetReader.describe(file);
        assertThat(read.layout()).isEqualTo(chosen.layout());
        assertThat(read.normalization()).isEqualTo(chosen.normalization());
        assertThat(read.imageSteps()).isEqualTo(chosen.imageSteps());
        assertThat(read.channelOrder()).isEqualTo(ChannelOrder.BGR);
        assertThat(read.labelsFrom()).isEqualTo(DatasetDescriptor.LabelsFrom.FOLDER_NUMBER);
        assertThat(read.path()).isEqualTo(chosen.path().toAbsolutePath().normalize());
    }

    @Test
    void aDescriptorStaysBesideItsData() {
        Path elsewhere = folder.resolve("other/x.dataset.json");
        DatasetDescriptor data = DatasetDescriptor.plain(DatasetFormat.NPZ, folder.resolve("x.npz"));
        assertThatThrownBy(() -> DescriptorWriter.write(elsewhere, data))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("keep the descriptor beside the data");
    }

    @Test
    void webpPicturesAreRead() throws Exception {
        Files.write(folder.resolve("a.webp"), WEBP);
        float[] values = DatasetReader.open(folder).batch(0, 1).get(0).toFloats();

        assertThat(values).containsExactly(255, 0, 0, 10, 0, 255, 0, 20, 0, 0, 255, 30);
    }
}
