package dev.vernier.io.runtime;

import static org.bytedeco.tensorflowlite.global.tensorflowlite.*;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.TfLiteInterpreter;
import org.bytedeco.tensorflowlite.TfLiteInterpreterOptions;
import org.bytedeco.tensorflowlite.TfLiteModel;
import org.bytedeco.tensorflowlite.TfLiteQuantizationParams;
import org.bytedeco.tensorflowlite.TfLiteTensor;

/**
 * A {@code .tflite} model in TensorFlow Lite itself, through its C interface: the first subgraph, with the delegates the runtime applies
 * by default. Holds native memory until {@link #close()}; one thread at a time.
 */
public final class TfliteRuntime implements AutoCloseable {
    /**
     * An input or output as the runtime has it.
     *
     * @param shape as allocated, every dimension known
     * @param scale 0 where the tensor is not quantized
     * @param zeroPoint in the tensor's own type
     */
    public record Port(String name, DataType type, Shape shape, float scale, int zeroPoint) {}

    private static final Map<Integer, DataType> TYPES = Map.ofEntries(
            Map.entry(kTfLiteFloat32, DataType.FLOAT32),
            Map.entry(kTfLiteFloat16, DataType.FLOAT16),
            Map.entry(kTfLiteBFloat16, DataType.BFLOAT16),
            Map.entry(kTfLiteFloat64, DataType.FLOAT64),
            Map.entry(kTfLiteInt8, DataType.INT8),
            Map.entry(kTfLiteUInt8, DataType.UINT8),
            Map.entry(kTfLiteInt16, DataType.INT16),
            Map.entry(kTfLiteUInt16, DataType.UINT16),
            Map.entry(kTfLiteInt32, DataType.INT32),
            Map.entry(kTfLiteUInt32, DataType.UINT32),
            Map.entry(kTfLiteInt64, DataType.INT64),
            Map.entry(kTfLiteUInt64, DataType.UINT64),
            Map.entry(kTfLiteBool, DataType.BOOL));

    private final BytePointer modelBytes;
    private TfLiteModel model;
    private TfLiteInterpreterOptions options;
    private TfLiteInterpreter interpreter;

    private TfliteRuntime(BytePointer modelBytes) {
        this.modelBytes = modelBytes;
    }

    /** The runtime's own version, {@code 2.21.0}. */
    public static String version() {
        return TfLiteVersion().getString();
    }

    /**
     * Loads a model and allocates its tensors.
     *
     * @param modelName what to call it in messages
     * @param model the bytes of a {@code .tflite} file
     * @param threads threads the runtime may use
     * @throws VernierException if the runtime rejects the model, or has no native library for this platform
     */
    public static TfliteRuntime load(String modelName, byte[] model, int threads) {
        TfliteRuntime runtime;
        try {
            runtime = new TfliteRuntime(new BytePointer(model));
        } catch (LinkageError e) {
            throw new VernierException(
                    "TensorFlow Lite has no native library for this platform; prove the model on another one", e);
        }
        boolean loaded = false;
        try {
            runtime.start(modelName, threads);
            loaded = true;
            return runtime;
        } catch (LinkageError e) {
            throw new VernierException(
                    "TensorFlow Lite has no native library for this platform; prove the model on another one", e);
        } finally {
            if (!loaded) {
                runtime.close();
            }
        }
    }

    private void start(String modelName, int threads) {
        model = TfLiteModelCreate(modelBytes, modelBytes.limit());
        if (isNull(model)) {
            throw new VernierException(modelName + " is not a model TensorFlow Lite " + version()
                    + " accepts; check that the file is complete");
        }
        options = TfLiteInterpreterOptionsCreate();
        TfLiteInterpreterOptionsSetNumThreads(options, threads);
        interpreter = TfLiteInterpreterCreate(model, options);
        if (isNull(interpreter)) {
            throw new VernierException("TensorFlow Lite " + version() + " cannot run " + modelName
                    + "; it holds an operation the runtime does not have");
        }
        allocate(modelName);
    }

    private void allocate(String what) {
        if (TfLiteInterpreterAllocateTensors(interpreter) != kTfLiteOk) {
            throw new VernierException("TensorFlow Lite " + version() + " cannot prepare " + what
                    + "; the shapes or types of its tensors do not fit its operations");
        }
    }

    /** The inputs in the model's order. */
    public List<Port> inputs() {
        return ports(TfLiteInterpreterGetInputTensorCount(interpreter), this::input);
    }

    /** The outputs in the model's order; a shape that depends on the data is right only after {@link #run}. */
    public List<Port> outputs() {
        return ports(TfLiteInterpreterGetOutputTensorCount(interpreter), this::output);
    }

    private TfLiteTensor input(int index) {
        return TfLiteInterpreterGetInputTensor(interpreter, index);
    }

