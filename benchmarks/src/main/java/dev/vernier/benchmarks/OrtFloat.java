package dev.vernier.benchmarks;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.TensorData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A float model in ONNX Runtime as it is used best: its own defaults, all of its optimizations, inputs already in native memory. */
final class OrtFloat implements AutoCloseable {
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final String input;
    private final List<OnnxTensor> batches = new ArrayList<>();

    OrtFloat(Path model, int threads) throws OrtException {
        environment = OrtEnvironment.getEnvironment();
        session = open(environment, model, threads);
        input = session.getInputNames().iterator().next();
    }

    static OrtSession open(OrtEnvironment environment, Path model, int threads) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            return environment.createSession(model.toString(), options);
        }
    }

    /** Takes over {@code data} to run, instead of what was given before. */
    void give(List<TensorData> data) throws OrtException {
        batches.forEach(OnnxTensor::close);
        batches.clear();
        for (TensorData batch : data) {
            ByteBuffer direct =
                    ByteBuffer.allocateDirect(batch.bytes().remaining()).order(ByteOrder.nativeOrder());
            direct.put(batch.bytes()).flip();
            OnnxJavaType type = batch.type() == DataType.INT64 ? OnnxJavaType.INT64 : OnnxJavaType.FLOAT;
            batches.add(OnnxTensor.createTensor(environment, direct, batch.shape().toArray(), type));
        }
    }

    /** Runs all batches; answers something that depends on each. */
    float run() throws OrtException {
        float sum = 0;
        for (OnnxTensor batch : batches) {
            try (OrtSession.Result result = session.run(Map.of(input, batch))) {
                sum += ((OnnxTensor) result.get(0)).getFloatBuffer().get(0);
            }
        }
        return sum;
    }

    @Override
    public void close() throws OrtException {
        batches.forEach(OnnxTensor::close);
        session.close();
    }
}
