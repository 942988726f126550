package dev.vernier.io.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.calibrate.CalibrationRun;
import dev.vernier.engine.data.InMemoryDataset;
import dev.vernier.engine.evaluate.TensorError;
import dev.vernier.engine.exec.Interpreter;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.*;
import dev.vernier.engine.graph.shape.ShapeInference;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.quantize.QuantizedLayer;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.Granularity;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import dev.vernier.io.ImportedModel;
import dev.vernier.io.ModelReader;
import dev.vernier.io.runtime.OnnxRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A quantized model that was exported and is opened again has the same layers, grids, weights and answers. */
class QuantizedRoundTripTest {
    private static final List<Integer> ONES = List.of(1, 1);
    private static final List<Integer> TWOS = List.of(2, 2);
    private static final int SAMPLES = 32;

    @TempDir
    private Path folder;

    /** Two convolutions around a sum, a pool, and a dense layer: {@code [N, 2, 6, 6]} to {@code [N, 3]}. */
    static Graph network() {
        ImageLayout layout = ImageLayout.CHANNELS_FIRST;
        Graph.Builder b = Graph.builder("net")
                .input(new TensorSpec("image", DataType.FLOAT32, Shape.of(Shape.UNKNOWN, 2, 6, 6)))
                .constant("w1", noise(1, 4, 2, 3, 3))
                .constant("b1", noise(2, 4))
                .constant("w2", noise(3, 4, 4, 3, 3))
                .constant("w3", noise(4, 3, 36))
                .constant("b3", noise(5, 3))
                .node(new Node(
                        "conv1",
                        new Conv(ONES, Padding.explicit(ONES, ONES), ONES, 1, layout, Clamp.RELU),
                        List.of("image", "w1", "b1"),
                        List.of("a")))
                .node(new Node(
                        "conv2",
                        new Conv(ONES, Padding.explicit(ONES, ONES), ONES, 1, layout, Clamp.NONE),
                        List.of("a", "w2"),
                        List.of("b")))
                .node(new Node("sum", new Add(Clamp.RELU), List.of("a", "b"), List.of("c")))
                .node(new Node(
                        "pool",
                        new MaxPool(TWOS, TWOS, Padding.none(2), ONES, false, layout),
                        List.of("c"),
                        List.of("d")))
                .node(new Node("flat", new Flatten(1), List.of("d"), List.of("e")))
                .node(new Node(
                        "dense", new Gemm(false, true, 1, 1, Clamp.NONE), List.of("e", "w3", "b3"), List.of("scores")))
                .output("scores");
        return ShapeInference.annotate(b.build());
    }

