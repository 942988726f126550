package dev.vernier.io.dataset;

import static dev.vernier.io.dataset.DatasetFileBuilder.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarReaderTest {
    @TempDir
    Path folder;

    /** Record {@code i} has the given label; its planes are filled with 10·i, 10·i + 1, 10·i + 2. */
    private static byte[] records(int labelBytes, int... labels) {
        int record = labelBytes + 3072;
        byte[] all = new byte[labels.length * record];
        for (int i = 0; i < labels.length; i++) {
            all[i * record + labelBytes - 1] = (byte) labels[i];
            for (int plane = 0; plane < 3; plane++) {
                int at = i * record + labelBytes + plane * 1024;
                Arrays.fill(all, at, at + 1024, (byte) (10 * i + plane));
            }
        }
        return all;
    }

    @Test
    void aRecordIsALabelAndThreePlanes() {
        FileDataset data = DatasetReader.open(write(folder.resolve("batch.bin"), records(1, 3, 9, 0)));

        assertThat(data.size()).isEqualTo(3);
        assertThat(data.inputs().get(0).shape()).isEqualTo(Shape.of(3, 32, 32));
        assertThat(data.layout()).hasValue(SampleLayout.CHW);
        assertThat(data.label(1)).hasValue(9);
        assertThat(data.classNames()).hasSize(10).endsWith("ship", "truck");
        float[] two = data.batch(1, 2).get(0).toFloats();
        assertThat(new float[] {two[0], two[1024], two[3071], two[3072]}).containsExactly(10, 11, 12, 20);
    }

    @Test
    void cifar100HasACoarseLabelBeforeTheFineOne() {
        FileDataset data = DatasetReader.open(write(folder.resolve("train.bin"), records(2, 99)));
        assertThat(data.size()).isEqualTo(1);
        assertThat(data.label(0)).hasValue(99);
    }

    @Test
    void aLengthThatIsNoWholeNumberOfRecordsIsAnError() {
        Path file = write(folder.resolve("batch.bin"), Arrays.copyOf(records(1, 1, 2), 5000));
        assertThatThrownBy(() -> DatasetReader.open(file))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("has 5000 bytes, which is not a whole number of records of 3073");
    }

    @Test
    void aLabelThatIsNoClassIsNamedWithItsByte() {
        Path file = write(folder.resolve("batch.bin"), records(1, 1, 10));
        assertThatThrownBy(() -> DatasetReader.open(file))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("Label 10 of sample 1 (byte 3073 of");
    }
}
