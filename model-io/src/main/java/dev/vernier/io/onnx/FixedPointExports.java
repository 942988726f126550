package dev.vernier.io.onnx;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.FixedPointRescale;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.RoundAwayFrom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How TensorFlow Lite's integer kernels round, step by step in single precision: what a plan for that runtime means stays true of the file,
 * but no integer kernel of ONNX Runtime is the same. A plan for ONNX Runtime has none of it.
 */
final class FixedPointExports {
    private static final TensorData QUARTER = TensorData.scalar(0.25f);

    private FixedPointExports() {}

    static void addTo(Map<Class<? extends Op>, OnnxExport> table) {
        table.put(FixedPointRescale.class, FixedPointExports::rescale);
        table.put(RoundAwayFrom.class, FixedPointExports::roundAway);
    }

    private static void rescale(Node n, OnnxEmitter out) {
        String step = out.constant(n.output() + "__step", steps(n, out, ((FixedPointRescale) n.op()).steps()));
        String steps = rounded(n, out, step);
        String above = step(n, out, "Add", "above", steps, out.constant(n.output() + "__quarter", QUARTER));
        out.add("Mul", n.name(), List.of(above, step), n.outputs());
    }

    private static TensorData steps(Node n, OnnxEmitter out, QuantParams steps) {
        if (!steps.isPerChannel()) {
            return TensorData.scalar(steps.scale());
        }
        int rank = out.graph()
                .spec(n.input(0))
                .map(s -> s.shape().rank())
                .orElseThrow(() -> new VernierException(
                        "Cannot export layer \"" + n.name() + "\": the shape of what it rounds is not known"));
        long[] dims = new long[rank - steps.axis()];
        Arrays.fill(dims, 1);
        dims[0] = steps.channels();
        return TensorData.ofFloats(Shape.of(dims), steps.scales());
    }

    private static void roundAway(Node n, OnnxEmitter out) {
        RoundAwayFrom op = (RoundAwayFrom) n.op();
        String step = out.constant(n.output() + "__step", TensorData.scalar(op.step()));
        String origin = out.constant(n.output() + "__origin", TensorData.scalar(op.origin() / op.step()));
        String steps = rounded(n, out, step);
        String side = step(n, out, "Sign", "side", step(n, out, "Sub", "distance", steps, origin));
        String quarter = step(n, out, "Mul", "quarter", side, out.constant(n.output() + "__quarter", QUARTER));
        String moved = step(n, out, "Add", "moved", steps, quarter);
        out.add("Mul", n.name(), List.of(moved, step), n.outputs());
    }

    private static String rounded(Node n, OnnxEmitter out, String step) {
        return step(n, out, "Round", "steps", step(n, out, "Div", "ratio", n.input(0), step));
    }

    private static String step(Node n, OnnxEmitter out, String operator, String role, String... inputs) {
        String value = out.fresh(n.output() + "__" + role);
        out.add(operator, out.fresh(n.name() + "_" + role), List.of(inputs), List.of(value));
        return value;
    }
}