    private static TensorData noise(long seed, long... dims) {
        Shape shape = Shape.of(dims);
        Random random = new Random(seed);
        float[] values = new float[(int) shape.elementCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return TensorData.ofFloats(shape, values);
    }

    private static final Graph GRAPH = network();
    private static final TensorData IMAGES = noise(9, SAMPLES, 2, 6, 6);
    private static final CalibrationResult CALIBRATION = CalibrationRun.run(
            GRAPH,
            InMemoryDataset.of("noise", List.of("image"), List.of(IMAGES), new int[0], List.of()),
            SAMPLES,
            "noise",
            Progress.NONE,
            Cancellation.NEVER);

    private QuantizedModel again(QuantizedModel model) throws IOException {
        Path file = Files.write(folder.resolve("net.onnx"), OnnxWriter.toBytes(model));
        ImportedModel opened = ModelReader.open(file);
        assertThat(opened.report().errors()).isEmpty();
        return ModelQuantizer.quantize(
                opened.graph(), CALIBRATION, opened.plan().orElse(QuantPlan.of(Preset.FP32)));
    }

    private static TensorData scores(QuantizedModel model, TensorData images) {
        return Interpreter.run(model.graph(), Map.of("image", images), List.of("scores"))
                .get("scores");
    }

    private void assertTheSameAgain(QuantPlan plan) throws IOException {
        QuantizedModel model = ModelQuantizer.quantize(GRAPH, CALIBRATION, plan);
        QuantizedModel again = again(model);
        assertThat(again.layers().keySet()).isEqualTo(model.layers().keySet());
        for (QuantizedLayer l : model.layers().values()) {
            QuantizedLayer other = again.layer(l.layer().name());
            boolean oneBlockIsAChannel = l.asked().weights().granularity() instanceof Granularity.PerBlock
                    && other.asked().weights().granularity() instanceof Granularity.PerChannel;
            if (!oneBlockIsAChannel) {
                assertThat(other.weightParams())
                        .as("weights of %s", l.layer().name())
                        .isEqualTo(l.weightParams());
            }
            assertThat(other.asked().weights().precision())
                    .as("weights of %s", l.layer().name())
                    .isEqualTo(l.layer().hasWeights() ? l.asked().weights().precision() : Precision.FP32);
            assertThat(grid(other)).as("output of %s", l.layer().name()).isEqualTo(grid(l));
        }
        if (plan.preset().config().weights().precision().isScaledFloat()) {
            // Scales of 8-bit floats come back as ranges, which may cost their last bit.
            assertThat(reach(again.layer("conv1"))).isCloseTo(reach(model.layer("conv1")), withinPercentage(1e-4));
            assertThat(scores(again, IMAGES).toFloats())
                    .containsExactly(scores(model, IMAGES).toFloats(), within(1e-5f));
            return;
        }
        assertThat(scores(again, IMAGES)).isEqualTo(scores(model, IMAGES));
    }

    /** The end of the range that decides a scale without zero point. */
    private static double reach(QuantizedLayer layer) {
        ClipRange range = layer.outputRange().orElseThrow();
        return Math.max(-(double) range.low(), range.high());
    }

    private static Optional<QuantParams> grid(QuantizedLayer layer) {
        return layer.outputParams();
    }

    @ParameterizedTest
    @EnumSource(
            value = Preset.class,
            names = {"TERNARY", "BINARY"},
            mode = EnumSource.Mode.EXCLUDE)
    void everyPreset(Preset preset) throws IOException {
        assertTheSameAgain(QuantPlan.of(preset));
    }

    /** An int8 layer beside one at int16x8 and one in float: every edge between them is on the grid its reader wants. */
    @Test
    void aMixedPlanScoresTheSame() throws IOException {
        QuantPlan plan = QuantPlan.of(Preset.INT8)
                .withLayer("conv2", Preset.INT16X8.config())
                .withLayer("dense", Preset.W8.config());
        QuantizedModel model = ModelQuantizer.quantize(GRAPH, CALIBRATION, plan);
        QuantizedModel again = again(model);
        assertThat(again.layer("conv1").outputParams())
                .isEqualTo(model.layer("conv1").outputParams());
        assertThat(again.layer("conv2").outputParams())
                .isEqualTo(model.layer("conv2").outputParams());
        assertThat(again.layer("dense").outputParams()).isEmpty();
        assertThat(again.layer("dense").weightParams())
                .isEqualTo(model.layer("dense").weightParams());
        // A plan has one grid for a value: where int16 is read at 8 bits, too, those are taken from the range of the
        // 16.
        TensorError error = TensorError.between(
                scores(model, IMAGES).toFloats(), scores(again, IMAGES).toFloats());
        assertThat(error.sqnrDb()).isGreaterThan(25);
    }

    /** Seven bits in eight, and fifteen-bit ends of a symmetric range, are told from the limit written before the quantize step. */
    @Test
    void fewerCodesThanTheirTypeHolds() throws IOException {
        QuantPlan plan = QuantPlan.of(Preset.INT8);
        for (String layer : List.of("conv1", "conv2")) {
            plan = plan.withLayer(layer, Preset.INT8.config().withActivations(QuantSpec.activations(Precision.INT6)));
        }
        QuantizedModel model = ModelQuantizer.quantize(GRAPH, CALIBRATION, plan);
        QuantizedModel again = again(model);
        assertThat(again.layer("conv1").asked().activations().precision()).isEqualTo(Precision.INT6);
        assertThat(again.layer("conv1").outputParams())
                .isEqualTo(model.layer("conv1").outputParams());
        assertThat(scores(again, IMAGES).shape())
                .isEqualTo(scores(model, IMAGES).shape());
    }

    /** A file of another tool: unsigned codes, one dequantize step for each reader, and operators on codes. */
    @Test
    void operatorsOnUnsignedCodes() throws IOException {
        OnnxModels m = OnnxModels.opset(13)
                .input("x", -1, 2, 4, 4)
                .output("y")
                .floats("xs", new long[0], 0.02f)
                .floats("ws", new long[] {2}, 0.01f, 0.02f)
                .floats("ys", new long[0], 0.05f)
                .initializer(bytes("xz", TensorProto.DataType.UINT8_VALUE, new long[0], 120))
                .initializer(bytes("wz", TensorProto.DataType.INT8_VALUE, new long[] {2}, 0, 0))
                .initializer(bytes("yz", TensorProto.DataType.UINT8_VALUE, new long[0], 7))
                .initializer(bytes("w", TensorProto.DataType.INT8_VALUE, new long[] {2, 2, 1, 1}, 100, -50, 127, 3))
                .node("q", "QuantizeLinear", List.of("x", "xs", "xz"), "xq")
                .node("conv", "QLinearConv", List.of("xq", "xs", "xz", "w", "ws", "wz", "ys", "yz"), "yq")
                .node("dq", "DequantizeLinear", List.of("yq", "ys", "yz"), "y");
        Path file = Files.write(folder.resolve("qlinear.onnx"), m.build().toByteArray());
        ImportedModel opened = ModelReader.open(file);
        assertThat(opened.report().errors()).isEmpty();
        QuantPlan plan = opened.plan().orElseThrow();
        assertThat(opened.graph().nodes()).extracting(Node::name).containsExactly("conv");
        assertThat(plan.configFor("conv").activations().rule()).isEqualTo(RangeRule.Given.of(8, 0.05f, 7 - 128));
        assertThat(plan.configFor("x").activations().rule()).isEqualTo(RangeRule.Given.of(8, 0.02f, 120 - 128));
        assertThat(plan.configFor("conv").weights().rule())
                .isEqualTo(new RangeRule.Given(8, List.of(0.01f, 0.02f), List.of(0, 0)));
        TensorData x = noise(4, 1, 2, 4, 4);
        CalibrationResult seen = CalibrationRun.run(
                opened.graph(),
                InMemoryDataset.of("x", List.of("x"), List.of(x), new int[0], List.of()),
                1,
                "x",
                Progress.NONE,
                Cancellation.NEVER);
        QuantizedModel model = ModelQuantizer.quantize(opened.graph(), seen, plan);
        TensorData here =
                Interpreter.run(model.graph(), Map.of("x", x), List.of("y")).get("y");
        try (OnnxRuntime runtime = OnnxRuntime.load(file, 1)) {
            float[] there = runtime.run(Map.of("x", x)).get("y").toFloats();
            float[] values = here.toFloats();
            for (int i = 0; i < there.length; i++) {
                assertThat(values[i]).isCloseTo(there[i], Offset.offset(0.0501f));
            }
        }
    }

    private static TensorProto bytes(String name, int type, long[] dims, int... values) {
        TensorProto.Builder t = TensorProto.newBuilder().setName(name).setDataType(type);
        for (long d : dims) {
            t.addDims(d);
        }
        byte[] raw = new byte[values.length];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = (byte) values[i];
        }
        return t.setRawData(ByteString.copyFrom(raw)).build();
    }
}
