package dev.vernier.io.tflite;

import dev.vernier.engine.VernierException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.Operator;
import org.tensorflow.lite.schema.OperatorCode;
import org.tensorflow.lite.schema.QuantizationDetails;
import org.tensorflow.lite.schema.QuantizationParameters;
import org.tensorflow.lite.schema.SignatureDef;
import org.tensorflow.lite.schema.SubGraph;
import org.tensorflow.lite.schema.Tensor;

/**
 * A {@code .tflite} file as its schema has it, read once into memory outside the Java heap: weights are views of that, never copies. It
 * is not mapped, because a file that is overwritten while mapped takes the process down.
 *
 * <p>Every length and offset read from the file is checked against its size before anything is allocated.
 */
final class TfliteFile {
    /** Flatbuffers offsets are 32 bits and a buffer cannot be longer. */
    private static final long MAX_BYTES = Integer.MAX_VALUE - 8;

    private static final int IDENTIFIER_AT = 4;
    /** What a file has there. */
    static final String IDENTIFIER = "TFL3";

    private static final int MODEL_SUBGRAPHS = 2;
    private static final int MODEL_BUFFERS = 4;
    private static final int SUBGRAPH_OPERATORS = 3;
    private static final int OPERATOR_OPTIONS_2 = 12;
    private static final int BUFFER_DATA = 0;
    private static final int BUFFER_OFFSET = 1;
    private static final int BUFFER_SIZE = 2;

    private final String name;
    private final ByteBuffer bytes;
    private final Model model;

    /** An entry point: a named subgraph. */
    record Signature(String key, int subgraph) {}

