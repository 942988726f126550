package dev.vernier.io.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.exec.Interpreter;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.DequantizeLinear;
import dev.vernier.engine.graph.op.DequantizeRows;
import dev.vernier.engine.graph.op.DynamicUpdateSlice;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Pad;
import dev.vernier.engine.graph.op.PadMode;
import dev.vernier.engine.graph.op.QuantizeLinear;
import dev.vernier.engine.graph.op.QuantizePerSample;
import dev.vernier.engine.graph.op.RoundToFloat;
import dev.vernier.engine.graph.op.UnsupportedOp;
import dev.vernier.io.ImportedModel;
import dev.vernier.io.ModelReader;
import dev.vernier.io.runtime.OnnxRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation written as ONNX: read again it computes the same, and so does ONNX Runtime. */
class OnnxExportContractTest {
    /** Operations with no ONNX form: one is TensorFlow Lite's alone, the other is what Vernier knows only by name. */
    private static final Set<Class<?>> WITHOUT_FORM = Set.of(DynamicUpdateSlice.class, UnsupportedOp.class);

    /** These become the plan, which {@link QuantizedRoundTripTest} is about. */
    private static final Set<Class<?>> NOT_READ_AS_LAYERS = Set.of(
            RoundToFloat.class,
            QuantizeLinear.class,
            DequantizeLinear.class,
            DequantizeRows.class,
            QuantizePerSample.class);

    @TempDir
    private Path folder;

    static Stream<ExportCase> cases() {
        return ExportCases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void runsInOnnxRuntimeAsHere(ExportCase c) {
        Graph graph = c.graph();
        Map<String, TensorData> here = Interpreter.run(graph, c.inputs(), graph.outputs());
        try (OnnxRuntime runtime = OnnxRuntime.load("case", OnnxWriter.toBytes(graph), 1)) {
            assertAlike(runtime.run(c.inputs()), here);
        }
    }

    static Stream<ExportCase> readableCases() {
        return cases().filter(c -> !NOT_READ_AS_LAYERS.contains(c.op().getClass()));
    }

    @ParameterizedTest
    @MethodSource("readableCases")
    void readAgainComputesTheSame(ExportCase c) throws IOException {
        Graph graph = c.graph();
        Map<String, TensorData> here = Interpreter.run(graph, c.inputs(), graph.outputs());
        Path file = Files.write(folder.resolve("case.onnx"), OnnxWriter.toBytes(graph));
        ImportedModel again = ModelReader.open(file);
        assertThat(again.report().errors()).isEmpty();
        assertThat(again.graph().nodes()).extracting(n -> n.name()).contains("the layer");
        assertAlike(Interpreter.run(again.graph(), c.inputs(), again.graph().outputs()), here);
    }

    private static void assertAlike(Map<String, TensorData> actual, Map<String, TensorData> expected) {
        assertThat(actual.keySet()).containsExactlyElementsOf(expected.keySet());
        expected.forEach((name, want) -> {
            TensorData got = actual.get(name);
            assertThat(got.type()).isEqualTo(want.type());
            assertThat(got.shape()).isEqualTo(want.shape());
            for (int i = 0; i < want.elementCount(); i++) {
                double tolerance = want.type().isFloating() ? 1e-5 + 1e-5 * Math.abs(want.doubleAt(i)) : 0;
                assertThat(Math.abs(got.doubleAt(i) - want.doubleAt(i)))
                        .as("%s, element %d: %s, not %s", name, i, got.doubleAt(i), want.doubleAt(i))
                        .isLessThanOrEqualTo(tolerance);
            }
        });
    }

    @Test
    void everyOperationIsWrittenOrKnownToHaveNoForm() {
        Set<Class<?>> tried = cases().map(c -> c.op().getClass()).collect(Collectors.toSet());
        for (Class<?> op : Op.class.getPermittedSubclasses()) {
            boolean supported = OnnxExports.isSupported(op.asSubclass(Op.class));
            assertThat(supported).as("export of " + op.getSimpleName()).isNotEqualTo(WITHOUT_FORM.contains(op));
            assertThat(tried.contains(op)).as("case of " + op.getSimpleName()).isEqualTo(supported);
        }
    }

    @Test
    void whatHasNoFormIsSaidInASentence() {
        TensorData x = TensorData.ofFloats(Shape.of(2), 1, 2);
        Graph unknown =
                ExportCase.of(new UnsupportedOp("", "Einsum", "yet")).input(x).graph();
        assertThatThrownBy(() -> OnnxWriter.toBytes(unknown))
                .isInstanceOf(VernierException.class)
                .hasMessage(
                        "Cannot export layer \"the layer\" (Einsum): Vernier does not know it; replace that layer in the"
                                + " source model, or export a configuration instead of a model");
        Graph mirrored = ExportCase.of(new Pad(PadMode.SYMMETRIC))
                .input(x)
                .constant(TensorData.ofLongs(Shape.of(2), 1, 1))
                .graph();
        assertThatThrownBy(() -> OnnxWriter.toBytes(mirrored))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("ONNX has no border that mirrors its own edge");
    }
}
