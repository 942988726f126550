package dev.vernier.engine.evaluate;

import dev.vernier.engine.exec.BatchPartition;
import dev.vernier.engine.exec.CompiledGraph;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.quantize.QuantizedModel;
import java.util.Arrays;

/**
 * Which class the float and the quantized model predict for each sample.
 *
 * @param classes how many there are; 0 where the model's answer is no single class for a sample
 * @param floatClasses {@code [samples]}; empty like {@code quantizedClasses} without classes
 * @param quantizedClasses {@code [samples]}
 */
public record SamplePredictions(int classes, int[] floatClasses, int[] quantizedClasses) {
    /** Where the model's answers are no classes. */
    public static final SamplePredictions NONE = new SamplePredictions(0, new int[0], new int[0]);

    /** Whether quantizing changed the prediction for {@code sample}. */
    public boolean isChanged(int sample) {
        return classes > 0 && floatClasses[sample] != quantizedClasses[sample];
    }

    /** What both models answered on one batch. */
    private record Answers(int batch, OutputBatch floats, OutputBatch quantized) {}

    /** Answers from what the session keeps; what it does not have is computed. */
    static SamplePredictions of(SessionState session, QuantizedModel model, Cancellation cancellation) {
        BatchPartition batches = session.partition();
        CompiledGraph compiled = session.compile(model);
        String scored = ModelOutputs.scoredOutput(model.graph());
        int[] floats = new int[batches.samples()];
        int[] quantized = new int[batches.samples()];
        session.lanes()
                .run(
                        batches.batches(),
                        (b, lane) -> {
                            cancellation.check();
                            try (BatchInputs inputs = session.inputs(b, cancellation)) {
                                OutputBatch baseline = session.floatOutputs(b, inputs, lane, cancellation);
                                return new Answers(
                                        b,
                                        baseline,
                                        session.form().positions() == 1
                                                ? ModelAnswers.of(
                                                        session, compiled, scored, b, inputs, lane, cancellation)
                                                : baseline);
                            }
                        },
                        answers -> {
                            if (session.form().positions() == 1) {
                                int from = batches.from(answers.batch());
                                int count = batches.count(answers.batch());
                                System.arraycopy(answers.floats().predicted(), 0, floats, from, count);
                                System.arraycopy(answers.quantized().predicted(), 0, quantized, from, count);
                            }
                        });
        return session.form().positions() == 1
                ? new SamplePredictions(session.form().classNumbers(), floats, quantized)
                : NONE;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SamplePredictions
                && classes == ((SamplePredictions) other).classes
                && Arrays.equals(floatClasses, ((SamplePredictions) other).floatClasses)
                && Arrays.equals(quantizedClasses, ((SamplePredictions) other).quantizedClasses);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(floatClasses) + Arrays.hashCode(quantizedClasses);
    }
}
