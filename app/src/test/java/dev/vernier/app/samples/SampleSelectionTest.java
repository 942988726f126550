package dev.vernier.app.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.data.InMemoryDataset;
import dev.vernier.engine.evaluate.SamplePredictions;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.io.dataset.DatasetReader;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleSelectionTest {
    private static final int[] LABELS = {0, 1, 2, 1, 0};
    private static final SamplePredictions PREDICTIONS =
            new SamplePredictions(3, new int[] {0, 1, 2, 0, 0}, new int[] {0, 2, 2, 0, 1});

    private static List<Integer> shown(SampleFilter filter, int classNumber) {
        return SampleSelection.of(PREDICTIONS, LABELS, filter, classNumber, LABELS.length);
    }

    @Test
    void changedPredictionsComeFirst() {
        assertThat(shown(SampleFilter.ALL, SamplesModel.NONE)).containsExactly(1, 4, 0, 2, 3);
        assertThat(shown(SampleFilter.CHANGED, SamplesModel.NONE)).containsExactly(1, 4);
        assertThat(shown(SampleFilter.WRONG, SamplesModel.NONE)).containsExactly(1, 4, 3);
        assertThat(shown(SampleFilter.ALL, 1)).containsExactly(1, 3);
        assertThat(shown(SampleFilter.CHANGED, 0)).containsExactly(4);
    }

    @Test
    void withoutPredictionsAllAreShownInTheirOrder() {
        assertThat(SampleSelection.of(SamplePredictions.NONE, new int[0], SampleFilter.ALL, SamplesModel.NONE, 3))
                .containsExactly(0, 1, 2);
    }

    @Test
    void confusionCountsLabelsByPrediction() {
        assertThat(SampleSelection.confusion(LABELS, PREDICTIONS.quantizedClasses(), 3))
                .isDeepEqualTo(new int[][] {{1, 1, 0}, {1, 0, 1}, {0, 0, 1}});
    }

    @Test
    void mapsLieChannelByChannelWhicheverComesFirst() {
        MapSheet first = MapSheet.of(Shape.of(1, 3, 4, 5), false);
        assertThat(first.maps()).isEqualTo(3);
        assertThat(first.index(2, 1, 3)).isEqualTo(2 * 20 + 5 + 3);
        MapSheet last = MapSheet.of(Shape.of(1, 4, 4, 3), true);
        assertThat(last.maps()).isEqualTo(3);
        assertThat(last.index(2, 1, 3)).isEqualTo(1 * 12 + 3 * 3 + 2);
        assertThat(MapSheet.of(Shape.of(1, 10), false).isStrip()).isTrue();
        assertThat(MapSheet.of(Shape.of(1, 64, 1, 1), false).columns()).isEqualTo(64);
        MapSheet large = MapSheet.of(Shape.of(1, 2, 200, 200), false);
        assertThat(large.shownRows()).isLessThanOrEqualTo(64);
        assertThat(large.index(1, large.shownRows() - 1, large.shownColumns() - 1))
                .isLessThan(2 * 200 * 200);
    }

    /** Two colour pictures of 6 by 6, channels first, normalized channel by channel with another mean and deviation. */
    @Test
    void normalizationIsTakenBackChannelByChannel() {
        float[] values = new float[2 * 3 * 36];
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < 36; i++) {
                // the first picture black but for one white pixel, the second of half brightness
                values[c * 36 + i] = ((i == 7 ? 1 : 0) - 0.4f - 0.1f * c) / (0.2f + 0.1f * c);
                values[108 + c * 36 + i] = (0.5f - 0.4f - 0.1f * c) / (0.2f + 0.1f * c);
            }
        }
        InMemoryDataset data = InMemoryDataset.of(
                "two", List.of("x"), List.of(TensorData.ofFloats(Shape.of(2, 3, 6, 6), values)), new int[0], List.of());
        WritableImage first = SamplePicture.of(data).image(0);
        assertThat(first.getPixelReader().getColor(1, 1)).isEqualTo(Color.WHITE);
        assertThat(first.getPixelReader().getColor(0, 0)).isEqualTo(Color.BLACK);
        Color grey = SamplePicture.of(data).image(1).getPixelReader().getColor(3, 3);
        assertThat(grey.getRed()).isBetween(0.49, 0.51);
        assertThat(grey.getBlue()).isBetween(0.49, 0.51);
    }

    @Test
    void seriesAndTablesBecomePicturesToo() {
        InMemoryDataset series = InMemoryDataset.of(
                "series",
                List.of("x"),
                List.of(TensorData.ofFloats(Shape.of(1, 10), 0, 1, 2, 3, 4, -5, 6, 7, 8, 9)),
                new int[0],
                List.of());
        assertThat(SamplePicture.of(series).image(0).getWidth()).isGreaterThan(10);
        InMemoryDataset table = InMemoryDataset.of(
                "table",
                List.of("x"),
                List.of(TensorData.ofFloats(Shape.of(1, 3, 4), new float[12])),
                new int[0],
                List.of());
        assertThat(SamplePicture.of(table).image(0).getWidth()).isEqualTo(4);
    }

    @Test
    void picturesThatTheNetworkTakesBlueFirstAreShownInTheirColours(@TempDir Path folder) throws Exception {
        BufferedImage redAndBlue = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 256; i++) {
            redAndBlue.setRGB(i % 16, i / 16, i % 16 < 8 ? 0xff0000 : 0x0000ff);
        }
        ImageIO.write(
                redAndBlue,
                "png",
                Files.createDirectory(folder.resolve("p")).resolve("a.png").toFile());
        Path described = Files.writeString(
                folder.resolve("p.dataset.json"),
                "{\"format\": \"images\", \"path\": \"p\", \"layout\": \"NCHW\","
                        + " \"preprocess\": {\"resize\": [16, 16], \"channelOrder\": \"BGR\"}}");

        WritableImage shown = SamplePicture.of(DatasetReader.open(described)).image(0);

        assertThat(shown.getPixelReader().getColor(2, 8).getRed()).isEqualTo(1);
        assertThat(shown.getPixelReader().getColor(2, 8).getBlue()).isZero();
        assertThat(shown.getPixelReader().getColor(13, 8).getBlue()).isEqualTo(1);
    }
}
