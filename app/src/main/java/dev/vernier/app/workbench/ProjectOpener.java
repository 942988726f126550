package dev.vernier.app.workbench;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.datacheck.DataCheck;
import dev.vernier.engine.datacheck.DataFinding;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.io.ImportFinding;
import dev.vernier.io.ImportedModel;
import dev.vernier.io.ModelReader;
import dev.vernier.io.dataset.DatasetCheck;
import dev.vernier.io.dataset.DatasetFitter;
import dev.vernier.io.dataset.DatasetReader;
import dev.vernier.io.dataset.FileDataset;
import dev.vernier.io.plan.PlanFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Opens what an {@link OpenRequest} names: reads the files and fits them to each other. Runs nothing. */
public final class ProjectOpener {
    private ProjectOpener() {}

    /**
     * @throws VernierException if a file cannot be read, the data does not fit the model, or no data is named for a model that is not a
     *     bundled sample
     */
    public static OpenedProject open(OpenRequest request) {
        Optional<BundledSample> sample = sampleOf(request);
        ImportedModel model = openModel(request);
        Graph graph = model.graph();
        Path dataFile = dataFile(request)
                .orElseThrow(() -> new VernierException("Model "
                        + request.model().orElse("") + " has no data to be evaluated on; name it with --data"));
        FileDataset data = DatasetReader.open(request.described().orElseGet(() -> DatasetReader.describe(dataFile)));
        Dataset fitted = DatasetFitter.fit(data, graph);
        Optional<Path> calibrationFile = request.calibration()
                .or(() -> request.data().isPresent()
                        ? Optional.empty()
                        : sample.map(s -> BundledSamples.file(s.calibration())));
        if (calibrationFile.isEmpty()) {
            DatasetCheck check = DatasetCheck.of(data, graph, model.plan(), request.calibrationSamples());
            CalibrationSource first = CalibrationSource.firstOf(fitted, request.calibrationSamples());
            return new OpenedProject(modelName(request), model, fitted, first, check.findings());
        }
        FileDataset calibration = DatasetReader.open(calibrationFile.get());
        DatasetCheck check = DatasetCheck.of(data, graph, model.plan(), data.size());
        DatasetCheck other = DatasetCheck.of(calibration, graph, model.plan(), calibration.size());
        List<DataFinding> findings = new ArrayList<>(check.findings());
        findings.addAll(DataCheck.ofCalibration(check.summary(), other.summary()));
        return new OpenedProject(
                modelName(request),
                model,
                fitted,
                CalibrationSource.of(DatasetFitter.fit(calibration, graph), request.calibrationSamples()),
                findings);
    }

    /** The model alone, to look at. */
    public static ImportedModel openModel(OpenRequest request) {
        return ModelReader.open(modelFile(request));
    }

    /** Where the model is, its own file or a bundled one. */
    public static Path modelFile(OpenRequest request) {
        return sampleOf(request)
                .map(s -> BundledSamples.file(s.model()))
                .orElseGet(() -> Path.of(request.model().orElseThrow()));
    }

    /** Where the data are, their own file or a bundled sample's; empty for a model without data. */
    public static Optional<Path> dataFile(OpenRequest request) {
        return request.data().or(() -> sampleOf(request).map(s -> BundledSamples.file(s.test())));
    }

    /** As shown to people. */
    public static String modelName(OpenRequest request) {
        return sampleOf(request)
                .map(BundledSample::id)
                .orElseGet(() ->
                        Path.of(request.model().orElseThrow()).getFileName().toString());
    }

    /** A data set in the shape that {@code model} takes. */
    public static Dataset openData(Path data, Graph model) {
        return DatasetFitter.fit(DatasetReader.open(data), model);
    }

    /** @throws VernierException if the plan cannot be read or speaks of layers that {@code model} does not have */
    public static QuantPlan openPlan(Path file, Graph model) {
        QuantPlan plan = PlanFile.read(file);
        Set<String> unknown = new TreeSet<>(plan.overrides().keySet());
        Layer.listOf(model).forEach(l -> unknown.remove(l.name()));
        if (!unknown.isEmpty()) {
            throw new VernierException("Plan " + file + " speaks of layers that model " + model.name()
                    + " does not have ("
                    + unknown.stream().limit(5).collect(Collectors.joining(", ")) + (unknown.size() > 5 ? ", …" : "")
                    + "); give the plan made for this model");
        }
        return plan;
    }

    /** @throws VernierException naming the operations of {@code model} that cannot run, if there are any */
    public static void requireRunnable(String modelName, ImportedModel model) {
        if (!model.report().runs()) {
            throw new VernierException("Model " + modelName + " cannot be run: "
                    + model.report().errors().stream()
                            .limit(3)
                            .map(ImportFinding::sentence)
                            .collect(Collectors.joining(" "))
                    + " (vernier inspect lists everything found)");
        }
    }

    /** The bundled sample that is meant: none is named, or its id is and no file is called so. */
    private static Optional<BundledSample> sampleOf(OpenRequest request) {
        if (request.model().isEmpty()) {
            return Optional.of(BundledSamples.first());
        }
        String name = request.model().get();
        return Files.exists(Path.of(name)) ? Optional.empty() : BundledSamples.named(name);
    }

    /** Whether the request names a model that comes with its own data. */
    public static boolean isBundledSample(OpenRequest request) {
        return sampleOf(request).isPresent();
    }
}
