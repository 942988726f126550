package dev.vernier.io.keras;

import static dev.vernier.io.keras.LayerCase.d;
import static dev.vernier.io.keras.LayerCase.f;
import static dev.vernier.io.keras.LayerCase.of;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.UnsupportedOp;
import dev.vernier.io.ImportFinding;
import dev.vernier.io.ImportReport;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every class of layers with numbers worked by hand; that there is a case for each is proved. */
class KerasLayersTest {
    static Stream<LayerCase> cases() {
        return Stream.of(WindowLayerCases.all(), TensorLayerCases.all(), SequenceLayerCases.all(), passedOn())
                .flatMap(cases -> cases);
    }

    private static Stream<LayerCase> passedOn() {
        TensorData x = f(d(1, 2, 2), 1, 2, 3, 4);
        return KerasOpMappings.passOn().stream().map(c -> of("passes on", c, "'rate': 0.5", x, x));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void computesWhatWasWorkedByHand(LayerCase c) {
        TensorData result = c.run();
        assertThat(result.shape()).isEqualTo(c.expected().shape());
        float[] want = c.expected().toFloats();
        float[] got = result.toFloats();
        for (int i = 0; i < want.length; i++) {
            assertThat(got[i])
                    .as("element %d of %s", i, Arrays.toString(got))
                    .isCloseTo(want[i], Offset.offset(2e-6f + 2e-6f * Math.abs(want[i])));
        }
    }

    @Test
    void everyClassHasACase() {
        Set<String> tried = cases().map(LayerCase::className).collect(Collectors.toSet());
        assertThat(tried).containsAll(KerasOpMappings.classes());
    }

    @Test
    void everyVariableThatIsStoredIsKnownByItsClass() {
        cases().filter(c -> !c.variables().isEmpty()).forEach(c -> {
            KerasLayer layer = KerasConfig.parse(KerasFile.json(c.modelJson(), "config")).layers().stream()
                    .filter(l -> l.name().equals("layer"))
                    .findFirst()
                    .orElseThrow();
            Set<String> known = LayerVariables.of(layer).orElseThrow().stream()
                    .map(LayerVariables.Variable::name)
                    .collect(Collectors.toSet());
            assertThat(known).as(c.toString()).containsAll(c.variables().keySet());
        });
    }

    @Test
    void codeStaysVisibleAndTheReportSaysWhy() {
        ImportReport.Builder report = new ImportReport.Builder();
        Graph graph = of("code", "Lambda", "'function': 'x'", f(d(1, 1), 0), f(d(1, 1), 0))
                .graph(report);
        assertThat(graph.node("layer").orElseThrow().op()).isInstanceOf(UnsupportedOp.class);
        assertThat(report.build().ofCode(ImportFinding.Code.UNSUPPORTED_OPERATOR))
                .extracting(ImportFinding::sentence)
                .containsExactly(
                        "Layer layer (Lambda) cannot be run because it is Python code; what depends on it cannot"
                                + " be evaluated.");
    }

    @Test
    void anUnknownClassStaysVisible() {
        ImportReport.Builder report = new ImportReport.Builder();
        Graph graph =
                of("own", "MyLayers>Gizmo", "", f(d(1, 1), 0), f(d(1, 1), 0)).graph(report);
        assertThat(graph.node("layer").orElseThrow().op().type()).isEqualTo("Gizmo");
        assertThat(report.build().runs()).isFalse();
    }

    @Test
    void softmaxInALayerIsALayerOfItsOwn() {
        Graph graph = of("softmax", "Dense", "'activation': 'softmax'", f(d(1, 1), 1), f(d(1, 1), 1))
                .with("kernel", f(d(1, 1), 1))
                .graph(new ImportReport.Builder());
        assertThat(Layer.listOf(graph)).extracting(Layer::name).containsExactly("in0", "layer", "layer/softmax");
        assertThat(graph.outputs()).containsExactly("layer/softmax");
    }
}
