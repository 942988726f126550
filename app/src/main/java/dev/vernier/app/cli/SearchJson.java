package dev.vernier.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vernier.app.format.SearchWords;
import dev.vernier.engine.quantize.FileSize;
import dev.vernier.engine.search.Candidate;
import dev.vernier.engine.search.LayerReason;
import dev.vernier.engine.search.SearchGoal;
import dev.vernier.engine.search.SearchResult;
import java.util.Locale;

/** What {@code search --json} prints. */
final class SearchJson {
    private SearchJson() {}

    static ObjectNode of(PreparedRun run, SearchResult result) {
        ObjectNode json = ResultJson.opening(run, run.samples());
        ObjectNode goal =
                json.putObject("goal").put("minimize", result.goal().cost().label());
        boolean withinDrop = result.goal().kind() == SearchGoal.Kind.CHEAPEST_WITHIN_DROP;
        goal.put(
                withinDrop ? "maxDrop" : "max" + capital(result.goal().cost().label()),
                result.goal().limit());
        ObjectNode baseline = json.putObject("baseline");
        result.front().stream().findFirst().ifPresent(any -> ResultJson.baseline(baseline, any.metrics()));
        baseline.put("sizeBytes", FileSize.ofFloat(run.project().graph(), run.target()));
        result.found()
                .ifPresentOrElse(
                        found -> {
                            ObjectNode node = json.putObject("found");
                            candidate(node, found);
                            reasons(node.putArray("layers"), result, found);
                        },
                        () -> json.putNull("found"));
        ArrayNode front = json.putArray("pareto");
        result.front().forEach(c -> candidate(front.addObject(), c));
        json.put("evaluated", result.evaluated());
        json.put("complete", result.isComplete());
        json.set("seconds", run.seconds());
        return json;
    }

    private static void candidate(ObjectNode json, Candidate c) {
        ResultJson.scores(json, c.metrics(), c.sizeBytes());
        json.put("bitOperations", c.bitOperations());
        json.put("drop", c.drop());
        json.put("origin", c.origin().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        json.set("plan", ResultJson.plan(c.plan()));
    }

    private static void reasons(ArrayNode json, SearchResult result, Candidate found) {
        result.trades().ifPresent(trades -> {
            for (LayerReason r : trades.explain(found)) {
                ObjectNode layer = json.addObject()
                        .put("name", r.layer())
                        .put("choice", r.choice().label())
                        .put("why", SearchWords.why(r, result.goal().cost()));
                r.trade()
                        .ifPresent(t -> layer.putObject("trade")
                                .put("choice", t.choice().label())
                                .put("saved", t.saved())
                                .put("points", t.points())
                                .put("rank", r.rank()));
            }
        });
    }

    private static String capital(String label) {
        return Character.toUpperCase(label.charAt(0)) + label.substring(1);
    }
}
