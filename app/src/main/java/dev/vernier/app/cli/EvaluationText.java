package dev.vernier.app.cli;

import dev.vernier.app.format.NumberText;
import dev.vernier.app.format.SpecText;
import dev.vernier.engine.diagnose.Diagnosis;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.LayerResult;
import dev.vernier.engine.evaluate.TensorError;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import java.io.PrintWriter;
import java.util.Optional;

/** One evaluation: the scores beside those of the float model, then every layer. */
final class EvaluationText {
    private final PrintWriter out;
    private final TerminalStyle style;

    EvaluationText(PrintWriter out, TerminalStyle style) {
        this.out = out;
        this.style = style;
    }

    void print(PreparedRun run, EvaluationResult result, Diagnosis diagnosis) {
        RunHeading.print(run, out, style);
        scores(run, result);
        out.println();
        layers(result, run.project().graph());
        out.println();
        out.println(style.faint(
                "errors in SQNR, dB, higher is better: weights and output alone on float values; accumulated with the"
                        + " whole plan in effect"));
        out.println();
        new DiagnosisText(out, style).print(diagnosis);
        RunHeading.printTime(run, out, style);
    }

    private void scores(PreparedRun run, EvaluationResult result) {
        MetricColumns columns = MetricColumns.of(run, result);
        TextTable table = new TextTable().words("");
        columns.addTo(table);
        table.row("float", columns.floatCells(result));
        table.row(PlanOptions.name(run.project().model(), result.model().plan()), columns.cells(result));
        table.print(out, style);
    }

    private void layers(EvaluationResult result, Graph graph) {
        TextTable table = new TextTable()
                .words("layer")
                .words("operation")
                .words("weights")
                .words("activations")
                .number("size")
                .number("weights")
                .number("output")
                .number("accumulated");
        for (LayerResult l : result.layers()) {
            Layer layer = l.layer().layer();
            table.row(
                    layer.name(),
                    layer.operation(graph),
                    layer.hasWeights() ? SpecText.precision(l.layer().asked().weights()) : NumberText.NONE,
                    activations(l),
                    l.layer().sizeBytes() == 0
                            ? NumberText.NONE
                            : NumberText.bytes(l.layer().sizeBytes()),
                    decibels(l.localWeights()),
                    decibels(l.localActivations()),
                    decibels(l.accumulated()));
        }
        table.print(out, style);
    }

    private static String activations(LayerResult l) {
        Layer layer = l.layer().layer();
        if (!layer.isQuantizable()) {
            return NumberText.NONE;
        }
        return layer.keepsScale()
                ? "keeps"
                : SpecText.precision(l.layer().asked().activations());
    }

    private static String decibels(Optional<TensorError> error) {
        return error.map(e -> NumberText.decibels(e.sqnrDb())).orElse(NumberText.NONE);
    }
}
