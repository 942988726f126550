package dev.vernier.io.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.exec.Interpreter;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.FixedPointRescale;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.QuantizePerSample;
import dev.vernier.engine.graph.op.RoundAwayFrom;
import dev.vernier.engine.graph.op.UnsupportedOp;
import dev.vernier.io.onnx.ExportCase;
import dev.vernier.io.onnx.ExportCases;
import dev.vernier.io.runtime.TfliteRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation written as TensorFlow Lite: the runtime computes the same, or the message says why it has no form there. */
class TfliteExportContractTest {
    /** Steps that stand for what the runtime's own kernels do: they leave nothing in the file. */
    private static final Set<Class<?>> IMITATIONS =
            Set.of(FixedPointRescale.class, RoundAwayFrom.class, QuantizePerSample.class);

    /** What is written of a form, and why not all of it. */
    private static final List<String> LIMITS = List.of(
            "it has no operator that computes this",
            "it has no pools with dilated windows",
            "its activations are float32 where weights are float16",
            "it has no floats of 8 bits",
            "it has no weights with a scale for each block of a channel",
            "is computed while it runs",
            "of equal elements it takes the first one, not the last",
            "its LSTM begins with a state of zeros",
            "it has no gated recurrent unit",
            "Vernier does not write its simple recurrent layer");

    /** The runtime's polynomials for exp, tanh and their like are good to a few millionths. */
    private static final double TOLERANCE = 2e-5;

    static Stream<ExportCase> cases() {
        return Stream.concat(ExportCases.all(), TfliteExportCases.all())
                .filter(c -> !IMITATIONS.contains(c.op().getClass()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void runsInTensorFlowLiteAsHereOrSaysWhyNot(ExportCase c) {
        Graph graph = c.graph();
        GraphToTflite.Result file;
        try {
            file = GraphToTflite.convert(graph, PortType.FLOAT32);
        } catch (VernierException e) {
            assertThat(e).hasMessageStartingWith("Cannot export layer \"the layer\" (");
            assertThat(e).hasMessageContaining(") to TensorFlow Lite: ");
            assertThat(LIMITS).anyMatch(e.getMessage()::contains);
            return;
        }
        Map<String, TensorData> here = Interpreter.run(graph, c.inputs(), graph.outputs());
        try (TfliteRuntime runtime = TfliteRuntime.load("case", file.bytes(), 1)) {
            List<TensorData> inputs = new ArrayList<>();
            for (TflitePort port : file.inputs()) {
                inputs.add(AxisPermutation.apply(
                        c.inputs().get(port.name()),
                        port.axes().stream().mapToInt(Integer::intValue).toArray()));
            }
            List<TensorData> outputs = runtime.run(inputs);
            for (int i = 0; i < outputs.size(); i++) {
                TflitePort port = file.outputs().get(i);
                assertAlike(
                        AxisPermutation.apply(outputs.get(i), inverse(port.axes())),
                        here.get(port.name()),
                        port.name());
            }
        }
    }

    private static int[] inverse(List<Integer> axes) {
        int[] inverse = new int[axes.size()];
        for (int i = 0; i < inverse.length; i++) {
            inverse[axes.get(i)] = i;
        }
        return inverse;
    }

    private static void assertAlike(TensorData got, TensorData want, String name) {
        assertThat(got.type()).isEqualTo(want.type());
        assertThat(got.shape()).isEqualTo(want.shape());
        for (int i = 0; i < want.elementCount(); i++) {
            double tolerance = want.type().isFloating() ? TOLERANCE + TOLERANCE * Math.abs(want.doubleAt(i)) : 0;
            assertThat(Math.abs(got.doubleAt(i) - want.doubleAt(i)))
                    .as("%s, element %d: %s, not %s", name, i, got.doubleAt(i), want.doubleAt(i))
                    .isLessThanOrEqualTo(tolerance);
        }
    }

    @Test
    void everyOperationIsWrittenOrSaysWhyNot() {
        Set<Class<?>> tried = cases().map(c -> c.op().getClass()).collect(Collectors.toSet());
        for (Class<?> op : Op.class.getPermittedSubclasses()) {
            if (TfliteExports.isSupported(op.asSubclass(Op.class)) && !IMITATIONS.contains(op)) {
                assertThat(tried).as("case of " + op.getSimpleName()).contains(op);
            }
        }
        assertThat(TfliteExports.isSupported(UnsupportedOp.class)).isFalse();
    }

    @Test
    void whatVernierDoesNotKnowIsSaidInASentence() {
        TensorData x = TensorData.ofFloats(Shape.of(2), 1, 2);
        Graph unknown =
                ExportCase.of(new UnsupportedOp("", "Einsum", "yet")).input(x).graph();
        assertThatThrownBy(() -> TfliteWriter.toBytes(unknown))
                .isInstanceOf(VernierException.class)
                .hasMessage("Cannot export layer \"the layer\" (Einsum) to TensorFlow Lite: Vernier does not know it;"
                        + " replace that layer in the source model, or export to .onnx");
    }
}
