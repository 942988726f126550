package dev.vernier.io.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.data.InMemoryDataset;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatasetFitterTest {
    private static Graph model(DataType type, long... inputShape) {
        return Graph.builder("net")
                .input(new TensorSpec("image", type, Shape.of(inputShape)))
                .output("image")
                .build();
    }

    /** One sample with the elements 0, 1, 2, … */
    private static Dataset counting(long... sample) {
        Shape shape = Shape.of(sample).prepended(1);
        float[] values = new float[(int) shape.elementCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        return InMemoryDataset.of(
                "counting", List.of("x"), List.of(TensorData.ofFloats(shape, values)), new int[0], List.of());
    }

    private static TensorData fitted(Dataset data, long... inputShape) {
        Dataset fitted = DatasetFitter.fit(data, model(DataType.FLOAT32, inputShape));
        assertThat(fitted.inputs().get(0).name()).isEqualTo("image");
        TensorData batch = fitted.batch(0, 1).get(0);
        assertThat(batch.shape()).isEqualTo(fitted.inputs().get(0).shape().prepended(1));
        return batch;
    }

    @Test
    void theSameShapeIsLeftAlone() {
        assertThat(fitted(counting(3, 2, 2), -1, 3, 2, 2))
                .isEqualTo(counting(3, 2, 2).batch(0, 1).get(0));
        assertThat(fitted(counting(3, 2, 2), -1, -1, -1, -1).shape()).isEqualTo(Shape.of(1, 3, 2, 2));
    }

    @Test
    void channelsLastBecomeFirstAndBack() {
        TensorData first = fitted(counting(1, 2, 3), -1, 3, 1, 2);
        assertThat(first.shape()).isEqualTo(Shape.of(1, 3, 1, 2));
        assertThat(first.toFloats()).containsExactly(0, 3, 1, 4, 2, 5);
        TensorData last = fitted(counting(3, 1, 2), -1, 1, 2, 3);
        assertThat(last.toFloats()).containsExactly(0, 2, 4, 1, 3, 5);
    }

    @Test
    void greyPicturesGetOrLoseTheirChannelAxis() {
        assertThat(fitted(counting(2, 3), 1, 1, 2, 3).shape()).isEqualTo(Shape.of(1, 1, 2, 3));
        assertThat(fitted(counting(2, 3), 1, 2, 3, 1).shape()).isEqualTo(Shape.of(1, 2, 3, 1));
        assertThat(fitted(counting(2, 3, 1), 1, 1, 2, 3).toFloats()).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(fitted(counting(1, 2, 3), -1, 2, 3).shape()).isEqualTo(Shape.of(1, 2, 3));
    }

    @Test
    void picturesAreFlattenedAndRowsFolded() {
        assertThat(fitted(counting(2, 3), -1, 6).toFloats()).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(fitted(counting(6), -1, 1, 2, 3).shape()).isEqualTo(Shape.of(1, 1, 2, 3));
    }

    @Test
    void aShapeThatDoesNotFitNamesBoth() {
        assertThatThrownBy(() -> fitted(counting(3, 32, 32), -1, 1, 28, 28))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("Samples of data set counting have shape 3×32×32")
                .hasMessageContaining("input image of model net with shape 1×28×28");
    }

    @Test
    void numbersGoToAnIntegerInputWhereItHoldsThem() {
        Dataset fitted = DatasetFitter.fit(counting(4), model(DataType.INT64, -1, 4));
        assertThat(fitted.inputs().get(0).type()).isEqualTo(DataType.INT64);
        assertThat(fitted.batch(0, 1).get(0).toLongs()).containsExactly(0, 1, 2, 3);
        assertThat(DatasetFitter.fit(counting(2), model(DataType.BOOL, -1, 2))
                        .batch(0, 1)
                        .get(0)
                        .toLongs())
                .containsExactly(0, 1);
        assertThatThrownBy(() -> DatasetFitter.fit(counting(3), model(DataType.BOOL, -1, 3))
                        .batch(0, 1))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("holds 2 in sample 0 (array x), but the model takes BOOL");
        assertThatThrownBy(() -> DatasetFitter.fit(counting(300), model(DataType.INT8, -1, 300))
                        .batch(0, 1))
                .hasMessageContaining("holds 128")
                .hasMessageContaining("from -128 to 127");
    }

    @Test
    void integersBecomeFloatsOrOtherIntegers() {
        Dataset ids = InMemoryDataset.of(
                "ids",
                List.of("ids"),
                List.of(TensorData.ofLongs(Shape.of(2, 2), 1, 2, 3, 1L << 33)),
                new int[0],
                List.of());
        assertThat(DatasetFitter.fit(ids, model(DataType.FLOAT32, -1, 2))
                        .batch(1, 1)
                        .get(0)
                        .toFloats())
                .containsExactly(3, 8_589_934_592f);
        Dataset ints = DatasetFitter.fit(ids, model(DataType.INT32, -1, -1));
        assertThat(ints.batch(0, 1).get(0)).isEqualTo(TensorData.ofInts(Shape.of(1, 2), 1, 2));
        assertThatThrownBy(() -> ints.batch(0, 2))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("holds 8589934592 in sample 1 (array ids)");
    }

    @Test
    void severalInputsAreMatchedByName() {
        Graph two = Graph.builder("two")
                .input(new TensorSpec("serving_default_mask:0", DataType.INT32, Shape.of(-1, 2)))
                .input(new TensorSpec("IDs", DataType.INT64, Shape.of(-1, 2)))
                .output("IDs")
                .build();
        TensorData ids = TensorData.ofLongs(Shape.of(1, 2), 7, 8);
        TensorData mask = TensorData.ofFloats(Shape.of(1, 2), 1, 0);
        Dataset data = InMemoryDataset.of("pair", List.of("ids", "mask"), List.of(ids, mask), new int[0], List.of());
        Dataset fitted = DatasetFitter.fit(data, two);
        assertThat(fitted.inputs()).extracting(TensorSpec::name).containsExactly("serving_default_mask:0", "IDs");
        assertThat(fitted.batch(0, 1)).containsExactly(TensorData.ofInts(Shape.of(1, 2), 1, 0), ids);
        assertThatThrownBy(() -> DatasetFitter.fit(counting(2), two))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("takes the inputs serving_default_mask:0, IDs")
                .hasMessageContaining("has the array x");
    }

    @Test
    void targetsPassThrough() {
        Dataset data = ((InMemoryDataset) counting(1, 2, 3)).withTargets(TensorData.ofFloats(Shape.of(1, 1), 4.5f));
        Dataset fitted = DatasetFitter.fit(data, model(DataType.FLOAT32, -1, 3, 1, 2));
        assertThat(fitted.targets(0, 1).toFloats()).containsExactly(4.5f);
        assertThat(fitted.target()).isEqualTo(data.target());
    }

    @Test
    void theContentIdTellsFittedFromNot() {
        Dataset data = counting(1, 2, 3);
        Dataset fitted = DatasetFitter.fit(data, model(DataType.FLOAT32, -1, 3, 1, 2));
        assertThat(fitted.contentId()).isNotEqualTo(data.contentId());
    }
}