    private TfliteFile(String name, ByteBuffer bytes) {
        this.name = name;
        this.bytes = bytes;
        this.model = Model.getRootAsModel(bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN));
    }

    /**
     * Reads {@code path}.
     *
     * @throws VernierException if it cannot be read or is no TensorFlow Lite model
     */
    static TfliteFile open(Path path) {
        String name = path.getFileName().toString();
        if (!Files.isRegularFile(path)) {
            throw new VernierException("There is no file " + path + "; check the path.");
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            if (channel.size() > MAX_BYTES) {
                throw new VernierException(
                        name + " is larger than 2 GB, which the TensorFlow Lite format of Vernier cannot address; use a"
                                + " smaller model");
            }
            ByteBuffer bytes = ByteBuffer.allocateDirect((int) channel.size());
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // until all is there
            }
            return of(name, bytes.flip());
        } catch (IOException e) {
            throw new VernierException(path + " cannot be read (" + e.getMessage() + "); check its permissions.", e);
        }
    }

    /** A file that is in memory already; {@code name} is what messages call it. */
    static TfliteFile of(String name, ByteBuffer bytes) {
        ByteBuffer little = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (little.limit() < IDENTIFIER_AT + IDENTIFIER.length()) {
            throw new VernierException(name + " has only " + little.limit()
                    + " bytes, too few for a TensorFlow Lite model; check that it was copied whole");
        }
        for (int i = 0; i < IDENTIFIER.length(); i++) {
            if (little.get(IDENTIFIER_AT + i) != IDENTIFIER.charAt(i)) {
                throw new VernierException(
                        name + " is no TensorFlow Lite model: bytes 4 to 7 are not \"TFL3\"; choose the"
                                + " file that a TensorFlow Lite converter wrote");
            }
        }
        return checked(name, little, () -> new TfliteFile(name, little));
    }

    String name() {
        return name;
    }

    /**
     * Runs {@code reading} and turns every read outside the file, and every number that no sound file has, into one clear error.
     *
     * @throws VernierException naming the file
     */
    <T> T checked(Supplier<T> reading) {
        return checked(name, bytes, reading);
    }

    private static <T> T checked(String name, ByteBuffer bytes, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IndexOutOfBoundsException | BufferUnderflowException | NegativeArraySizeException e) {
            throw new VernierException(
                    name + " is damaged or cut off: it refers to data outside its " + bytes.limit()
                            + " bytes; get the file again",
                    e);
        } catch (IllegalArgumentException | ArithmeticException | NullPointerException e) {
            throw new VernierException(
                    name + " is damaged: " + (e.getMessage() == null ? "a part of it is missing" : e.getMessage())
                            + "; get the file again",
                    e);
        }
    }

    long byteCount() {
        return bytes.limit();
    }

    /** What the converter wrote about itself, often empty. */
    String description() {
        String text = model.description();
        return text == null ? "" : text;
    }

    int subgraphCount() {
        return bounded("subgraphs", model.subgraphsLength());
    }

    List<Signature> signatures() {
        List<Signature> signatures = new ArrayList<>();
        for (int i = 0; i < bounded("signatures", model.signatureDefsLength()); i++) {
            SignatureDef s = model.signatureDefs(i);
            String key = s.signatureKey() == null ? "" : s.signatureKey();
            signatures.add(new Signature(key, (int) s.subgraphIndex()));
        }
        return signatures;
    }

    /** Subgraph {@code index} with its tensors and operators. */
    TfliteSubgraph subgraph(int index) {
        if (index < 0 || index >= subgraphCount()) {
            throw damaged("subgraph " + index + " is named but the file has " + subgraphCount());
        }
        SubGraph s = model.subgraphs(index);
        int tensorCount = bounded("tensors", s.tensorsLength());
        List<TfliteTensor> tensors = new ArrayList<>(tensorCount);
        for (int i = 0; i < tensorCount; i++) {
            tensors.add(tensor(i, s.tensors(i)));
        }
        int operatorCount = bounded("operators", s.operatorsLength());
        List<TfliteOperator> operators = new ArrayList<>(operatorCount);
        for (int i = 0; i < operatorCount; i++) {
            operators.add(operator(index, i, s.operators(i), tensorCount));
        }
        String subgraphName = s.name() == null ? "" : s.name();
        return new TfliteSubgraph(
                subgraphName,
                tensors,
                indices("inputs", s.inputsLength(), s::inputs, tensorCount, false),
                indices("outputs", s.outputsLength(), s::outputs, tensorCount, false),
                operators);
    }

    private TfliteTensor tensor(int index, Tensor t) {
        long[] shape = new long[bounded("dimensions", t.shapeLength())];
        for (int d = 0; d < shape.length; d++) {
            shape[d] = t.shape(d);
            if (shape[d] < -1) {
                throw damaged("tensor " + index + " has dimension " + shape[d]);
            }
        }
        if (t.shapeSignatureLength() == shape.length) {
            for (int d = 0; d < shape.length; d++) {
                shape[d] = t.shapeSignature(d) == -1 ? -1 : shape[d];
            }
        }
        QuantizationParameters q = t.quantization();
        boolean blockwise = q != null && q.detailsType() > QuantizationDetails.CustomQuantization;
        return new TfliteTensor(
                index,
                t.name() == null ? "" : t.name(),
                t.type(),
                shape,
                t.isVariable(),
                t.sparsity() != null,
                blockwise,
                quantization(index, q),
                data(index, t.buffer()));
    }

    private TfliteQuantization quantization(int tensor, QuantizationParameters q) {
        if (q == null || q.scaleLength() == 0) {
            return null;
        }
        int n = bounded("scales", q.scaleLength());
        int zeroPointCount = bounded("zero points", q.zeroPointLength());
        float[] scales = new float[n];
        int[] zeroPoints = new int[n];
        for (int c = 0; c < n; c++) {
            scales[c] = q.scale(c);
            long z = zeroPointCount == 0 ? 0 : q.zeroPoint(zeroPointCount == n ? c : 0);
            if (z != (int) z) {
                throw damaged("tensor " + tensor + " has zero point " + z);
            }
            zeroPoints[c] = (int) z;
        }
        return new TfliteQuantization(scales, zeroPoints, q.quantizedDimension());
    }

    /** The bytes of buffer {@code index}, inside the flatbuffer or behind it; null where it is empty. */
    private ByteBuffer data(int tensor, long index) {
        if (index < 0 || index >= model.buffersLength()) {
            throw damaged("tensor " + tensor + " uses buffer " + index + " of " + model.buffersLength());
        }
        RawTable buffer = RawTable.root(bytes).element(MODEL_BUFFERS, (int) index);
        int length = bounded("bytes of a buffer", buffer.length(BUFFER_DATA));
        if (length > 0) {
            return slice(tensor, buffer.start(BUFFER_DATA), length);
        }
        // Converters write 1 here for a buffer that is empty.
        long outside = buffer.longInteger(BUFFER_OFFSET);
        return outside > 1 ? slice(tensor, outside, buffer.longInteger(BUFFER_SIZE)) : null;
    }

    private ByteBuffer slice(int tensor, long start, long length) {
        if (start < 0 || length < 0 || start > bytes.limit() - length) {
            throw damaged("the data of tensor " + tensor + " ends at byte " + (start + length));
        }
        return bytes.slice((int) start, (int) length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private TfliteOperator operator(int subgraph, int index, Operator o, int tensorCount) {
        long codeIndex = o.opcodeIndex();
        if (codeIndex >= model.operatorCodesLength()) {
            throw damaged("operator " + index + " has code " + codeIndex + " of " + model.operatorCodesLength());
        }
        OperatorCode code = model.operatorCodes((int) codeIndex);
        // Files older than schema 3a keep the code in a byte; newer ones set the byte to 127 for codes that do not fit.
        int builtin = Math.max(code.builtinCode(), code.deprecatedBuiltinCode());
        String custom = builtin == BuiltinOperator.CUSTOM && code.customCode() != null ? code.customCode() : "";
        return new TfliteOperator(
                index,
                builtin,
                custom,
                indices("operands", o.inputsLength(), o::inputs, tensorCount, true),
                indices("results", o.outputsLength(), o::outputs, tensorCount, false),
                o,
                RawTable.root(bytes)
                        .element(MODEL_SUBGRAPHS, subgraph)
                        .element(SUBGRAPH_OPERATORS, index)
                        .table(OPERATOR_OPTIONS_2));
    }

    private List<Integer> indices(String what, int length, IntUnaryOperator at, int tensorCount, boolean optional) {
        List<Integer> indices = new ArrayList<>(bounded(what, length));
        for (int i = 0; i < length; i++) {
            int tensor = at.applyAsInt(i);
            if (tensor >= tensorCount || tensor < (optional ? -1 : 0)) {
                throw damaged("tensor " + tensor + " is named among the " + what + " but there are " + tensorCount);
            }
            indices.add(tensor);
        }
        return List.copyOf(indices);
    }

    /** {@code length} if that many elements can be in the file at all. */
    private int bounded(String what, int length) {
        if (length < 0 || length > bytes.limit()) {
            throw damaged("it claims " + Integer.toUnsignedString(length) + " " + what);
        }
        return length;
    }

    VernierException damaged(String what) {
        return new VernierException(name + " is damaged: " + what + "; get the file again");
    }
}
