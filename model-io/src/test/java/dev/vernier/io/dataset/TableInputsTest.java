package dev.vernier.io.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table's columns parted into the inputs of a model that takes several. */
class TableInputsTest {
    private static final Graph MODEL = Graph.builder("net")
            .input(new TensorSpec("size", DataType.FLOAT32, Shape.of(-1, 1)))
            .input(new TensorSpec("serving_default_ids:0", DataType.INT64, Shape.of(-1, 3)))
            .output("size")
            .build();

    @TempDir
    Path folder;

    private FileDataset table(String text) {
        return DatasetReader.open(DatasetFileBuilder.write(folder.resolve("t.csv"), text));
    }

    @Test
    void columnsBelongToTheInputTheyAreHeadedLike() {
        FileDataset table = table("ids_0,ids_1,Size,ids[2],label\n7,8,0.5,9,1\n10,11,1.5,12,0\n");
        assertThat(table.columns()).containsExactly("ids_0", "ids_1", "Size", "ids[2]");
        assertThat(table.headings()).contains("label");

        Dataset fitted = DatasetFitter.fit(table, MODEL);
        List<TensorData> batch = fitted.batch(0, 2);
        assertThat(batch.get(0).toFloats()).containsExactly(0.5f, 1.5f);
        assertThat(batch.get(1).type()).isEqualTo(DataType.INT64);
        assertThat(batch.get(1).toFloats()).containsExactly(7, 8, 9, 10, 11, 12);
        assertThat(fitted.label(0)).hasValue(1);
    }

    @Test
    void aLastColumnOfSmallNumbersIsNoLabelWhereItBelongsToAnInput() {
        FileDataset table = table("size,ids_0,ids_1,ids_2\n0.5,7,8,0\n1.5,10,11,1\n2.5,1,2,1\n");
        assertThat(table.hasLabels()).isTrue();
        Dataset fitted = DatasetFitter.fit(table, MODEL);
        assertThat(fitted.batch(1, 1).get(1).toFloats()).containsExactly(10, 11, 1);
        assertThat(fitted.hasLabels()).isFalse();
    }

    @Test
    void anInputWithoutColumnsIsNamed() {
        FileDataset table = table("size,identity,label\n0.5,9,1\n1.5,12,0\n");
        assertThatThrownBy(() -> DatasetFitter.fit(table, MODEL))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("has no column for input serving_default_ids:0");
    }

    @Test
    void whatIsOfAnotherLengthSaysWhichArray() {
        FileDataset table = table("size,ids,label\n0.5,9,1\n1.5,12,0\n");
        assertThatThrownBy(() -> DatasetFitter.fit(table, MODEL))
                .hasMessageContaining("in array serving_default_ids:0");
    }
}
