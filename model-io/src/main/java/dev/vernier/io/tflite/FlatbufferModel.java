package dev.vernier.io.tflite;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.lite.schema.Buffer;
import org.tensorflow.lite.schema.BuiltinOptionsUnion;
import org.tensorflow.lite.schema.Metadata;
import org.tensorflow.lite.schema.MetadataT;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.OperatorCode;
import org.tensorflow.lite.schema.OperatorCodeT;
import org.tensorflow.lite.schema.OperatorT;
import org.tensorflow.lite.schema.QuantizationParametersT;
import org.tensorflow.lite.schema.SignatureDef;
import org.tensorflow.lite.schema.SignatureDefT;
import org.tensorflow.lite.schema.SubGraph;
import org.tensorflow.lite.schema.SubGraphT;
import org.tensorflow.lite.schema.TensorMapT;
import org.tensorflow.lite.schema.TensorT;

/** A file in the making: one subgraph with its tensors and operators, and the buffers of its constants. */
final class FlatbufferModel {
    /** Version 3 of the schema: the one with buffers, which every runtime since 2017 reads. */
    private static final int SCHEMA_VERSION = 3;

    /** The runtime maps buffers into memory and reads them in place. */
    private static final int BUFFER_ALIGNMENT = 16;

    private static final int VERSION_BYTES = 16;
    private static final int GREATEST_OLD_OPERATOR = 127;
    private static final String SIGNATURE = "serving_default";

    private final List<TensorT> tensors = new ArrayList<>();
    private final List<TensorData> buffers = new ArrayList<>();
    private final Map<String, Integer> bufferOf = new HashMap<>();
    private final Map<List<Integer>, Integer> codeOf = new LinkedHashMap<>();
    private final List<OperatorT> operators = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    /** A tensor that an operator computes or that is given to the model. Its name is made unique. */
    WrittenTensor tensor(String name, DataType type, Shape shape, Optional<QuantParams> grid) {
        return add(name, type, shape, grid, 0);
    }

    /** A float tensor that the runtime fills with zeros and then leaves to the operators that write to it. */
    WrittenTensor variable(String name, Shape shape) {
        WrittenTensor t = add(name, DataType.FLOAT32, shape, Optional.empty(), 0);
        tensors.get(t.index()).setIsVariable(true);
        return t;
    }

    /** A tensor of stored numbers; equal numbers are stored once. */
    WrittenTensor constant(String name, TensorData data, Optional<QuantParams> grid) {
        int buffer = bufferOf.computeIfAbsent(data.contentHash(), h -> {
            buffers.add(data);
            return buffers.size();
        });
        return add(name, data.type(), data.shape(), grid, buffer);
    }

    private WrittenTensor add(String name, DataType type, Shape shape, Optional<QuantParams> grid, int buffer) {
        TensorT t = new TensorT();
        t.setName(fresh(name));
        t.setType(TfliteTensor.codeOf(type));
        t.setBuffer(buffer);
        t.setHasRank(true);
        int[] dims = new int[shape.rank()];
        int[] signature = new int[dims.length];
        for (int i = 0; i < dims.length; i++) {
            signature[i] = Math.toIntExact(shape.dim(i));
            dims[i] = shape.dim(i) == Shape.UNKNOWN ? 1 : signature[i];
        }
        t.setShape(dims);
        if (!shape.isStatic()) {
            t.setShapeSignature(signature);
        }
        grid.ifPresent(g -> t.setQuantization(parameters(g, buffer == 0)));
        tensors.add(t);
        return new WrittenTensor(tensors.size() - 1, type, shape, grid, buffer != 0);
    }

    private static QuantizationParametersT parameters(QuantParams grid, boolean activation) {
        QuantizationParametersT q = new QuantizationParametersT();
        if (activation) {
            // Nothing computes with them; viewers show them as the range of the values.
            q.setMin(new float[] {(grid.type().qMin() - grid.zeroPoint()) * grid.scale()});
            q.setMax(new float[] {(grid.type().qMax() - grid.zeroPoint()) * grid.scale()});
        }
        q.setScale(grid.scales());
        long[] zeroPoints = new long[grid.channels()];
        for (int c = 0; c < zeroPoints.length; c++) {
            zeroPoints[c] = grid.zeroPoint(c);
        }
        q.setZeroPoint(zeroPoints);
        q.setQuantizedDimension(Math.max(0, grid.axis()));
        return q;
    }

    String nameOf(WrittenTensor tensor) {
        return tensors.get(tensor.index()).getName();
    }

    private String fresh(String wanted) {
        String name = wanted;
        for (int i = 2; !names.add(name); i++) {
            name = wanted + "_" + i;
        }
        return name;
    }

    void operator(int builtin, OperatorOptions options, List<WrittenTensor> inputs, List<WrittenTensor> outputs) {
        int version = OperatorVersions.of(builtin, options, inputs, outputs);
        OperatorT o = new OperatorT();
        o.setOpcodeIndex(codeOf.computeIfAbsent(List.of(builtin, version), k -> codeOf.size()));
        o.setInputs(indices(inputs));
        o.setOutputs(indices(outputs));
        if (options.table() != null) {
            BuiltinOptionsUnion union = new BuiltinOptionsUnion();
            union.setType(options.kind());
            union.setValue(options.table());
            o.setBuiltinOptions(union);
        }
        operators.add(o);
    }

    private static int[] indices(List<WrittenTensor> tensors) {
        return tensors.stream().mapToInt(WrittenTensor::index).toArray();
    }

