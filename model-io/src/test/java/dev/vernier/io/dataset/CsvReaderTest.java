package dev.vernier.io.dataset;

import static dev.vernier.io.dataset.DatasetFileBuilder.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.graph.Shape;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvReaderTest {
    @TempDir
    Path folder;

    private FileDataset csv(String text) {
        return DatasetReader.open(write(folder.resolve("d.csv"), text));
    }

    private static int[] labels(Dataset data) {
        return IntStream.range(0, data.size())
                .map(i -> data.label(i).orElseThrow())
                .toArray();
    }

    @Test
    void theColumnHeadedLabelHoldsTheClasses() {
        FileDataset data = csv("a,Label,b\n0.5,2,1\n-1,0,7\n");
        assertThat(data.batch(0, 2).get(0).toFloats()).containsExactly(0.5f, 1, -1, 7);
        assertThat(labels(data)).containsExactly(2, 0);
    }

    @Test
    void withoutHeadingsTheFirstOrLastColumnOfWholeNumbersHoldsThem() {
        assertThat(labels(csv("1,0.5,0.25\n0,0.1,0.7\n"))).containsExactly(1, 0);
        assertThat(labels(csv("0.5,0.25,1\n0.1,0.7,2\n"))).containsExactly(1, 2);
    }

    @Test
    void ofTwoColumnsOfWholeNumbersTheOneThatDiffersMoreHoldsThem() {
        FileDataset cornerPixelLast = csv("3,12,0\n1,9,0\n");
        assertThat(labels(cornerPixelLast)).containsExactly(3, 1);
        FileDataset cornerPixelFirst = csv("0,12,3\n0,9,1\n");
        assertThat(labels(cornerPixelFirst)).containsExactly(3, 1);
    }

    @Test
    void whatOnlyJavaTakesForANumberIsAWord() {
        FileDataset data = csv("3d,1,2\n2f,3,4\n3d,5,6\n");
        assertThat(data.classNames()).containsExactly("2f", "3d");
        assertThat(data.label(0)).hasValue(1);
        assertThat(data.label(1)).hasValue(0);
    }

    @Test
    void wordsBecomeClassesInAlphabeticalOrder() {
        FileDataset data = csv("5.1;3.5;\"setosa\"\r\n6;2;virginica\r\n4;3;setosa\r\n7;3;rosa\r\n");
        assertThat(labels(data)).containsExactly(1, 2, 1, 0);
        assertThat(data.classNames()).containsExactly("rosa", "setosa", "virginica");
    }

    @Test
    void fractionsEverywhereMeanNoLabels() {
        assertThat(csv("0.5,0.25\n0.1,0.7\n").hasLabels()).isFalse();
    }

    @Test
    void columnsHeadedAsTargetsHoldThemUnlessTheyAreClasses() {
        FileDataset one = csv("a,y\n0.5,2.5\n-1,0\n");
        assertThat(one.hasLabels()).isFalse();
        assertThat(one.inputs().get(0).shape()).isEqualTo(Shape.of(1));
        assertThat(one.targets(0, 2).toFloats()).containsExactly(2.5f, 0);
        FileDataset two = csv("target_u,a,Target_v\n1,7,2\n3,8,4\n");
        assertThat(two.target().orElseThrow().shape()).isEqualTo(Shape.of(2));
        assertThat(two.targets(1, 1).toFloats()).containsExactly(3, 4);
        assertThat(two.batch(0, 2).get(0).toFloats()).containsExactly(7, 8);
        assertThat(labels(csv("a,y\n0.5,2\n-1,0\n"))).containsExactly(2, 0);
    }

    @Test
    void aDescriptorNamesTargetColumns() {
        write(folder.resolve("d.csv"), "a,b,c\n1,2,3\n4,5,6\n");
        FileDataset data = DatasetReader.open(write(
                folder.resolve("d.dataset.json"),
                "{\"format\":\"csv\",\"path\":\"d.csv\",\"targetColumns\":[\"last\",\"a\"]}"));
        assertThat(data.batch(0, 2).get(0).toFloats()).containsExactly(2, 5);
        assertThat(data.targets(1, 1).toFloats()).containsExactly(6, 4);
        Path wrong = write(
                folder.resolve("w.dataset.json"), "{\"format\":\"csv\",\"path\":\"d.csv\",\"targetColumns\":[\"z\"]}");
        assertThatThrownBy(() -> DatasetReader.open(wrong)).hasMessageContaining("no column headed 'z'");
    }

    @Test
    void aTableLargerThanTheHeapShareGoesToAFile() {
        int rows = 90_000;
        int columns = 50;
        StringBuilder text = new StringBuilder("label");
        for (int c = 0; c < columns; c++) {
            text.append(",p").append(c);
        }
        for (int row = 0; row < rows; row++) {
            text.append('\n').append(row % 7).append(("," + row).repeat(columns));
        }
        FileDataset data = csv(text.append('\n').toString());
        assertThat(data.size()).isEqualTo(rows);
        assertThat(data.label(89_999)).hasValue(89_999 % 7);
        assertThat(data.batch(89_998, 2).get(0).toFloats()).hasSize(100).contains(89_998f, 89_999f);
    }

    @Test
    void badCellsAreNamedByLineAndColumn() {
        assertThatThrownBy(() -> csv("1,2,3\n1,x,3\n"))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("line 2, column 2: 'x' is not a number");
        assertThatThrownBy(() -> csv("1,2,3\n1,,3\n")).hasMessageContaining("line 2, column 2: ''");
        assertThatThrownBy(() -> csv("1,2,3\n1,2\n"))
                .hasMessageContaining("line 2: has 2 cells but the first line has 3");
        assertThatThrownBy(() -> csv("label,a\nNaN,2\n")).hasMessageContaining("line 2, column 1: 'NaN'");
        assertThatThrownBy(() -> csv("label,a\n-1,2\n")).hasMessageContaining("label -1.0");
        assertThatThrownBy(() -> csv("1,2,7\n1,2,cat\n")).hasMessageContaining("both words and numbers");
    }

    @Test
    void anEmptyTableIsAnError() {
        assertThatThrownBy(() -> csv("\n\n"))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("has no rows");
    }
}
