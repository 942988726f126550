package dev.vernier.benchmarks;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.vernier.engine.evaluate.EvaluationSession;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.io.ModelReader;
import dev.vernier.io.onnx.OnnxWriter;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What a person waits for, and what ONNX Runtime takes for all samples. Each invocation is one whole wait. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class NetworkBenchmark {
    /** One network, opened. */
    @State(Scope.Benchmark)
    public static class Opened {
        @Param("resnet20")
        String network;

        Subject subject;

        @Setup
        public void open() throws OrtException {
            subject = Subject.of(network);
        }
    }

    /** A plan with one layer edited; the base plan is what was evaluated last. */
    @State(Scope.Benchmark)
    public static class Edited {
        QuantPlan plan;

        @Setup(Level.Invocation)
        public void edit(Opened opened) {
            opened.subject.settle();
            plan = opened.subject.nextEdit();
        }
    }

    /** The base plan was left for an edited one. */
    @State(Scope.Benchmark)
    public static class Left {
        @Setup(Level.Invocation)
        public void leave(Opened opened) {
            opened.subject.settle();
            opened.subject.evaluate(opened.subject.nextEdit());
        }
    }

    /** A session that has never seen a quantized plan. */
    @State(Scope.Benchmark)
    public static class FreshSession {
        EvaluationSession session;

        @Setup(Level.Invocation)
        public void open(Opened opened) {
            session = opened.subject.newSessionWithFloatAnswers();
        }

        @TearDown(Level.Invocation)
        public void close() {
            session.close();
        }
    }

    @Benchmark
    public float ortForward(Opened o) throws OrtException {
        return o.subject.ort.run();
    }

    @Benchmark
    public Object forward(Opened o) {
        return o.subject.floatForward();
    }

    @Benchmark
    public Object quantizedFresh(Opened o, FreshSession fresh) {
        return fresh.session.evaluate(
                o.subject.quantizer.quantize(o.subject.base), r -> {}, Cancellation.NEVER);
    }

    @Benchmark
    public Object quantizedAndFloatFresh(Opened o) {
        try (EvaluationSession session = o.subject.newSession()) {
            return session.evaluate(o.subject.quantizer.quantize(o.subject.base), r -> {}, Cancellation.NEVER);
        }
    }

    @Benchmark
    public void firstEstimate(Opened o, Edited edit) throws InterruptedException {
        o.subject.untilFirstEstimate(edit.plan);
    }

    @Benchmark
    public Object editToFinal(Opened o, Edited edit) {
        return o.subject.evaluate(edit.plan);
    }

    @Benchmark
    public Object toggleBack(Opened o, Left left) {
        return o.subject.evaluate(o.subject.base);
    }

    @Benchmark
    public Object calibration(Opened o) {
        return o.subject.calibrate();
    }

    @Benchmark
    public float calibrationForward(Opened o) {
        return o.subject.floatForwardOfCalibration();
    }

    @Benchmark
    public Object load(Opened o) {
        return ModelReader.open(o.subject.network.file());
    }

    @Benchmark
    public boolean ortLoad(Opened o) throws OrtException {
        try (OrtSession session = OrtFloat.open(OrtEnvironment.getEnvironment(), o.subject.network.file(), 2)) {
            return session.getNumInputs() > 0;
        }
    }

    @Benchmark
    public Object export(Opened o) {
        return OnnxWriter.toBytes(o.subject.quantizer.quantize(o.subject.base));
    }
}
