package dev.vernier.engine.evaluate;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import java.util.Optional;

/** What the samples should have been answered with, as far as the data set says it in the form of the output. */
final class Truth {
    /** What the truth consists of. */
    enum Kind {
        /** A class for each position. */
        CLASSES,
        /** A number for each element of the output. */
        NUMBERS,
        /** Nothing is known, or nothing that fits the output. */
        NONE
    }

    private enum Source {
        LABELS,
        TARGETS
    }

    private final Dataset data;
    private final OutputForm form;
    private final Kind kind;
    private final Source source;

    private Truth(Dataset data, OutputForm form, Kind kind, Source source) {
        this.data = data;
        this.form = form;
        this.kind = kind;
        this.source = source;
    }

    /**
     * @param outputsPerSample numbers that the model answers for a sample
     * @throws VernierException if the data set has targets that fit the output in no way
     */
    static Truth of(Dataset data, OutputForm form, int outputsPerSample) {
        Optional<TensorSpec> target = data.target();
        if (target.isPresent()) {
            long perSample = target.get().shape().elementCount();
            boolean numbers = target.get().type().isFloating() || !form.hasClasses();
            if (numbers && perSample == outputsPerSample) {
                return new Truth(data, form, Kind.NUMBERS, Source.TARGETS);
            }
            if (!numbers && perSample == form.positions()) {
                return new Truth(data, form, Kind.CLASSES, Source.TARGETS);
            }
            if (!data.hasLabels()) {
                throw new VernierException("Data set " + data.name() + " has targets of shape "
                        + target.get().shape() + " (" + perSample + " for each sample) but the model answers "
                        + outputsPerSample + " numbers"
                        + (form.hasClasses() ? " at " + form.positions() + " position(s)" : "")
                        + "; give one target for each, or one class number, for example y.argmax(axis=1)");
            }
        }
        if (!data.hasLabels()) {
            return new Truth(data, form, Kind.NONE, Source.LABELS);
        }
        if (form.positions() == 1) {
            return new Truth(data, form, Kind.CLASSES, Source.LABELS);
        }
        boolean oneNumber = !form.hasClasses() && outputsPerSample == 1;
        return new Truth(data, form, oneNumber ? Kind.NUMBERS : Kind.NONE, Source.LABELS);
    }

    Kind kind() {
        return kind;
    }

    /** The batch with the truth beside both models' answers. */
    ScoredBatch batch(int from, OutputBatch baseline, OutputBatch quantized) {
        int count = baseline.samples();
        return new ScoredBatch(
                form,
                baseline,
                quantized,
                kind == Kind.CLASSES ? classes(from, count) : new int[0],
                kind == Kind.NUMBERS ? numbers(from, count) : new float[0]);
    }

    private int[] classes(int from, int count) {
        if (source == Source.LABELS) {
            int[] labels = new int[count];
            for (int i = 0; i < count; i++) {
                labels[i] = data.label(from + i).getAsInt();
            }
            return labels;
        }
        TensorData targets = data.targets(from, count);
        int[] classes = new int[Math.toIntExact(targets.elementCount())];
        for (int i = 0; i < classes.length; i++) {
            long label = targets.longAt(i);
            classes[i] = label < 0 ? -1 : (int) Math.min(Integer.MAX_VALUE, label);
        }
        return classes;
    }

    private float[] numbers(int from, int count) {
        if (source == Source.TARGETS) {
            return data.targets(from, count).toFloats();
        }
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = data.label(from + i).getAsInt();
        }
        return numbers;
    }
}
