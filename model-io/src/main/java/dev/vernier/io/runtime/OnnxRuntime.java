package dev.vernier.io.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.HalfPrecision;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.spec.TargetRuntime;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model in ONNX Runtime, on the CPU. */
public final class OnnxRuntime implements RuntimeModel {
    private static final Map<DataType, OnnxJavaType> TYPES = Map.of(
            DataType.FLOAT32, OnnxJavaType.FLOAT,
            DataType.FLOAT64, OnnxJavaType.DOUBLE,
            DataType.FLOAT16, OnnxJavaType.FLOAT16,
            DataType.INT64, OnnxJavaType.INT64,
            DataType.INT32, OnnxJavaType.INT32,
            DataType.INT16, OnnxJavaType.INT16,
            DataType.INT8, OnnxJavaType.INT8,
            DataType.UINT8, OnnxJavaType.UINT8,
            DataType.BOOL, OnnxJavaType.BOOL);

    private final String name;
    private final OrtSession session;
    private final List<String> inputNames;
    private final List<String> outputNames;

    /** How a session is made from what the caller has. */
    @FunctionalInterface
    private interface Source {
        OrtSession open(OrtEnvironment environment, OrtSession.SessionOptions options) throws OrtException;
    }

    private OnnxRuntime(String name, int threads, Source source) {
        this.name = name;
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            // A pool that spins takes the processor from the engine's own threads.
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            session = source.open(OnnxRuntimeLibrary.environment(), options);
        } catch (OrtException e) {
            throw new VernierException(
                    "ONNX Runtime " + OnnxRuntimeLibrary.version() + " cannot load " + name + ": " + firstLine(e), e);
        }
        this.inputNames = List.copyOf(session.getInputNames());
        this.outputNames = List.copyOf(session.getOutputNames());
    }

    /** @throws VernierException if the runtime does not take the model */
    public static OnnxRuntime load(Path model, int threads) {
        return new OnnxRuntime(
                model.toString(),
                threads,
                (environment, options) -> environment.createSession(model.toString(), options));
    }

    /** @throws VernierException if the runtime does not take the model */
    public static OnnxRuntime load(String name, byte[] model, int threads) {
        return new OnnxRuntime(name, threads, (environment, options) -> environment.createSession(model, options));
    }

    private static String firstLine(OrtException e) {
        return e.getMessage().lines().findFirst().orElse("no reason given");
    }

    @Override
    public TargetRuntime runtime() {
        return TargetRuntime.ONNXRUNTIME;
    }

    @Override
    public String runtimeVersion() {
        return OnnxRuntimeLibrary.version();
    }

    public List<String> inputNames() {
        return inputNames;
    }

    public List<String> outputNames() {
        return outputNames;
    }

    /**
     * What the model takes, in its order; dimensions that it leaves open are unknown.
     *
     * @throws VernierException if an input is no tensor of a type that can be exchanged
     */
    public List<TensorSpec> inputs() {
        List<TensorSpec> specs = new ArrayList<>();
        try {
            for (Map.Entry<String, NodeInfo> e : session.getInputInfo().entrySet()) {
                if (!(e.getValue().getInfo() instanceof TensorInfo)) {
                    throw new VernierException(
                            name + " takes \"" + e.getKey() + "\", which is no tensor; give a model of tensors");
                }
                TensorInfo info = (TensorInfo) e.getValue().getInfo();
                specs.add(new TensorSpec(e.getKey(), typeOf(info), Shape.of(info.getShape())));
            }
        } catch (OrtException e) {
            throw failed(e);
        }
        return List.copyOf(specs);
    }

    /** {@code data} in the element type the model takes for {@code input}: halves where it takes float16. */
    public TensorData asTaken(String input, TensorData data) {
        try {
            TensorInfo info = (TensorInfo) session.getInputInfo().get(input).getInfo();
            return info.type == OnnxJavaType.FLOAT16 && data.type() == DataType.FLOAT32 ? toHalves(data) : data;
        } catch (OrtException e) {
            throw failed(e);
        }
    }

    private static TensorData toHalves(TensorData data) {
        float[] values = data.toFloats();
        short[] halves = new short[values.length];
        for (int i = 0; i < values.length; i++) {
            halves[i] = HalfPrecision.toFloat16(values[i]);
        }
        return TensorData.ofShorts(DataType.FLOAT16, data.shape(), halves);
    }

    @Override
    public List<TensorData> run(List<TensorData> inputs) {
        if (inputs.size() != inputNames.size()) {
            throw new VernierException(name + " takes " + inputNames.size() + " inputs but was given " + inputs.size());
        }
        Map<String, TensorData> byName = new LinkedHashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            byName.put(inputNames.get(i), inputs.get(i));
        }
        return new ArrayList<>(run(byName).values());
    }

    /** @return the outputs by name, in the model's order */
    public Map<String, TensorData> run(Map<String, TensorData> inputs) {
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, TensorData> e : inputs.entrySet()) {
                tensors.put(e.getKey(), tensor(asTaken(e.getKey(), e.getValue())));
            }
            Map<String, TensorData> outputs = new LinkedHashMap<>();
            try (OrtSession.Result result = session.run(tensors)) {
                for (Map.Entry<String, OnnxValue> e : result) {
                    outputs.put(e.getKey(), data((OnnxTensor) e.getValue()));
                }
            }
            return Collections.unmodifiableMap(outputs);
        } catch (OrtException e) {
            throw failed(e);
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    private VernierException failed(OrtException e) {
        return new VernierException(
                "ONNX Runtime " + OnnxRuntimeLibrary.version() + " failed while running " + name + ": " + firstLine(e),
                e);
    }

    private static OnnxTensor tensor(TensorData data) throws OrtException {
        OnnxJavaType type = TYPES.get(data.type());
        if (type == null) {
            throw new VernierException(data.type() + " tensors cannot be exchanged with ONNX Runtime");
        }
        ByteBuffer direct = ByteBuffer.allocateDirect(data.bytes().remaining()).order(ByteOrder.nativeOrder());
        direct.put(data.bytes()).flip();
        return OnnxTensor.createTensor(
                OnnxRuntimeLibrary.environment(), direct, data.shape().toArray(), type);
    }

    private static TensorData data(OnnxTensor tensor) {
        TensorInfo info = tensor.getInfo();
        return TensorData.of(
                typeOf(info), Shape.of(info.getShape()), tensor.getByteBuffer().order(ByteOrder.LITTLE_ENDIAN));
    }

    private static DataType typeOf(TensorInfo info) {
        return TYPES.entrySet().stream()
                .filter(e -> e.getValue() == info.type)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new VernierException(info.type + " tensors cannot be exchanged with ONNX Runtime"));
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw failed(e);
        }
    }
}
