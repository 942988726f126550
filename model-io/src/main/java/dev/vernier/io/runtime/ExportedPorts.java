package dev.vernier.io.runtime;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.quantize.QuantizedModel;
import java.util.List;

/** What an exported file takes and answers, against the model it should come from. */
public final class ExportedPorts {
    private ExportedPorts() {}

    /** @throws VernierException if {@code exported} has other inputs or outputs than an export of {@code model} */
    public static void requireOf(QuantizedModel model, OnnxRuntime exported, String file) {
        List<TensorSpec> wanted = model.graph().inputs();
        List<TensorSpec> found = exported.inputs();
        boolean same = wanted.size() == found.size()
                && model.graph().outputs().size() == exported.outputNames().size();
        for (int i = 0; same && i < wanted.size(); i++) {
            same = fits(wanted.get(i), found.get(i));
        }
        if (!same) {
            throw new VernierException("File " + file + " takes " + described(found) + " and has "
                    + exported.outputNames().size() + " outputs, but model "
                    + model.graph().name() + " takes " + described(wanted) + " and has "
                    + model.graph().outputs().size()
                    + "; it was not exported from this model, give the file that was");
        }
    }

    private static boolean fits(TensorSpec wanted, TensorSpec found) {
        boolean type = wanted.type() == found.type()
                || (wanted.type() == DataType.FLOAT32 && found.type() == DataType.FLOAT16);
        Shape a = wanted.shape();
        Shape b = found.shape();
        boolean shape = a.rank() == b.rank();
        for (int d = 0; shape && d < a.rank(); d++) {
            shape = a.dim(d) == b.dim(d) || a.dim(d) == Shape.UNKNOWN || b.dim(d) == Shape.UNKNOWN;
        }
        return wanted.name().equals(found.name()) && type && shape;
    }

    private static String described(List<TensorSpec> inputs) {
        return inputs.stream()
                .map(i -> "\"" + i.name() + "\" (" + i.type() + " " + i.shape() + ")")
                .toList()
                .toString();
    }

    /** How many samples {@code model} takes at once: its inputs' first dimension, where that is fixed. */
    public static int largestBatch(OnnxRuntime model) {
        return model.inputs().stream()
                .filter(i -> i.shape().rank() > 0 && i.shape().dim(0) > 0)
                .mapToInt(i -> Math.toIntExact(i.shape().dim(0)))
                .min()
                .orElse(Integer.MAX_VALUE);
    }
}