    private TfLiteTensor output(int index) {
        return TfLiteInterpreterGetOutputTensor(interpreter, index);
    }

    private static List<Port> ports(int count, IntFunction<TfLiteTensor> tensor) {
        List<Port> ports = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            TfLiteTensor t = tensor.apply(i);
            TfLiteQuantizationParams q = TfLiteTensorQuantizationParams(t);
            ports.add(new Port(TfLiteTensorName(t).getString(), typeOf(t), shapeOf(t), q.scale(), q.zero_point()));
        }
        return List.copyOf(ports);
    }

    /**
     * Runs the model once. Inputs whose shape differs from what is allocated are resized first.
     *
     * @param inputs in the model's order, each of the input's own element type
     * @return copies of the outputs, in the model's order
     * @throws VernierException if an input does not fit or the runtime fails
     */
    public List<TensorData> run(List<TensorData> inputs) {
        int count = TfLiteInterpreterGetInputTensorCount(interpreter);
        if (inputs.size() != count) {
            throw new VernierException("The model has " + count + " inputs but was given " + inputs.size()
                    + "; give one tensor for each input");
        }
        resize(inputs);
        for (int i = 0; i < count; i++) {
            write(input(i), inputs.get(i));
        }
        if (TfLiteInterpreterInvoke(interpreter) != kTfLiteOk) {
            throw new VernierException("TensorFlow Lite " + version() + " failed while running the model on inputs "
                    + inputs + "; check that they are what the model expects");
        }
        List<TensorData> outputs = new ArrayList<>();
        for (int i = 0; i < TfLiteInterpreterGetOutputTensorCount(interpreter); i++) {
            outputs.add(read(output(i)));
        }
        return outputs;
    }

    private void resize(List<TensorData> inputs) {
        boolean resized = false;
        for (int i = 0; i < inputs.size(); i++) {
            Shape wanted = inputs.get(i).shape();
            if (!wanted.equals(shapeOf(input(i)))) {
                int[] dims = new int[wanted.rank()];
                for (int d = 0; d < dims.length; d++) {
                    dims[d] = Math.toIntExact(wanted.dim(d));
                }
                if (TfLiteInterpreterResizeInputTensor(interpreter, i, dims, dims.length) != kTfLiteOk) {
                    throw new VernierException("TensorFlow Lite cannot give input " + i + " the shape " + wanted);
                }
                resized = true;
            }
        }
        if (resized) {
            allocate("the model for inputs " + inputs);
        }
    }

    private static void write(TfLiteTensor tensor, TensorData data) {
        if (typeOf(tensor) != data.type()) {
            throw new VernierException("Input \"" + TfLiteTensorName(tensor).getString() + "\" takes " + typeOf(tensor)
                    + " but was given " + data.type() + "; convert it first");
        }
        long bytes = TfLiteTensorByteSize(tensor);
        ByteBuffer source = data.bytes();
        if (source.remaining() != bytes) {
            throw new VernierException("Input \"" + TfLiteTensorName(tensor).getString() + "\" takes " + bytes
                    + " bytes but was given " + source.remaining() + "; check its shape");
        }
        if (bytes > 0) {
            TfLiteTensorData(tensor).capacity(bytes).asByteBuffer().put(source);
        }
    }

    private static TensorData read(TfLiteTensor tensor) {
        int bytes = Math.toIntExact(TfLiteTensorByteSize(tensor));
        ByteBuffer copy = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes > 0) {
            copy.put(TfLiteTensorData(tensor).capacity(bytes).asByteBuffer()).flip();
        }
        return TensorData.of(typeOf(tensor), shapeOf(tensor), copy);
    }

    private static DataType typeOf(TfLiteTensor tensor) {
        int code = TfLiteTensorType(tensor);
        DataType type = TYPES.get(code);
        if (type == null) {
            throw new VernierException("Tensor \"" + TfLiteTensorName(tensor).getString()
                    + "\" has element type number " + code + ", which cannot be exchanged with the runtime");
        }
        return type;
    }

    private static Shape shapeOf(TfLiteTensor tensor) {
        long[] dims = new long[TfLiteTensorNumDims(tensor)];
        for (int d = 0; d < dims.length; d++) {
            dims[d] = TfLiteTensorDim(tensor, d);
        }
        return Shape.of(dims);
    }

    private static boolean isNull(Pointer pointer) {
        return pointer == null || pointer.isNull();
    }

    /** Frees all native memory; the runtime cannot be used afterwards. A second call does nothing. */
    @Override
    public void close() {
        if (!isNull(interpreter)) {
            TfLiteInterpreterDelete(interpreter);
            interpreter = null;
        }
        if (!isNull(options)) {
            TfLiteInterpreterOptionsDelete(options);
            options = null;
        }
        if (!isNull(model)) {
            TfLiteModelDelete(model);
            model = null;
        }
        modelBytes.close();
    }
}
