package dev.vernier.engine.evaluate;

import dev.vernier.engine.exec.BatchPartition;
import dev.vernier.engine.exec.CompiledGraph;
import dev.vernier.engine.exec.KernelCache;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a quantized model answers for each sample of a session: the very numbers that its evaluation measures. Immutable. */
public final class ModelAnswers {
    private final int outputIndex;
    private final OutputForm form;
    private final BatchPartition batches;
    private final List<OutputBatch> answers;

    private ModelAnswers(int outputIndex, OutputForm form, BatchPartition batches, List<OutputBatch> answers) {
        this.outputIndex = outputIndex;
        this.form = form;
        this.batches = batches;
        this.answers = answers;
    }

    /** Answers from what the session keeps; what it does not have is computed. */
    static ModelAnswers of(SessionState session, QuantizedModel model, Progress progress, Cancellation cancellation) {
        BatchPartition batches = session.partition();
        CompiledGraph compiled = session.compile(model);
        String scored = ModelOutputs.scoredOutput(model.graph());
        List<OutputBatch> answers = new ArrayList<>(batches.batches());
        session.lanes()
                .run(
                        batches.batches(),
                        (b, lane) -> {
                            cancellation.check();
                            try (BatchInputs inputs = session.inputs(b, cancellation)) {
                                if (session.form() == null) {
                                    session.floatOutputs(b, inputs, lane, cancellation);
                                }
                                return of(session, compiled, scored, b, inputs, lane, cancellation);
                            }
                        },
                        answer -> {
                            answers.add(answer);
                            progress.report(batches.from(answers.size() - 1) + answer.samples(), batches.samples());
                        });
        return new ModelAnswers(model.graph().outputs().indexOf(scored), session.form(), batches, answers);
    }

    /** A model's scored output on one batch; the float model has answered one, which tells its form. */
    static OutputBatch of(
            SessionState session,
            CompiledGraph compiled,
            String scored,
            int batch,
            BatchInputs inputs,
            KernelCache lane,
            Cancellation cancellation) {
        String fingerprint = compiled.fingerprint(scored);
        OutputBatch known = session.outputs().get(fingerprint, batch);
        if (known != null) {
            return known;
        }
        Map<String, Tensor> values =
                session.run(compiled, lane, batch, Set.of(), new HashSet<>()).run(Set.of(scored), inputs, cancellation);
        try {
            return session.outputs()
                    .put(
                            fingerprint,
                            batch,
                            values.get(scored),
                            session.partition().count(batch),
                            session.form());
        } finally {
            values.values().forEach(Tensor::close);
        }
    }

    /** Which of the model's outputs is meant. */
    public int outputIndex() {
        return outputIndex;
    }

    /** Elements of the output for samples {@code from} up to {@code from + count}, row-major, sample after sample. */
    public float[] scores(int from, int count) {
        int perSample = answers.get(0).scores().length / answers.get(0).samples();
        float[] scores = new float[count * perSample];
        for (int s = from; s < from + count; s++) {
            int batch = s / batches.size();
            int at = (s - batches.from(batch)) * perSample;
            System.arraycopy(answers.get(batch).scores(), at, scores, (s - from) * perSample, perSample);
        }
        return scores;
    }

    OutputForm form() {
        return form;
    }
}
