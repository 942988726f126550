package dev.vernier.io.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vernier.engine.graph.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The data sets people have: MNIST, CIFAR-10, keyword spotting, ImageNet pictures. Skipped where they are absent. */
class ReferenceDatasetsTest {
    private static final Path DATA =
            Path.of(System.getProperty("vernier.shared", "../../shared")).resolve("reference/data");

    @BeforeEach
    void onlyWithReferenceData() {
        assumeTrue(Files.isDirectory(DATA), "no reference data at " + DATA);
    }

    @Test
    void mnist() {
        FileDataset data = DatasetReader.open(DATA.resolve("mnist/test_normalized.dataset.json"));
        assertThat(data.size()).isEqualTo(10_000);
        assertThat(data.inputs().get(0).shape()).isEqualTo(Shape.of(28, 28));
        assertThat(data.label(0)).hasValue(7);
        assertThat(data.classNames()).hasSize(10);
        float[] first = data.batch(0, 1).get(0).toFloats();
        assertThat(first[0]).isCloseTo(-0.4242f, within(1e-4f));
        assertThat(mean(data, 10_000)).isCloseTo(0.0, within(0.02));
    }

    @Test
    void cifar10() {
        FileDataset data = DatasetReader.open(DATA.resolve("cifar10/test_imagenet_norm.dataset.json"));
        assertThat(data.size()).isEqualTo(2000);
        assertThat(data.inputs().get(0).shape()).isEqualTo(Shape.of(3, 32, 32));
        FileDataset raw = DatasetReader.open(DATA.resolve("cifar10/test_2000.bin"));
        float[] bytes = raw.batch(1999, 1).get(0).toFloats();
        float[] normalized = data.batch(1999, 1).get(0).toFloats();
        assertThat(normalized[1024]).isCloseTo((bytes[1024] / 255f - 0.456f) / 0.224f, within(1e-6f));
        assertThat(raw.label(1999)).isEqualTo(data.label(1999));
    }

    @Test
    void keywordSpotting() {
        FileDataset data = DatasetReader.open(DATA.resolve("kws/kws01.dataset.json"));
        assertThat(data.size()).isEqualTo(1000);
        assertThat(data.inputs().get(0).shape()).isEqualTo(Shape.of(49, 10, 1));
        assertThat(data.hasLabels()).isTrue();
    }

    @Test
    void imagenetPictures() {
        FileDataset data = DatasetReader.open(DATA.resolve("imagenet_squeezenet.dataset.json"));
        assertThat(data.size()).isEqualTo(7);
        assertThat(data.inputs().get(0).shape()).isEqualTo(Shape.of(3, 224, 224));
        assertThat(data.label(2)).hasValue(207);
        assertThat(data.batch(0, 7).get(0).elementCount()).isEqualTo(7 * 3 * 224 * 224);
    }

    private static double mean(FileDataset data, int samples) {
        double sum = 0;
        long count = 0;
        for (int from = 0; from < samples; from += 500) {
            for (float v : data.batch(from, 500).get(0).toFloats()) {
                sum += v;
                count++;
            }
        }
        return sum / count;
    }
}
