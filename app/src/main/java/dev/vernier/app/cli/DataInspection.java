package dev.vernier.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vernier.app.format.NumberText;
import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.datacheck.InputSummary;
import dev.vernier.engine.datacheck.LabelSummary;
import dev.vernier.io.ImportedModel;
import dev.vernier.io.dataset.DatasetCheck;
import dev.vernier.io.dataset.DatasetReader;
import dev.vernier.io.dataset.FileDataset;
import dev.vernier.io.dataset.SampleLayout;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;

/** What the first samples of a data set show, and what looks wrong about them for a model. */
record DataInspection(FileDataset data, DatasetCheck check) {
    static DataInspection of(Path file, ImportedModel model, int calibrationSamples) {
        FileDataset data = DatasetReader.open(file);
        return new DataInspection(data, DatasetCheck.of(data, model.graph(), model.plan(), calibrationSamples));
    }

    ObjectNode toJson() {
        ObjectNode json = ResultJson.object();
        json.put("name", data.name());
        json.put("samples", data.size());
        json.put("layout", data.layout().map(SampleLayout::label).orElse(null));
        json.put("looked", check.summary().samples());
        ArrayNode inputs = json.putArray("inputs");
        for (InputSummary input : check.summary().inputs()) {
            ObjectNode row = inputs.addObject();
            row.put("name", input.spec().name());
            row.put("type", input.spec().type().name().toLowerCase(Locale.ROOT));
            ArrayNode shape = row.putArray("shape");
            for (long d : input.spec().shape().toArray()) {
                shape.add(d);
            }
            ArrayNode channels = row.putArray("channels");
            for (TensorStatistics c : input.channels()) {
                ObjectNode channel = channels.addObject();
                channel.set("min", ResultJson.number(c.min()));
                channel.set("max", ResultJson.number(c.max()));
                channel.set("mean", ResultJson.number(c.mean()));
            }
        }
        LabelSummary labels = check.summary().labels();
        json.put("labels", labels.count());
        json.put("classes", labels.classes());
        DataFindings.addTo(json.putArray("findings"), check.findings());
        return json;
    }

    void print(PrintWriter out, TerminalStyle style) {
        out.println();
        LabelSummary labels = check.summary().labels();
        out.println(style.strong(data.name()) + ": " + NumberText.exactCount(data.size()) + " samples"
                + data.layout().map(l -> ", " + l.label()).orElse("")
                + (labels.count() == 0
                        ? ", no class labels"
                        : ", labels " + labels.min() + " to " + labels.max() + ", " + labels.classes() + " classes"));
        TextTable table = new TextTable()
                .words("input")
                .words("shape")
                .number("channel")
                .number("min")
                .number("max")
                .number("mean")
                .number("deviation");
        for (InputSummary input : check.summary().inputs()) {
            for (int c = 0; c < input.channels().size(); c++) {
                TensorStatistics s = input.channels().get(c);
                table.row(
                        c == 0 ? input.spec().name() : "",
                        c == 0 ? input.spec().shape().toString() : "",
                        input.channels().size() == 1 ? NumberText.NONE : Integer.toString(c),
                        NumberText.significant(s.min(), 4),
                        NumberText.significant(s.max(), 4),
                        NumberText.significant(s.mean(), 4),
                        NumberText.significant(s.standardDeviation(), 4));
            }
        }
        out.println("the first " + check.summary().samples() + " samples, preprocessed:");
        table.print(out, style);
        check.findings().forEach(f -> {
            String line = "  " + f.severity().label() + "  " + DataFindings.words(f);
            out.println(f.isWarning() ? style.warning(line) : line);
        });
        out.flush();
    }
}
