package dev.vernier.engine.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.SmallNetworks;
import dev.vernier.engine.analyze.Improvement;
import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.calibrate.CalibrationRun;
import dev.vernier.engine.data.InMemoryDataset;
import dev.vernier.engine.diagnose.Finding.Kind;
import dev.vernier.engine.evaluate.EvaluationOptions;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.EvaluationSession;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Concat;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.Softmax;
import dev.vernier.engine.graph.shape.ShapeInference;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.spec.Cures.Equalization;
import dev.vernier.engine.spec.Granularity;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import dev.vernier.engine.spec.TargetRuntime;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Each kind of finding: a small network where it is found, with its cure, and one where it must not be. */
class DiagnosisTest {
    private static final int WIDTH = 8;
    private static final int SAMPLES = 96;
    private static final QuantPlan INT8 = QuantPlan.of(Preset.INT8);

    /** Eight numbers to eight, ReLU, to eight: {@code first[channel]} makes a channel larger, {@code second[channel]} reads it larger. */
    private static Graph dense(IntToDoubleFunction first, IntToDoubleFunction second) {
        Random r = new Random(5);
        float[] w1 = new float[WIDTH * WIDTH];
        float[] w2 = new float[WIDTH * WIDTH];
        for (int o = 0; o < WIDTH; o++) {
            for (int i = 0; i < WIDTH; i++) {
                w1[o * WIDTH + i] = (float) (r.nextGaussian() * first.applyAsDouble(o));
                w2[o * WIDTH + i] = (float) (r.nextGaussian() * second.applyAsDouble(i));
            }
        }
        return chain(w1, new float[WIDTH], w2);
    }

    private static Graph chain(float[] w1, float[] b1, float[] w2) {
        return ShapeInference.annotate(Graph.builder("net")
                .input(new TensorSpec("x", DataType.FLOAT32, Shape.of(Shape.UNKNOWN, WIDTH)))
                .constant("w1", TensorData.ofFloats(Shape.of(WIDTH, WIDTH), w1))
                .constant("b1", TensorData.ofFloats(Shape.of(WIDTH), b1))
                .constant("w2", TensorData.ofFloats(Shape.of(WIDTH, WIDTH), w2))
                .constant("b2", TensorData.ofFloats(Shape.of(WIDTH), new float[WIDTH]))
                .node(new Node(
                        "first", new Gemm(false, true, 1, 1, Clamp.RELU), List.of("x", "w1", "b1"), List.of("h")))
                .node(new Node(
                        "second", new Gemm(false, true, 1, 1, Clamp.NONE), List.of("h", "w2", "b2"), List.of("y")))
                .output("y")
                .build());
    }

    private static Graph plain() {
        return dense(c -> 1, c -> 1);
    }

    private static InMemoryDataset data(Graph graph, double scale) {
        return data(graph, i -> scale);
    }

