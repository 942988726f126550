package dev.vernier.io.dataset;

import static dev.vernier.io.dataset.DatasetFileBuilder.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.Shape;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderReaderTest {
    @TempDir
    Path folder;

    private void picture(String name, int type, int[][] rgb) throws IOException {
        BufferedImage image = new BufferedImage(rgb[0].length, rgb.length, type);
        for (int y = 0; y < rgb.length; y++) {
            for (int x = 0; x < rgb[0].length; x++) {
                if (type == BufferedImage.TYPE_BYTE_GRAY) {
                    image.getRaster().setSample(x, y, 0, rgb[y][x]);
                } else {
                    image.setRGB(x, y, 0xFF000000 | rgb[y][x]);
                }
            }
        }
        File file = folder.resolve(name).toFile();
        Files.createDirectories(file.toPath().getParent());
        assertThat(ImageIO.write(image, "png", file)).isTrue();
    }

    @Test
    void aSubfolderIsAClassInAlphabeticalOrder() throws IOException {
        picture("dog/1.png", BufferedImage.TYPE_INT_RGB, new int[][] {{0x010203, 0x0A0B0C}});
        picture("cat/2.png", BufferedImage.TYPE_INT_RGB, new int[][] {{0xFF8000, 0x000000}});

        FileDataset data = DatasetReader.open(folder);

        assertThat(data.classNames()).containsExactly("cat", "dog");
        assertThat(data.label(0)).hasValue(0);
        assertThat(data.inputs().get(0).shape()).isEqualTo(Shape.of(3, 1, 2));
        assertThat(data.batch(0, 2).get(0).toFloats()).containsExactly(255, 0, 128, 0, 0, 0, 1, 10, 2, 11, 3, 12);
    }

    @Test
    void labelsLayoutAndChannelOrderFollowTheDescriptor() throws IOException {
        picture("p/0007_dog/1.png", BufferedImage.TYPE_INT_ARGB, new int[][] {{0x010203, 0x0A0B0C}});
        Path descriptor = write(
                folder.resolve("d.dataset.json"),
                "{\"format\":\"images\",\"path\":\"p\",\"layout\":\"NHWC\",\"labelsFrom\":\"folder number\","
                        + "\"preprocess\":{\"channelOrder\":\"BGR\",\"mean\":[3,2,1]}}");

        FileDataset data = DatasetReader.open(descriptor);

        assertThat(data.label(0)).hasValue(7);
        assertThat(data.batch(0, 1).get(0).toFloats()).containsExactly(0, 0, 0, 9, 9, 9);
    }

    @Test
    void greyPicturesKeepTheirStoredValues() throws IOException {
        picture("1.png", BufferedImage.TYPE_BYTE_GRAY, new int[][] {{0, 100, 255}});
        FileDataset data = DatasetReader.open(folder);
        assertThat(data.hasLabels()).isFalse();
        assertThat(data.inputs().get(0).shape()).isEqualTo(Shape.of(1, 1, 3));
        assertThat(data.batch(0, 1).get(0).toFloats()).containsExactly(0, 100, 255);
    }

    @Test
    void shrinkingAveragesAndCroppingKeepsTheMiddle() throws IOException {
        picture("p/1.png", BufferedImage.TYPE_BYTE_GRAY, new int[][] {
            {0, 0, 100, 100, 200, 200}, {0, 0, 100, 100, 200, 200}
        });
        Path descriptor = write(
                folder.resolve("d.dataset.json"),
                "{\"format\":\"images\",\"path\":\"p\",\"preprocess\":{\"resize\":[1,3],\"centerCrop\":[1,1]}}");
        FileDataset data = DatasetReader.open(descriptor);
        assertThat(data.inputs().get(0).shape()).isEqualTo(Shape.of(1, 1, 1));
        assertThat(data.batch(0, 1).get(0).toFloats()).containsExactly(100);
    }

    @Test
    void aResizeInProportionThatIsTooLargeIsNamed() throws IOException {
        picture("p/1.png", BufferedImage.TYPE_BYTE_GRAY, new int[][] {new int[300_000]});
        Path descriptor = write(
                folder.resolve("d.dataset.json"),
                "{\"format\":\"images\",\"path\":\"p\",\"preprocess\":{\"resize\":8192}}");
        assertThatThrownBy(() -> DatasetReader.open(descriptor))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("1.png is 1×300000, and 8192×2147483647 after the resize, more than can be used");
    }

    @Test
    void picturesOfDifferentSizesAskForAResize() throws IOException {
        picture("1.png", BufferedImage.TYPE_INT_RGB, new int[][] {{0, 0}});
        picture("2.png", BufferedImage.TYPE_INT_RGB, new int[][] {{0}});
        FileDataset data = DatasetReader.open(folder);
        assertThatThrownBy(() -> data.batch(0, 2))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("2.png is 1×1 but the first one is 1×2");
    }

    @Test
    void aFileThatIsNoPictureAndAFolderWithoutAnyAreErrors() throws IOException {
        assertThatThrownBy(() -> DatasetReader.open(folder))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("holds no pictures");
        write(folder.resolve("a.png"), "text");
        assertThatThrownBy(() -> DatasetReader.open(folder))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("a.png is not a PNG");
    }

    @Test
    void aFolderWithoutALeadingNumberIsNamed() throws IOException {
        picture("p/dog/1.png", BufferedImage.TYPE_INT_RGB, new int[][] {{0}});
        Path descriptor = write(
                folder.resolve("d.dataset.json"),
                "{\"format\":\"images\",\"path\":\"p\",\"labelsFrom\":\"folder number\"}");
        assertThatThrownBy(() -> DatasetReader.open(descriptor))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("does not begin with a class number");
    }
}
