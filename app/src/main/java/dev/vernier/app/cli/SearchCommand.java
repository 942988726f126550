package dev.vernier.app.cli;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.search.PlanSearch;
import dev.vernier.engine.search.SearchListener;
import dev.vernier.engine.search.SearchOptions;
import dev.vernier.engine.search.SearchResult;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.io.AtomicFile;
import dev.vernier.io.plan.PlanFile;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vernier search}: the precision of each layer, found. */
@Command(
        name = "search",
        description =
                "Find the precision of each layer: the smallest model within a drop of accuracy, or the best within a"
                        + " size.",
        sortOptions = false)
final class SearchCommand implements Runnable {
    @Mixin
    private GoalOptions goal;

    @Option(names = "--to", paramLabel = "FILE", description = "Write the plan that is found to this file.")
    private Path to;

    @Mixin
    private PlanAndData inputs;

    @Override
    public void run() {
        inputs.check();
        goal.check(inputs.common());
        if (to != null) {
            AtomicFile.requireWritable(to);
        }
        inputs.run(this::search);
    }

    private void search(PlannedRun planned) {
        PreparedRun run = planned.prepared();
        ModelQuantizer quantizer = new ModelQuantizer(run.project().graph(), run.calibration());
        QuantPlan base = improved(planned, quantizer);
        SearchResult result = run.evaluating(() -> search(run, quantizer, base, planned.progress()));
        planned.progress().clear();
        CommandLine command = inputs.common().commandLine();
        if (inputs.common().json()) {
            ResultJson.print(SearchJson.of(run, result), command.getOut());
        } else {
            new SearchText(command.getOut(), new TerminalStyle(inputs.common().terminal())).print(run, result);
        }
        write(result);
    }

    /** With the cures asked for, learned for the narrowest choice: they are in effect wherever a layer gets it. */
    private QuantPlan improved(PlannedRun planned, ModelQuantizer quantizer) {
        if (inputs.quantization().improvements().isEmpty()) {
            return planned.asked();
        }
        QuantPlan narrowest = PlanSearch.narrowest(quantizer, planned.asked(), goal.choices());
        return planned.asked().withCures(planned.improved(narrowest).cures());
    }

    private SearchResult search(PreparedRun run, ModelQuantizer quantizer, QuantPlan base, ProgressLine progress) {
        SearchOptions options = SearchOptions.ofSamples(run.samples())
                .withMetrics(run.metrics())
                .withBudget(goal.budget())
                .withSeed(inputs.common().seed());
        return new PlanSearch(quantizer, run.project().data(), options)
                .run(base, goal.goal(), goal.choices(), new Shown(progress), Cancellation.NEVER);
    }

    /** @throws VernierException if there is no plan to write, or the file cannot be written */
    private void write(SearchResult result) {
        if (to != null) {
            PlanFile.write(
                    to,
                    result.found()
                            .orElseThrow(() -> new VernierException("No plan within the limit was found in "
                                    + result.evaluated() + " evaluations, so " + to
                                    + " was not written; allow more, or name other --choices"))
                            .plan());
        }
    }

    /** How far the search is, as one line. */
    private static final class Shown implements SearchListener {
        private final ProgressLine line;

        Shown(ProgressLine line) {
            this.line = line;
        }

        @Override
        public void progress(Phase phase, int done, int total) {
            line.count("searching, " + phase.title() + ": evaluation", done, total);
        }

        @Override
        public void grown(SearchResult soFar) {
            // the whole front is printed at the end
        }
    }
}