    /** Without labels: agreement says whether the plan is healthy. */
    private static InMemoryDataset data(Graph graph, IntToDoubleFunction scaleOfInput) {
        Random r = new Random(11);
        float[] x = new float[SAMPLES * WIDTH];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) (r.nextGaussian() * scaleOfInput.applyAsDouble(i % WIDTH));
        }
        return InMemoryDataset.of(
                "seeded",
                List.of(graph.inputs().get(0).name()),
                List.of(TensorData.ofFloats(Shape.of(SAMPLES, WIDTH), x)),
                new int[0],
                List.of());
    }

    private static CalibrationResult calibrate(Graph graph, InMemoryDataset data) {
        return CalibrationRun.run(graph, data, data.size(), "seeded", Progress.NONE, Cancellation.NEVER);
    }

    private static Diagnosis diagnose(Graph graph, QuantPlan plan) {
        return diagnose(graph, plan, data(graph, 1), data(graph, 1));
    }

    private static Diagnosis diagnose(Graph graph, QuantPlan plan, InMemoryDataset calibrateOn, InMemoryDataset data) {
        CalibrationResult calibration = calibrate(graph, calibrateOn);
        try (EvaluationSession session = new EvaluationSession(graph, data, EvaluationOptions.ofSamples(SAMPLES))) {
            EvaluationResult result =
                    session.evaluate(ModelQuantizer.quantize(graph, calibration, plan), x -> {}, Cancellation.NEVER);
            return Diagnosis.of(
                    result, calibration, Optional.of(Diagnosis.atEvaluation(graph, data, Cancellation.NEVER)));
        }
    }

    private static Optional<Finding> found(Diagnosis diagnosis, Kind kind) {
        return diagnosis.findings().stream().filter(f -> f.kind() == kind).findFirst();
    }

    private static double evidence(Finding f, String name) {
        return f.evidence().stream()
                .filter(e -> e.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private static QuantPlan configured(String layer, LayerConfig config) {
        return INT8.withLayer(layer, config);
    }

    /** What a usual network at int8 is told: that all is well. */
    @Test
    void nothingIsFoundWhereNothingIsWrong() {
        Diagnosis d = diagnose(plain(), INT8);
        assertThat(d.findings()).isEmpty();
        assertThat(d.headline()).contains("loses nothing");
    }

    @Test
    void nothingIsRoundedInFloat() {
        Diagnosis d = diagnose(plain(), QuantPlan.of(Preset.FP32));
        assertThat(d.layers()).isEmpty();
        assertThat(d.headline()).isEqualTo("No layer adds noise: nothing is rounded.");
    }

    /** Channel 3 is 2,000 times larger than the others and read 50,000 times more softly. */
    @Test
    void anOutlierChannelIsNamedWithTheTensorItSpoils() {
        Diagnosis d = diagnose(dense(c -> c == 3 ? 2000 : 1, c -> c == 3 ? 1 / 50000.0 : 1), INT8);
        Finding f = found(d, Kind.OUTLIER_CHANNELS).orElseThrow();
        assertThat(f.layer()).isEqualTo("second");
        assertThat(f.others()).containsExactly("first");
        assertThat(f.tensor()).isEqualTo("h");
        assertThat(f.channels()).containsExactly(3);
        assertThat(f.title()).startsWith("Channel 3 of the tensor that first and second share");
        assertThat(evidence(f, "widest over median channel")).isBetween(500.0, 5000.0);
        assertThat(evidence(f, "codes of the median channel")).isEqualTo(1);
        assertThat(f.cures()).extracting(Cure::words).contains("equalize channels across layers");
        assertThat(d.headline()).startsWith("second hurts most").contains("Channel 3");
        assertThat(d.about("first")).contains(f);
    }

    /** Told with the channels that cause it, not twice. */
    @Test
    void channelsThatAreUnlikeInBothLayersAreOneFinding() {
        IntToDoubleFunction unlike = c -> c % 4 == 0 ? 400 : 1;
        Diagnosis d = diagnose(dense(unlike, c -> 1 / unlike.applyAsDouble(c)), INT8);
        assertThat(found(d, Kind.OUTLIER_CHANNELS).orElseThrow().sentence())
                .contains("weights are as unlike, the other way round");
        assertThat(found(d, Kind.UNEVEN_WEIGHTS)).isEmpty();
    }

    @Test
    void oneScaleForUnlikeOutputChannels() {
        Graph graph = dense(c -> c == 2 ? 300 : 1, c -> 1);
        LayerConfig perTensor = Preset.INT8
                .config()
                .withWeights(QuantSpec.weights(Precision.INT8).withGranularity(Granularity.TENSOR));
        Finding f = found(diagnose(graph, configured("first", perTensor)), Kind.UNEVEN_WEIGHTS)
                .orElseThrow();
        assertThat(f.channels()).containsExactly(2);
        Cure cure = f.cures().get(0);
        assertThat(cure.words()).isEqualTo("weights of first per channel");
        assertThat(((Cure.Edit) cure).applyTo(configured("first", perTensor))).isEqualTo(INT8);
        assertThat(found(diagnose(graph, INT8), Kind.UNEVEN_WEIGHTS)).isEmpty();
    }

    /** The weights that read a faint input are 500 times larger; nothing can be rescaled before a graph input. */
    @Test
    void weightsThatReadAFaintInput() {
        Random r = new Random(5);
        float[] w1 = new float[WIDTH * WIDTH];
        float[] w2 = new float[WIDTH * WIDTH];
        for (int i = 0; i < w1.length; i++) {
            w1[i] = (float) (r.nextGaussian() * (i % WIDTH == 6 ? 500 : 1));
            w2[i] = (float) r.nextGaussian();
        }
        Graph graph = chain(w1, new float[WIDTH], w2);
        InMemoryDataset faint = data(graph, i -> i == 6 ? 0.002 : 1);
        Finding f =
                found(diagnose(graph, INT8, faint, faint), Kind.UNEVEN_WEIGHTS).orElseThrow();
        assertThat(f.layer()).isEqualTo("first");
        assertThat(f.channels()).containsExactly(6);
        assertThat(f.cures()).extracting(Cure::words).containsExactly("weights of first left float");
    }

    private static Graph joined(double ofRight) {
        Random r = new Random(3);
        Graph.Builder b =
                Graph.builder("joined").input(new TensorSpec("x", DataType.FLOAT32, Shape.of(Shape.UNKNOWN, WIDTH)));
        for (String side : List.of("left", "right")) {
            float[] w = new float[4 * WIDTH];
            for (int i = 0; i < w.length; i++) {
                w[i] = (float) (r.nextGaussian() * (side.equals("right") ? ofRight : 1));
            }
            b.constant("w_" + side, TensorData.ofFloats(Shape.of(4, WIDTH), w));
            b.node(new Node(
                    side, new Gemm(false, true, 1, 1, Clamp.NONE), List.of("x", "w_" + side), List.of("v_" + side)));
        }
        return ShapeInference.annotate(
                b.node(new Node("join", new Concat(1), List.of("v_left", "v_right"), List.of("j")))
                        .output("j")
                        .build());
    }

    @Test
    void aConcatOfUnlikeScales() {
        Finding f = found(diagnose(joined(200), INT8), Kind.UNLIKE_JOINED).orElseThrow();
        assertThat(f.layer()).isEqualTo("join");
        assertThat(f.tensor()).isEqualTo("j");
        assertThat(f.title()).startsWith("join joins left to right");
        assertThat(f.sentence()).contains("grid of tensor j");
        assertThat(f.cures()).extracting(Cure::words).contains("int16 activations at join", "join left float");
        assertThat(found(diagnose(joined(1.5), INT8), Kind.UNLIKE_JOINED)).isEmpty();
    }

    /** With finer steps for the joined tensor the narrow operand is on a grid of its own until it gets there. */
    @Test
    void finerStepsForAConcatGiveItsOperandsTheirOwnGrids() {
        Graph graph = joined(200);
        Finding f = found(diagnose(graph, INT8), Kind.UNLIKE_JOINED).orElseThrow();
        Cure.Edit finer = (Cure.Edit) f.cures().stream()
                .filter(c -> c.words().equals("int16 activations at join"))
                .findFirst()
                .orElseThrow();
        double own = evidence(f, "on a grid of its own");
        assertThat(finer.promise()).startsWith("left has a grid of its own before");
        assertThat(ownError(graph, INT8, "left")).isLessThan(own - 12);
        assertThat(ownError(graph, finer.applyTo(INT8), "left")).isCloseTo(own, within(1e-6));
    }

    private static double ownError(Graph graph, QuantPlan plan, String layer) {
        CalibrationResult calibration =
                CalibrationRun.run(graph, data(graph, i -> 1), SAMPLES, "seeded", Progress.NONE, Cancellation.NEVER);
        return ModelQuantizer.quantize(graph, calibration, plan)
                .layer(layer)
                .outputError()
                .orElseThrow()
                .sqnrDb();
    }

    @Test
    void aRangeThatCutsTooMuch() {
        LayerConfig tight = Preset.INT8
                .config()
                .withActivations(QuantSpec.activations(Precision.INT8).withRule(RangeRule.Manual.of(0, 0.5f)));
        Finding f = found(diagnose(plain(), configured("first", tight)), Kind.CLIPPED)
                .orElseThrow();
        assertThat(f.layer()).isEqualTo("first");
        assertThat(evidence(f, "clipped")).isBetween(0.2, 0.6);
        assertThat(evidence(f, "SQNR of this range")).isLessThan(10);
        QuantPlan cured = ((Cure.Edit) f.cures().get(0)).applyTo(configured("first", tight));
        assertThat(found(diagnose(plain(), cured), Kind.CLIPPED)).isEmpty();
    }

    @Test
    void aRangeThatLeavesCodesUnused() {
        LayerConfig wide = Preset.INT8
                .config()
                .withActivations(QuantSpec.activations(Precision.INT8).withRule(RangeRule.Manual.of(-500, 500)));
        Finding f = found(diagnose(plain(), configured("first", wide)), Kind.UNUSED_CODES)
                .orElseThrow();
        assertThat(evidence(f, "codes used")).isLessThan(8);
        QuantPlan cured = ((Cure.Edit) f.cures().get(0)).applyTo(configured("first", wide));
        assertThat(found(diagnose(plain(), cured), Kind.UNUSED_CODES)).isEmpty();
    }

    private static Graph softmax(int classes) {
        float[] w = new float[classes * WIDTH];
        Random r = new Random(2);
        for (int i = 0; i < w.length; i++) {
            w[i] = (float) r.nextGaussian() * 0.1f;
        }
        return ShapeInference.annotate(Graph.builder("scores")
                .input(new TensorSpec("x", DataType.FLOAT32, Shape.of(Shape.UNKNOWN, WIDTH)))
                .constant("w", TensorData.ofFloats(Shape.of(classes, WIDTH), w))
                .node(new Node("fc", new Gemm(false, true, 1, 1, Clamp.NONE), List.of("x", "w"), List.of("h")))
                .node(new Node("softmax", new Softmax(1), List.of("h"), List.of("y")))
                .output("y")
                .build());
    }

    /** 200 classes, none above 2 %: five steps of 1/256. */
    @Test
    void aPrescribedGridThatDoesNotFit() {
        QuantPlan tflite = INT8.withTarget(TargetRuntime.TFLITE);
        Finding f = found(diagnose(softmax(200), tflite), Kind.PRESCRIBED_GRID).orElseThrow();
        assertThat(f.layer()).isEqualTo("softmax");
        assertThat(evidence(f, "prescribed step")).isEqualTo(1.0 / 256);
        assertThat(f.cures()).extracting(Cure::words).contains("int16 activations at softmax", "softmax left float");
        assertThat(found(diagnose(softmax(4), tflite), Kind.PRESCRIBED_GRID)).isEmpty();
        assertThat(found(diagnose(softmax(200), INT8), Kind.PRESCRIBED_GRID)).isEmpty();
    }

    @Test
    void deadChannelsAreCountedAndHarmless() {
        Graph graph = dense(c -> c == 1 || c == 5 ? 0 : 1, c -> 1);
        Finding f = found(diagnose(graph, INT8), Kind.DEAD_CHANNELS).orElseThrow();
        assertThat(f.channels()).containsExactly(1, 5);
        assertThat(f.title()).isEqualTo("2 of 8 channels of first are 0 throughout");
        assertThat(f.severity()).isEqualTo(Finding.Severity.NOTE);
        assertThat(f.cures()).isEmpty();
    }

    /** Weights of 1e-9 beside a bias of 1: the step of the bias is some 1e-13, and 1 would be 2⁴³ of them. */
    @Test
    void aBiasThatNeedsAll32Bits() {
        Random r = new Random(5);
        float[] w1 = new float[WIDTH * WIDTH];
        float[] w2 = new float[WIDTH * WIDTH];
        float[] b1 = new float[WIDTH];
        for (int i = 0; i < w1.length; i++) {
            w1[i] = (float) (r.nextGaussian() * (i / WIDTH == 4 ? 1e-9 : 1));
            w2[i] = (float) r.nextGaussian();
        }
        b1[4] = 1;
        Finding f = found(diagnose(chain(w1, b1, w2), INT8), Kind.BIAS_LIMIT).orElseThrow();
        assertThat(f.layer()).isEqualTo("first");
        assertThat(f.channels()).containsExactly(4);
        assertThat(evidence(f, "bits of the bias")).isGreaterThanOrEqualTo(30);
        assertThat(f.severity()).isEqualTo(Finding.Severity.NOTE);
        w1[4 * WIDTH] = 1;
        assertThat(found(diagnose(chain(w1, b1, w2), INT8), Kind.BIAS_LIMIT)).isEmpty();
    }

    @Test
    void valuesBeyondCalibration() {
        Graph graph = plain();
        Diagnosis d = diagnose(graph, INT8, data(graph, 0.1), data(graph, 1));
        Finding f = found(d, Kind.RANGE_DRIFT).orElseThrow();
        assertThat(f.layer()).isEqualTo("x");
        assertThat(f.others()).containsExactly("first", "second");
        assertThat(evidence(f, "outside calibration's range")).isGreaterThan(0.3);
        QuantPlan cured = ((Cure.Edit) f.cures().get(0)).applyTo(INT8);
        assertThat(cured.configFor("first").activations().rule()).isInstanceOf(RangeRule.Manual.class);
        Diagnosis narrow = diagnose(graph, INT8, data(graph, 50), data(graph, 1));
        assertThat(found(narrow, Kind.RANGE_DRIFT).orElseThrow().title()).startsWith("Calibration showed");
    }

    @Test
    void tooFewBitsAreNamedWithWhatCanBeLearned() {
        Graph graph = ShapeInference.annotate(SmallNetworks.residual(7));
        InMemoryDataset labelled = SmallNetworks.data(graph, SAMPLES, 7);
        InMemoryDataset data =
                InMemoryDataset.of("seeded", List.of("x"), labelled.batch(0, SAMPLES), new int[0], List.of());
        QuantPlan narrow = QuantPlan.of(Preset.INT4)
                .withLayers(
                        Set.of("stem", "conv_a", "conv_b", "depthwise", "head"),
                        c -> c.withWeights(QuantSpec.weights(Precision.INT3)));
        Finding f = found(diagnose(graph, narrow, data, data), Kind.COARSE).orElseThrow();
        assertThat(f.cures())
                .contains(new Cure.Learn(Improvement.ADAROUND, f.cures().get(0).promise()));
        assertThat(f.cures()).extracting(Cure::words).contains("weights of " + f.layer() + " int8");
        assertThat(found(diagnose(graph, INT8, data, data), Kind.COARSE)).isEmpty();
    }

    /** A cure is one edit of the plan that was diagnosed; what else the plan asks for stays. */
    @Test
    void curesChangeWhatTheyNameAndNothingElse() {
        QuantPlan plan = configured("first", LayerConfig.FLOAT);
        QuantPlan equalized = new Cure.Equalize("").applyTo(plan);
        assertThat(equalized.cures().equalization()).isEqualTo(Equalization.CROSS_LAYER);
        assertThat(equalized.withCures(plan.cures())).isEqualTo(plan);
        Finding f = found(
                        diagnose(dense(c -> c == 3 ? 2000 : 1, c -> c == 3 ? 1 / 50000.0 : 1), INT8),
                        Kind.OUTLIER_CHANNELS)
                .orElseThrow();
        Cure.Settings clip = f.cures().stream()
                .filter(c -> c.words().startsWith("clip first"))
                .map(Cure.Settings.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(clip.settings()).containsOnlyKeys("first");
        assertThat(clip.applyTo(INT8).overrides()).containsOnlyKeys("first");
    }
}
