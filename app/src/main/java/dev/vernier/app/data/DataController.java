package dev.vernier.app.data;

import dev.vernier.app.jobs.BackgroundWork;
import dev.vernier.app.jobs.Jobs;
import dev.vernier.app.notice.Notice;
import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.io.dataset.DatasetDescriptor;
import dev.vernier.io.dataset.DatasetPreview;
import dev.vernier.io.dataset.DatasetReader;
import dev.vernier.io.dataset.DescriptorWriter;
import dev.vernier.io.dataset.FileDataset;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javafx.animation.PauseTransition;
import javafx.util.Duration;

/** Reads the first samples anew whenever a choice changes, in the background. To be used on the window's thread. */
final class DataController {
    /** So that not every letter typed makes the data be read. */
    private static final Duration REST = Duration.millis(150);

    private final DataModel model;
    private final Graph graph;
    private final Optional<QuantPlan> own;
    private final int calibrationSamples;
    private final BackgroundWork work;
    private final Jobs jobs;
    private final PauseTransition rest = new PauseTransition(REST);
    /** What was read last, so that only what a choice changes is read again; of the background thread alone. */
    private FileDataset read;

    /**
     * @param graph that the data are for
     * @param own the plan that the model's file is, where it is quantized already
     * @param calibrationSamples how many of the first samples calibration would take
     */
    DataController(
            DataModel model,
            Graph graph,
            Optional<QuantPlan> own,
            int calibrationSamples,
            BackgroundWork work,
            Jobs jobs) {
        this.model = model;
        this.graph = graph;
        this.own = own;
        this.calibrationSamples = calibrationSamples;
        this.work = work;
        this.jobs = jobs;
        rest.setOnFinished(e -> readNow());
    }

    Graph graph() {
        return graph;
    }

    /** Starts with what a file says of itself. */
    void start(DatasetDescriptor descriptor) {
        model.descriptorProperty().set(descriptor);
        model.readingProperty().set(true);
        readNow();
    }

    /** One choice made otherwise; nothing where it says the same. */
    void change(UnaryOperator<DatasetDescriptor> choice) {
        DatasetDescriptor next = choice.apply(model.descriptorProperty().get());
        if (!next.equals(model.descriptorProperty().get())) {
            model.descriptorProperty().set(next);
            model.readingProperty().set(true);
            rest.playFromStart();
        }
    }

    private void readNow() {
        DatasetDescriptor asked = model.descriptorProperty().get();
        work.run(stopped -> sheet(asked), this::show, e -> fail(Notice.of("The data cannot be read so", e)));
    }

    private PreviewSheet sheet(DatasetDescriptor asked) {
        FileDataset data = read == null ? DatasetReader.open(asked) : read.as(asked);
        read = data;
        return PreviewSheet.of(DatasetPreview.of(data, graph, own, calibrationSamples));
    }

    private void show(PreviewSheet sheet) {
        model.readingProperty().set(false);
        model.sheetProperty().set(sheet);
        model.noticeProperty()
                .set(sheet.preview()
                        .misfit()
                        .map(m -> Notice.of("The data do not fit the model so", new VernierException(m)))
                        .orElse(null));
    }

    private void fail(Notice why) {
        model.readingProperty().set(false);
        model.sheetProperty().set(null);
        model.noticeProperty().set(why);
    }

    /** Writes the choices as a descriptor. */
    void keep(Path file) {
        DatasetDescriptor chosen = model.descriptorProperty().get();
        jobs.startSaving(
                file,
                to -> DescriptorWriter.write(to, chosen),
                () -> model.noticeProperty().set(Notice.information("Kept as " + file.getFileName(), file.toString())),
                e -> model.noticeProperty().set(Notice.of("Not kept", e)));
    }

    /** The dialog closes; what is being read is not waited for. */
    void close() {
        rest.stop();
        work.forget();
    }
}
