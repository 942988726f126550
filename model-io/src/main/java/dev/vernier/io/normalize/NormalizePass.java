package dev.vernier.io.normalize;

import dev.vernier.engine.graph.Graph;
import dev.vernier.io.ImportReport;

/** One rewriting of a network that does not change what it computes. */
@FunctionalInterface
interface NormalizePass {
    /** @return the rewritten network; what was done is added to {@code report} */
    Graph apply(Graph graph, ImportReport.Builder report);
}
