package dev.vernier.io.onnx;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How the backend tests of each folder of their archive end; run once, for the test of them and for the page about them. */
final class NodeTestOutcomes {
    /** The folders of the archive. */
    static final List<String> FOLDERS = List.of("node/", "simple/", "pytorch-operator/", "pytorch-converted/");

    private static final Map<String, List<Ended>> KNOWN = new HashMap<>();

    /** A test and how it ended. */
    record Ended(NodeTestArchive.NodeTest test, NodeTestRun.Outcome outcome) {}

    private NodeTestOutcomes() {}

    static synchronized List<Ended> of(Path archive, String folder) throws IOException {
        List<Ended> outcomes = KNOWN.get(folder);
        if (outcomes == null) {
            outcomes = new ArrayList<>();
            for (NodeTestArchive.NodeTest test : NodeTestArchive.read(archive, folder)) {
                outcomes.add(new Ended(test, NodeTestRun.run(test)));
            }
            KNOWN.put(folder, outcomes);
        }
        return outcomes;
    }
}
