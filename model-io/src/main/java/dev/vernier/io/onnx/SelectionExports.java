package dev.vernier.io.onnx;

import static dev.vernier.io.onnx.OnnxEmitter.integer;

import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.op.ArgExtremum;
import dev.vernier.engine.graph.op.CumulativeSum;
import dev.vernier.engine.graph.op.OneHot;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Range;
import dev.vernier.engine.graph.op.TopK;
import java.util.Map;

/** Operations that find, count and number elements. */
final class SelectionExports {
    private SelectionExports() {}

    static void addTo(Map<Class<? extends Op>, OnnxExport> table) {
        table.put(Range.class, (n, out) -> out.addSame("Range", n));
        table.put(OneHot.class, (n, out) -> out.addSame("OneHot", n, integer("axis", ((OneHot) n.op()).axis())));
        table.put(ArgExtremum.class, SelectionExports::argExtremum);
        table.put(CumulativeSum.class, SelectionExports::cumulativeSum);
        table.put(TopK.class, SelectionExports::topK);
    }

    private static void argExtremum(Node n, OnnxEmitter out) {
        ArgExtremum op = (ArgExtremum) n.op();
        out.addSame(
                op.type(),
                n,
                integer("axis", op.axis()),
                integer("keepdims", op.keepDims() ? 1 : 0),
                integer("select_last_index", op.lastOfEquals() ? 1 : 0));
    }

    private static void cumulativeSum(Node n, OnnxEmitter out) {
        CumulativeSum op = (CumulativeSum) n.op();
        out.addSame(
                "CumSum", n, integer("exclusive", op.exclusive() ? 1 : 0), integer("reverse", op.reverse() ? 1 : 0));
    }

    private static void topK(Node n, OnnxEmitter out) {
        TopK op = (TopK) n.op();
        out.addSame(
                "TopK",
                n,
                integer("axis", op.axis()),
                integer("largest", op.largest() ? 1 : 0),
                integer("sorted", op.sorted() ? 1 : 0));
    }
}
