package dev.vernier.app.search;

import dev.vernier.app.format.NumberText;
import dev.vernier.app.jobs.Job;
import dev.vernier.app.jobs.JobControl;
import dev.vernier.app.project.Project;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.search.PlanSearch;
import dev.vernier.engine.search.PrecisionChoice;
import dev.vernier.engine.search.SearchGoal;
import dev.vernier.engine.search.SearchListener;
import dev.vernier.engine.search.SearchOptions;
import dev.vernier.engine.search.SearchResult;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Searches on all samples.
 *
 * @param project with data
 * @param base says everything but precisions
 * @param choices empty: the usual ones
 * @param int8Bytes hears first what the model takes at int8 throughout; on the job's thread
 * @param grown hears every step of the front; on the job's thread
 */
record SearchJob(
        Project project,
        QuantPlan base,
        SearchGoal goal,
        List<PrecisionChoice> choices,
        Duration budget,
        LongConsumer int8Bytes,
        Consumer<SearchResult> grown)
        implements Job<SearchResult> {
    @Override
    public SearchResult run(JobControl control) {
        Dataset data = project.data().orElseThrow();
        ModelQuantizer quantizer =
                new ModelQuantizer(project.graph(), project.calibration().orElseThrow());
        int8Bytes.accept(quantizer
                .quantize(QuantPlan.of(Preset.INT8).withTarget(base.target()))
                .sizeBytes());
        long start = System.nanoTime();
        SearchListener listener = new SearchListener() {
            @Override
            public void progress(Phase phase, int done, int total) {
                control.progress().report(done, total);
                control.say(phase.title() + ", " + done + (phase == Phase.EXCHANGE ? " tried" : " of " + total) + " · "
                        + NumberText.roughDuration(System.nanoTime() - start) + " of "
                        + NumberText.roughDuration(budget.toNanos()));
            }

            @Override
            public void grown(SearchResult soFar) {
                grown.accept(soFar);
            }
        };
        return new PlanSearch(
                        quantizer, data, SearchOptions.ofSamples(data.size()).withBudget(budget))
                .run(base, goal, choices, listener, control.cancellation());
    }
}
