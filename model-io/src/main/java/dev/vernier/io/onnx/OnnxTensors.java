package dev.vernier.io.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Tensors as ONNX files hold them, turned into {@link TensorData}: raw bytes are shared, not copied; typed lists and packed 4-bit
 * elements are converted. Sizes are checked against what is really there before anything is allocated.
 */
public final class OnnxTensors {
    private final OnnxExternalData external;

    /** @param external where tensors kept beside the model are found */
    OnnxTensors(OnnxExternalData external) {
        this.external = external;
    }

    /** Reads a tensor that stands alone, with its data inside it. */
    public static TensorData read(TensorProto tensor) {
        return new OnnxTensors(OnnxExternalData.none()).tensor(tensor);
    }

    /** Why {@code tensor} cannot be held, or an empty string if it can. */
    static String whyNotHeld(TensorProto tensor) {
        DataType type = OnnxTypes.of(tensor.getDataType()).orElse(null);
        return type == null || type == DataType.STRING
                ? "a constant of type " + OnnxTypes.nameOf(tensor.getDataType()) + " cannot be held"
                : "";
    }

    /**
     * @throws VernierException naming the tensor, if its data are missing, short or of a type that cannot be held
     */
    TensorData tensor(TensorProto tensor) {
        DataType type = OnnxTypes.of(tensor.getDataType())
                .filter(t -> t != DataType.STRING)
                .orElseThrow(() -> fail(tensor, whyNotHeld(tensor)));
        Shape shape = shape(tensor);
        long count = shape.elementCount();
        if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
            return ofRaw(tensor, type, shape, external.bytes(tensor, type.bytesFor(count)));
        }
        if (tensor.hasRawData()) {
            return ofRaw(tensor, type, shape, tensor.getRawData().asReadOnlyByteBuffer());
        }
        return ofTypedList(tensor, type, shape, count);
    }

    private static Shape shape(TensorProto tensor) {
        long[] dims = new long[tensor.getDimsCount()];
        long count = 1;
        for (int i = 0; i < dims.length; i++) {
            dims[i] = tensor.getDims(i);
            if (dims[i] < 0) {
                throw fail(tensor, "it has a dimension of " + dims[i]);
            }
            try {
                count = Math.multiplyExact(count, dims[i]);
                Math.multiplyExact(count, 64L);
            } catch (ArithmeticException e) {
                throw fail(tensor, "its dimensions multiply to more than can be counted");
            }
        }
        return Shape.of(dims);
    }

    private static TensorData ofRaw(TensorProto tensor, DataType type, Shape shape, ByteBuffer raw) {
        long expected = type.bytesFor(shape.elementCount());
        if (raw.remaining() != expected) {
            throw fail(
                    tensor,
                    "shape " + shape + " of " + type + " needs " + expected + " bytes but " + raw.remaining()
                            + " are there");
        }
        return type.bits() == 4 ? unpacked(type, shape, raw) : TensorData.of(type, shape, raw);
    }

    /** 4-bit elements, the first of a pair in the low half of the byte. */
    private static TensorData unpacked(DataType type, Shape shape, ByteBuffer packed) {
        byte[] values = new byte[(int) shape.elementCount()];
        for (int i = 0; i < values.length; i++) {
            int pair = packed.get(packed.position() + i / 2);
            int nibble = (i % 2 == 0 ? pair : pair >> 4) & 0xF;
            values[i] = (byte) (type == DataType.INT4 && nibble > 7 ? nibble - 16 : nibble);
        }
        return TensorData.ofBytes(type, shape, values);
    }

    private static TensorData ofTypedList(TensorProto t, DataType type, Shape shape, long count) {
        long present = listLength(t, type);
        long expected = type.bits() == 4 ? (count + 1) / 2 : count;
        if (present != expected) {
            throw fail(
                    t,
                    "shape " + shape + " of " + type + " needs " + expected + " values but " + present + " are there");
        }
        ByteBuffer b = ByteBuffer.allocateDirect(Math.toIntExact(present * TensorData.elementBytes(type)))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < present; i++) {
            switch (type) {
                case FLOAT32:
                    b.putFloat(t.getFloatData(i));
                    break;
                case FLOAT64:
                    b.putDouble(t.getDoubleData(i));
                    break;
                case INT64:
                    b.putLong(t.getInt64Data(i));
                    break;
                case UINT64:
                    b.putLong(t.getUint64Data(i));
                    break;
                case UINT32:
                    b.putInt((int) t.getUint64Data(i));
                    break;
                case INT32:
                    b.putInt(t.getInt32Data(i));
                    break;
                case INT16:
                case UINT16:
                case FLOAT16:
                case BFLOAT16:
                    b.putShort((short) t.getInt32Data(i));
                    break;
                default:
                    b.put((byte) t.getInt32Data(i));
            }
        }
        b.flip();
        return type.bits() == 4 ? unpacked(type, shape, b) : TensorData.of(type, shape, b);
    }

    private static long listLength(TensorProto t, DataType type) {
        switch (type) {
            case FLOAT32:
                return t.getFloatDataCount();
            case FLOAT64:
                return t.getDoubleDataCount();
            case INT64:
                return t.getInt64DataCount();
            case UINT64:
            case UINT32:
                return t.getUint64DataCount();
            default:
                return t.getInt32DataCount();
        }
    }

    static VernierException fail(TensorProto tensor, String what) {
        String name = tensor.getName().isEmpty() ? "A tensor without a name" : "Tensor " + tensor.getName();
        return new VernierException(name + " is damaged: " + what + "; export the model again.");
    }
}
