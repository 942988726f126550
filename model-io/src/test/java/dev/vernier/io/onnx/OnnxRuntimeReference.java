package dev.vernier.io.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.HalfPrecision;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** Runs a model in ONNX Runtime on the CPU, for comparison. */
public final class OnnxRuntimeReference implements AutoCloseable {
    /**
     * ONNX Runtime 1.29 matches the process's command line against a regular expression, recursively, when it is first loaded: with a class
     * path of some thousand characters an ordinary stack is too small, and the process dies.
     */
    private static final long STACK_BYTES = 64L << 20;

    private final OrtEnvironment environment = environment();
    private final OrtSession session;

    public OnnxRuntimeReference(Path model) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(2);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            session = environment.createSession(model.toString(), options);
        }
    }

    private static OrtEnvironment environment() {
        AtomicReference<OrtEnvironment> loaded = new AtomicReference<>();
        Thread loader =
                new Thread(null, () -> loaded.set(OrtEnvironment.getEnvironment()), "onnxruntime loader", STACK_BYTES);
        loader.start();
        try {
            loader.join();
            loaded.get().setTelemetry(false);
        } catch (InterruptedException | OrtException e) {
            throw new IllegalStateException(e);
        }
        return loaded.get();
    }

    /** {@code data} in the type the model itself takes for {@code input}: float16 where it is stored in it. */
    public TensorData asTaken(String input, TensorData data) {
        try {
            TensorInfo info = (TensorInfo) session.getInputInfo().get(input).getInfo();
            if (info.type != OnnxJavaType.FLOAT16) {
                return data;
            }
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
        float[] values = data.toFloats();
        short[] halves = new short[values.length];
        for (int i = 0; i < values.length; i++) {
            halves[i] = HalfPrecision.toFloat16(values[i]);
        }
        return TensorData.ofShorts(DataType.FLOAT16, data.shape(), halves);
    }

    /** @return the outputs by name */
    public Map<String, TensorData> run(Map<String, TensorData> inputs) throws OrtException {
        Map<String, OnnxTensor> tensors = new HashMap<>();
        try {
            for (Map.Entry<String, TensorData> e : inputs.entrySet()) {
                tensors.put(e.getKey(), tensor(e.getValue()));
            }
            Map<String, TensorData> outputs = new LinkedHashMap<>();
            try (OrtSession.Result result = session.run(tensors)) {
                for (Map.Entry<String, OnnxValue> e : result) {
                    outputs.put(e.getKey(), data((OnnxTensor) e.getValue()));
                }
            }
            return outputs;
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    private OnnxTensor tensor(TensorData data) throws OrtException {
        ByteBuffer direct = ByteBuffer.allocateDirect(data.bytes().remaining()).order(ByteOrder.nativeOrder());
        direct.put(data.bytes()).flip();
        return OnnxTensor.createTensor(environment, direct, data.shape().toArray(), javaType(data.type()));
    }

    private static TensorData data(OnnxTensor tensor) {
        return TensorData.of(
                type(tensor.getInfo().type),
                Shape.of(tensor.getInfo().getShape()),
                tensor.getByteBuffer().order(ByteOrder.LITTLE_ENDIAN));
    }

    private static OnnxJavaType javaType(DataType type) {
        switch (type) {
            case FLOAT32:
                return OnnxJavaType.FLOAT;
            case FLOAT64:
                return OnnxJavaType.DOUBLE;
            case FLOAT16:
                return OnnxJavaType.FLOAT16;
            case INT64:
                return OnnxJavaType.INT64;
            case INT32:
                return OnnxJavaType.INT32;
            case INT8:
                return OnnxJavaType.INT8;
            case UINT8:
                return OnnxJavaType.UINT8;
            case BOOL:
                return OnnxJavaType.BOOL;
            default:
                throw new IllegalArgumentException(type + " inputs are not compared here");
        }
    }

    private static DataType type(OnnxJavaType type) {
        switch (type) {
            case FLOAT:
                return DataType.FLOAT32;
            case DOUBLE:
                return DataType.FLOAT64;
            case FLOAT16:
                return DataType.FLOAT16;
            case INT64:
                return DataType.INT64;
            case INT32:
                return DataType.INT32;
            case INT8:
                return DataType.INT8;
            case UINT8:
                return DataType.UINT8;
            case BOOL:
                return DataType.BOOL;
            default:
                throw new IllegalArgumentException(type + " outputs are not compared here");
        }
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
