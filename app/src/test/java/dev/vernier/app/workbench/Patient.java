package dev.vernier.app.workbench;

import dev.vernier.engine.analyze.PlanImprover;
import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.diagnose.Cure;
import dev.vernier.engine.diagnose.Diagnosis;
import dev.vernier.engine.evaluate.EvaluationOptions;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.EvaluationSession;
import dev.vernier.engine.evaluate.ModelAnswers;
import dev.vernier.engine.evaluate.SamplePredictions;
import dev.vernier.engine.evaluate.TensorError;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.search.Cost;
import dev.vernier.engine.search.PlanSearch;
import dev.vernier.engine.search.SearchGoal;
import dev.vernier.engine.search.SearchListener;
import dev.vernier.engine.search.SearchOptions;
import dev.vernier.engine.search.SearchResult;
import dev.vernier.engine.spec.Granularity;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.io.runtime.ExportedFileProof;
import dev.vernier.io.runtime.ProofReport;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A model with its data, calibrated, to be quantized, diagnosed and cured. */
final class Patient implements AutoCloseable {
    private final OpenedProject project;
    private final Graph graph;
    private final Dataset data;
    private final CalibrationResult calibration;
    private final ModelQuantizer quantizer;
    private final int samples;
    private final EvaluationSession session;

    private Patient(OpenedProject project, Graph graph, int samples) {
        this.project = project;
        this.graph = graph;
        this.data = project.data();
        this.calibration = project.calibration().run(graph, Progress.NONE, Cancellation.NEVER);
        this.quantizer = new ModelQuantizer(graph, calibration);
        this.samples = Math.min(samples, data.size());
        this.session = new EvaluationSession(graph, data, EvaluationOptions.ofSamples(this.samples));
    }

    /** A bundled sample on all its data, calibrated on 300 samples. */
    static Patient ofSample(String sample) {
        return open(
                new OpenRequest(Optional.of(sample), Optional.empty(), Optional.empty(), 300, Optional.empty()),
                Integer.MAX_VALUE);
    }

    /** @param calibration on which data; empty: the first of {@code data} */
    static Patient of(String model, Path data, Optional<Path> calibration, int samples) {
        return open(
                new OpenRequest(
                        Optional.of(model),
                        Optional.of(data),
                        calibration,
                        OpenRequest.CALIBRATION_SAMPLES,
                        Optional.empty()),
                samples);
    }

    private static Patient open(OpenRequest request, int samples) {
        OpenedProject project = ProjectOpener.open(request);
        return new Patient(project, project.graph(), samples);
    }

    /** Another form of the same model on the same data. */
    Patient with(Graph other) {
        return new Patient(project, other, samples);
    }

    String name() {
        return project.modelName();
    }

    Graph graph() {
        return graph;
    }

    CalibrationResult calibration() {
        return calibration;
    }

    /** The plan that the model's file has in it; empty for a float model. */
    Optional<QuantPlan> ownPlan() {
        return project.model().plan();
    }

    EvaluationResult evaluate(QuantPlan plan) {
        return session.evaluate(quantizer.quantize(plan), r -> {}, Cancellation.NEVER);
    }

    /** What both models predict for each sample. */
    SamplePredictions predictions(QuantPlan plan) {
        return session.predictions(quantizer.quantize(plan), Cancellation.NEVER);
    }

    /** What {@code plan}'s model answers to each sample. */
    ModelAnswers answers(QuantPlan plan) {
        return session.answers(quantizer.quantize(plan), Progress.NONE, Cancellation.NEVER);
    }

    /** What is evaluated on, of which the first {@link #samples} are used. */
    Dataset data() {
        return data;
    }

    int samples() {
        return samples;
    }

    Diagnosis diagnose(EvaluationResult result) {
        return Diagnosis.of(result, calibration, Optional.of(Diagnosis.atEvaluation(graph, data, Cancellation.NEVER)));
    }

    QuantPlan apply(Cure cure, QuantPlan plan) {
        return cure instanceof Cure.Edit
                ? ((Cure.Edit) cure).applyTo(plan)
                : new PlanImprover(quantizer, 0)
                        .improve(
                                plan,
                                EnumSet.of(((Cure.Learn) cure).how()),
                                PlanImprover.Listener.NONE,
                                Cancellation.NEVER);
    }

    /** The accumulated SQNR of {@code layer}'s result. */
    static double decibels(EvaluationResult result, String layer) {
        return result.layers().stream()
                .filter(l -> l.name().equals(layer))
                .flatMap(l -> l.accumulated().stream())
                .mapToDouble(TensorError::sqnrDb)
                .findFirst()
                .orElseThrow();
    }

    /** {@code exported} from {@code model} in its real runtime, on the same data. */
    ProofReport prove(QuantizedModel model, Path exported) {
        return new ExportedFileProof(model, exported, data, samples, 2).run(Progress.NONE, Cancellation.NEVER);
    }

    /** The smallest of int8 and int4 layers within {@code points} of accuracy, and all that was found on the way. */
    SearchResult search(double points) {
        return new PlanSearch(quantizer, data, SearchOptions.ofSamples(samples))
                .run(
                        QuantPlan.of(Preset.INT8),
                        SearchGoal.cheapest(Cost.SIZE, points),
                        List.of(),
                        SearchListener.NONE,
                        Cancellation.NEVER);
    }

    /** All weights on one scale a tensor. */
    QuantPlan perTensor(Preset preset) {
        Set<String> layers = quantizer.layers().stream().map(Layer::name).collect(Collectors.toSet());
        return QuantPlan.of(preset)
                .withLayers(layers, c -> c.withWeights(c.weights().withGranularity(Granularity.TENSOR)));
    }

    @Override
    public void close() {
        session.close();
    }
}
