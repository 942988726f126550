package dev.vernier.io.dataset;

import static dev.vernier.io.dataset.DatasetFileBuilder.floats;
import static dev.vernier.io.dataset.DatasetFileBuilder.npy;
import static dev.vernier.io.dataset.DatasetFileBuilder.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorSpec;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One sample of three points in time with two features each: {@code [1, 3, 2]}. */
class SequenceLayoutTest {
    @TempDir
    Path folder;

    @BeforeEach
    void sequence() {
        write(
                folder.resolve("s.npy"),
                npy("<f4", false, "(1, 3, 2)", floats(ByteOrder.LITTLE_ENDIAN, 1, 10, 2, 20, 3, 30)));
    }

    private FileDataset open(String more) {
        return DatasetReader.open(
                write(folder.resolve("s.dataset.json"), "{\"format\":\"npy\",\"path\":\"s.npy\"" + more + "}"));
    }

    private static Graph model(long... shape) {
        return Graph.builder("net")
                .input(new TensorSpec("in", DataType.FLOAT32, Shape.of(shape)))
                .output("in")
                .build();
    }

    @Test
    void aSequenceFitsAModelOfAnyLength() {
        Dataset fitted = DatasetFitter.fit(open(""), model(-1, -1, 2));
        assertThat(fitted.inputs().get(0).shape()).isEqualTo(Shape.of(3, 2));
    }

    @Test
    void featuresAreNormalizedOneByOneWhereTheLayoutNamesThem() {
        FileDataset data = open(",\"layout\":\"NTC\",\"preprocess\":{\"mean\":[2,20],\"std\":[1,10]}");
        assertThat(data.batch(0, 1).get(0).toFloats()).containsExactly(-1, -1, 0, 0, 1, 1);
    }

    @Test
    void timeAndFeaturesChangePlacesOnlyIfTheLayoutSaysWhichIsWhich() {
        Dataset first = DatasetFitter.fit(open(",\"layout\":\"NTC\""), model(-1, 2, 3));
        assertThat(first.batch(0, 1).get(0).toFloats()).containsExactly(1, 2, 3, 10, 20, 30);
        assertThatThrownBy(() -> DatasetFitter.fit(open(""), model(-1, 2, 3)))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("have shape 3×2");
    }
}