    /**
     * The whole file.
     *
     * @param inputs by the name of the graph's input
     * @param outputs by the name of the graph's output
     * @throws VernierException if it would be larger than its format allows
     */
    byte[] toBytes(String name, Map<String, WrittenTensor> inputs, Map<String, WrittenTensor> outputs) {
        long bytes = buffers.stream()
                .mapToLong(b -> storedBytes(b) + BUFFER_ALIGNMENT)
                .sum();
        if (bytes > Integer.MAX_VALUE - (1 << 24)) {
            throw new VernierException("Cannot export model " + name
                    + ": a .tflite file holds less than 2 GB; quantize its weights, or export to .onnx");
        }
        FlatBufferBuilder b = new FlatBufferBuilder((int) bytes + (1 << 16));
        List<TensorData> stored = new ArrayList<>(buffers);
        stored.add(oldestRuntime());
        int[] bufferOffsets = new int[stored.size() + 1];
        for (int i = stored.size() - 1; i >= 0; i--) {
            bufferOffsets[i + 1] = buffer(b, stored.get(i));
        }
        Buffer.startBuffer(b);
        bufferOffsets[0] = Buffer.endBuffer(b);
        int bufferVector = Model.createBuffersVector(b, bufferOffsets);
        int codes = Model.createOperatorCodesVector(
                b, codeOf.keySet().stream().mapToInt(k -> operatorCode(b, k)).toArray());
        int subgraphs = Model.createSubgraphsVector(b, new int[] {SubGraph.pack(b, subgraph(inputs, outputs))});
        int signatures =
                Model.createSignatureDefsVector(b, new int[] {SignatureDef.pack(b, signature(inputs, outputs))});
        MetadataT oldest = new MetadataT();
        oldest.setName("min_runtime_version");
        oldest.setBuffer(stored.size());
        int metadata = Model.createMetadataVector(b, new int[] {Metadata.pack(b, oldest)});
        int description = b.createString("Vernier");
        Model.startModel(b);
        Model.addVersion(b, SCHEMA_VERSION);
        Model.addOperatorCodes(b, codes);
        Model.addSubgraphs(b, subgraphs);
        Model.addDescription(b, description);
        Model.addBuffers(b, bufferVector);
        Model.addMetadata(b, metadata);
        Model.addSignatureDefs(b, signatures);
        Model.finishModelBuffer(b, Model.endModel(b));
        return b.sizedByteArray();
    }

    /** The text in 16 bytes, zeros behind it, as the runtime's own tools write it. */
    private TensorData oldestRuntime() {
        byte[] text = RuntimeVersions.oldest(codeOf.keySet()).getBytes(StandardCharsets.US_ASCII);
        return TensorData.ofBytes(DataType.UINT8, Shape.of(VERSION_BYTES), Arrays.copyOf(text, VERSION_BYTES));
    }

    private static long storedBytes(TensorData data) {
        return data.type().bytesFor(data.elementCount());
    }

    private static int buffer(FlatBufferBuilder b, TensorData data) {
        ByteBuffer bytes = data.type().bits() == 4 ? packed(data) : data.bytes();
        int length = bytes.remaining();
        if (length == 0) {
            // The runtime rejects a tensor whose buffer is there and empty.
            Buffer.startBuffer(b);
            return Buffer.endBuffer(b);
        }
        b.createUnintializedVector(1, length, BUFFER_ALIGNMENT).put(bytes);
        int vector = b.endVector();
        Buffer.startBuffer(b);
        Buffer.addData(b, vector);
        return Buffer.endBuffer(b);
    }

    /** Two codes of four bits to a byte, the first one low. */
    private static ByteBuffer packed(TensorData data) {
        int n = Math.toIntExact(data.elementCount());
        byte[] packed = new byte[(n + 1) / 2];
        for (int i = 0; i < n; i++) {
            packed[i / 2] |= (byte) ((data.longAt(i) & 0xF) << (i % 2 * 4));
        }
        return ByteBuffer.wrap(packed);
    }

    private static int operatorCode(FlatBufferBuilder b, List<Integer> builtinAndVersion) {
        OperatorCodeT code = new OperatorCodeT();
        int builtin = builtinAndVersion.get(0);
        code.setBuiltinCode(builtin);
        code.setDeprecatedBuiltinCode((byte) Math.min(builtin, GREATEST_OLD_OPERATOR));
        code.setVersion(builtinAndVersion.get(1));
        return OperatorCode.pack(b, code);
    }

    private SubGraphT subgraph(Map<String, WrittenTensor> inputs, Map<String, WrittenTensor> outputs) {
        SubGraphT s = new SubGraphT();
        s.setName("main");
        s.setTensors(tensors.toArray(TensorT[]::new));
        s.setOperators(operators.toArray(OperatorT[]::new));
        s.setInputs(indices(List.copyOf(inputs.values())));
        s.setOutputs(indices(List.copyOf(outputs.values())));
        return s;
    }

    private static SignatureDefT signature(Map<String, WrittenTensor> inputs, Map<String, WrittenTensor> outputs) {
        SignatureDefT s = new SignatureDefT();
        s.setSignatureKey(SIGNATURE);
        s.setInputs(named(inputs));
        s.setOutputs(named(outputs));
        return s;
    }

    private static TensorMapT[] named(Map<String, WrittenTensor> tensors) {
        return tensors.entrySet().stream()
                .map(e -> {
                    TensorMapT t = new TensorMapT();
                    t.setName(e.getKey());
                    t.setTensorIndex(e.getValue().index());
                    return t;
                })
                .toArray(TensorMapT[]::new);
    }
}
