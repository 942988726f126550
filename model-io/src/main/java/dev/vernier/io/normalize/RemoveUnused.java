package dev.vernier.io.normalize;

import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.io.ImportFinding;
import dev.vernier.io.ImportReport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What no answer depends on is taken out: operations left over from shape arithmetic, constants that nothing reads. */
final class RemoveUnused implements NormalizePass {
    @Override
    public Graph apply(Graph graph, ImportReport.Builder report) {
        Set<String> needed = new HashSet<>(graph.outputs());
        List<Node> kept = new ArrayList<>();
        List<Node> backwards = new ArrayList<>(graph.nodes());
        Collections.reverse(backwards);
        int removed = 0;
        for (Node n : backwards) {
            if (n.outputs().stream().anyMatch(needed::contains)) {
                needed.addAll(n.inputs());
                kept.add(n);
            } else {
                removed++;
            }
        }
        Collections.reverse(kept);
        if (removed > 0) {
            report.info(
                    ImportFinding.Code.UNUSED_REMOVED,
                    "",
                    removed + (removed == 1 ? " operation" : " operations")
                            + " that no answer depends on were removed.");
        }
        return graph.toBuilder().nodes(kept).dropUnusedConstants().build();
    }
}
