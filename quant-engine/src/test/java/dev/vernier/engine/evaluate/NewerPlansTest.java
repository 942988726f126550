package dev.vernier.engine.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.SmallNetworks;
import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.calibrate.CalibrationRun;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a plan when newer ones come while its first batch is being read. */
@Timeout(60)
class NewerPlansTest {
    private static final int SAMPLES = 200;

    private final Graph graph = SmallNetworks.residual(1);
    private final HeldData data = new HeldData(SmallNetworks.data(graph, SAMPLES, 3));
    private final ModelQuantizer quantizer;
    private final QuantizedModel first;
    private final QuantizedModel second;
    private final QuantizedModel third;

    /** What was told: a result, or what went wrong. */
    private final BlockingQueue<Object> told = new LinkedBlockingQueue<>();

    NewerPlansTest() {
        CalibrationResult calibration =
                CalibrationRun.run(graph, data.all, 32, "seeded", Progress.NONE, Cancellation.NEVER);
        quantizer = new ModelQuantizer(graph, calibration);
        first = quantizer.quantize(QuantPlan.of(Preset.INT8));
        second = quantizer.quantize(QuantPlan.of(Preset.INT4));
        third = quantizer.quantize(QuantPlan.of(Preset.W4));
    }

    @Test
    void anOlderPlanIsToldOfNoMore() throws Exception {
        try (EvaluationSession session = session()) {
            threePlans(session);
            assertThat(next().model()).isSameAs(third);
        }
    }

    @Test
    void whereEstimatesAreToKeepComingItsFirstIsToldAndThenTheLatestHasItsTurn() throws Exception {
        try (EvaluationSession session = session()) {
            session.keepEstimatesComing(true);
            threePlans(session);
            EvaluationResult estimate = next();
            assertThat(estimate.model()).isSameAs(first);
            assertThat(estimate.isFinal()).isFalse();
            EvaluationResult after = next();
            assertThat(after.model()).isSameAs(third);
            while (!after.isFinal()) {
                after = next();
                assertThat(after.model()).isSameAs(third);
            }
            assertThat(told).isEmpty();
        }
    }

    @Test
    void whenTheyNeedNotComeAnyMoreTheOlderPlanStopsAtOnce() throws Exception {
        try (EvaluationSession session = session()) {
            session.keepEstimatesComing(true);
            session.submit(first, told::add, told::add);
            data.reading.await();
            session.submit(third, told::add, told::add);
            session.keepEstimatesComing(false);
            data.open.countDown();
            assertThat(next().model()).isSameAs(third);
        }
    }

    @Test
    void cancelledNothingIsTold() throws Exception {
        EvaluationSession session = session();
        session.keepEstimatesComing(true);
        session.submit(first, told::add, told::add);
        data.reading.await();
        session.cancel();
        data.open.countDown();
        session.close();
        assertThat(told).isEmpty();
    }

    /** The second and third come while the first reads. */
    private void threePlans(EvaluationSession session) throws InterruptedException {
        session.submit(first, told::add, told::add);
        data.reading.await();
        session.submit(second, told::add, told::add);
        session.submit(third, told::add, told::add);
        data.open.countDown();
    }

    private EvaluationSession session() {
        return new EvaluationSession(graph, data, EvaluationOptions.ofSamples(SAMPLES));
    }

    private EvaluationResult next() throws InterruptedException {
        Object next = told.poll(30, TimeUnit.SECONDS);
        assertThat(next).isInstanceOf(EvaluationResult.class);
        return (EvaluationResult) next;
    }

    /** Data that says when it is first read, and lets nobody read until it is opened. */
    private static final class HeldData implements Dataset {
        private final Dataset all;
        private final CountDownLatch reading = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);

        HeldData(Dataset all) {
            this.all = all;
        }

        @Override
        public List<TensorData> batch(int from, int count) {
            reading.countDown();
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return all.batch(from, count);
        }

        @Override
        public String name() {
            return all.name();
        }

        @Override
        public int size() {
            return all.size();
        }

        @Override
        public List<TensorSpec> inputs() {
            return all.inputs();
        }

        @Override
        public OptionalInt label(int index) {
            return all.label(index);
        }

        @Override
        public List<String> classNames() {
            return all.classNames();
        }

        @Override
        public String contentId() {
            return all.contentId();
        }
    }
}
