package dev.vernier.engine.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.data.InMemoryDataset;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Relu;
import dev.vernier.engine.graph.op.Sigmoid;
import dev.vernier.engine.graph.op.Softmax;
import dev.vernier.engine.graph.op.Transpose;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which metrics belong to which outputs and labels. */
class ChosenMetricsTest {
    private static final int SAMPLES = 4;

    private static Graph model(Op... ops) {
        Graph.Builder b = Graph.builder("net").input(new TensorSpec("v0", DataType.FLOAT32, Shape.of(-1, 2)));
        for (int i = 0; i < ops.length; i++) {
            b.node(new Node("op" + i, ops[i], List.of("v" + i), List.of("v" + (i + 1))));
        }
        return b.output("v" + ops.length).build();
    }

    private static InMemoryDataset data(int... labels) {
        return InMemoryDataset.of(
                "some",
                List.of("v0"),
                List.of(TensorData.ofFloats(Shape.of(SAMPLES, 1), 1, 2, 3, 4)),
                labels,
                List.of());
    }

    private static OutputForm form(Graph model, InMemoryDataset data, long... output) {
        return OutputForm.of(model, model.outputs().get(0), Shape.of(output).prepended(SAMPLES), SAMPLES, data);
    }

    private static List<Metric> chosen(Graph model, InMemoryDataset data, long... output) {
        OutputForm form = form(model, data, output);
        int width = (int) Shape.of(output).elementCount();
        return List.copyOf(
                new ScoreAccumulator(data, form, width, List.of()).values().keySet());
    }

    @Test
    void aClassifierWithLabelsHasAccuracyAndWithManyClassesTop5() {
        assertThat(chosen(model(new Relu()), data(0, 1, 2, 3), 10))
                .containsExactly(Metric.TOP1, Metric.AGREEMENT, Metric.MEAN_ABS_ERROR);
        assertThat(chosen(model(new Relu()), data(0, 1, 2, 3), 1, 1, 1000))
                .containsExactly(Metric.TOP1, Metric.TOP5, Metric.AGREEMENT, Metric.MEAN_ABS_ERROR);
    }

    @Test
    void withoutLabelsTheFloatModelIsTheMeasure() {
        assertThat(chosen(model(new Relu()), data(), 10))
                .containsExactly(Metric.AGREEMENT, Metric.OUTPUT_SQNR, Metric.KL_DIVERGENCE, Metric.MEAN_ABS_ERROR);
        assertThat(chosen(model(new Relu()), data(), 1)).containsExactly(Metric.OUTPUT_SQNR, Metric.MEAN_ABS_ERROR);
        assertThat(chosen(model(new Sigmoid()), data(), 1))
                .containsExactly(Metric.AGREEMENT, Metric.OUTPUT_SQNR, Metric.MEAN_ABS_ERROR);
    }

    @Test
    void aRegressionHasErrorsAgainstItsTargets() {
        List<Metric> regression = List.of(Metric.MSE, Metric.MAE, Metric.OUTPUT_SQNR, Metric.MEAN_ABS_ERROR);
        TensorData one = TensorData.ofFloats(Shape.of(SAMPLES, 1), 0.5f, 1, 2, 3);
        assertThat(chosen(model(new Relu()), data().withTargets(one), 1)).isEqualTo(regression);
        TensorData two = TensorData.ofFloats(Shape.of(SAMPLES, 2), 1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(chosen(model(new Relu()), data().withTargets(two), 2)).isEqualTo(regression);
        // Whole numbers that are no classes of a model with one output
        assertThat(chosen(model(new Relu()), data(0, 1, 2, 30), 1)).isEqualTo(regression);
    }

    @Test
    void oneOutputIsAClassifierIfItEndsWithASigmoidOrTheLabelsAreZeroAndOne() {
        assertThat(form(model(new Sigmoid()), data(0, 1, 1, 0), 1)).isEqualTo(OutputForm.twoClasses(1, 0.5));
        assertThat(form(model(new Relu()), data(0, 1, 1, 0), 1)).isEqualTo(OutputForm.twoClasses(1, 0));
        assertThat(form(model(new Relu()), data(0, 1, 2, 0), 1)).isEqualTo(OutputForm.PLAIN_NUMBERS);
        assertThat(form(model(new Sigmoid()), data(), 1, 8, 8)).isEqualTo(OutputForm.twoClasses(64, 0.5));
    }

    @Test
    void classesOfPositionsAreAlongTheAxisThatShapesAndOperationsTell() {
        assertThat(form(model(new Relu()), data(), 7, 5)).isEqualTo(OutputForm.scores(7, 5, 1, false));
        assertThat(form(model(new Relu()), data(), 3, 4, 6)).isEqualTo(OutputForm.scores(24, 3, 24, false));
        assertThat(form(model(new Relu(), new Transpose(List.of(0, 2, 3, 1))), data(), 4, 6, 3))
                .isEqualTo(OutputForm.scores(24, 3, 1, false));
        assertThat(form(model(new Softmax(1)), data(), 5, 7)).isEqualTo(OutputForm.scores(7, 5, 7, true));
        TensorData tags =
                TensorData.ofInts(Shape.of(SAMPLES, 7), IntStream.range(0, 28).toArray());
        assertThat(form(model(new Relu()), data().withTargets(tags), 5, 7))
                .isEqualTo(OutputForm.scores(7, 5, 7, false));
        assertThat(chosen(model(new Relu()), data().withTargets(tags), 7, 5)).startsWith(Metric.TOP1, Metric.AGREEMENT);
    }

    @Test
    void samplesAndPositionsMayShareAnAxis() {
        Shape shape = Shape.of(SAMPLES * 7, 5);
        assertThat(OutputForm.of(model(new Relu()), "v1", shape, SAMPLES, data()))
                .isEqualTo(OutputForm.scores(7, 5, 1, false));
        assertThat(OutputForm.of(model(new Relu()), "v1", Shape.of(3), SAMPLES, data()))
                .isEqualTo(OutputForm.PLAIN_NUMBERS);
    }

    @Test
    void theFormatIsIndexedInMemoryOrder() {
        OutputForm pixels = OutputForm.scores(6, 2, 6, false);
        assertThat(pixels.first(0)).isZero();
        assertThat(pixels.first(5)).isEqualTo(5);
        assertThat(pixels.first(6)).isEqualTo(12);
        OutputForm tokens = OutputForm.scores(3, 4, 1, false);
        assertThat(tokens.first(5)).isEqualTo(20);
    }

    @Test
    void whatIsAskedForIsMeasuredOrRefused() {
        OutputForm ten = OutputForm.scores(1, 10, 1, false);
        assertThat(new ScoreAccumulator(data(), ten, 10, List.of(Metric.KL_DIVERGENCE))
                        .values()
                        .keySet())
                .containsExactly(Metric.KL_DIVERGENCE, Metric.AGREEMENT, Metric.MEAN_ABS_ERROR);
        assertThatThrownBy(() -> new ScoreAccumulator(data(), ten, 10, List.of(Metric.TOP5)))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("Metric top5 cannot be measured on data set some: it needs class labels");
        assertThatThrownBy(() -> new ScoreAccumulator(data(0, 1, 2, 3), ten, 10, List.of(Metric.MSE)))
                .hasMessageContaining("it needs regression targets");
    }

    @Test
    void targetsThatFitTheOutputInNoWayAreRefused() {
        TensorData oneHot = TensorData.ofInts(Shape.of(SAMPLES, 3), 1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0);
        assertThatThrownBy(() -> chosen(model(new Relu()), data().withTargets(oneHot), 3))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("y.argmax(axis=1)");
    }
}
