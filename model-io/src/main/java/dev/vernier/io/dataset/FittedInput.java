package dev.vernier.io.dataset;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How one input of a data set becomes one input of a model: axes exchanged if need be, then another shape, then another type.
 *
 * @param index of the data set's input
 * @param arrayName of the data set's input, for messages
 * @param spec the model's name and type, and the shape of one sample, after exchanging, with equally many elements
 */
record FittedInput(int index, String arrayName, TensorSpec spec, Transposition transposition) {
    /** How the axes of a sample are exchanged. */
    enum Transposition {
        NONE,
        /** The last axis becomes the first. */
        CHANNELS_FIRST,
        /** The first axis becomes the last. */
        CHANNELS_LAST;

        Shape of(Shape s) {
            if (this == NONE || s.rank() < 2) {
                return s;
            }
            long[] dims = s.toArray();
            long[] turned = new long[dims.length];
            int by = this == CHANNELS_FIRST ? 1 : dims.length - 1;
            for (int axis = 0; axis < dims.length; axis++) {
                turned[(axis + by) % dims.length] = dims[axis];
            }
            return Shape.of(turned);
        }
    }

    /** @param from index of the batch's first sample, for messages */
    TensorData apply(TensorData batch, int from, String dataset) {
        int count = Math.toIntExact(batch.shape().dim(0));
        TensorData turned = transposition == Transposition.NONE ? batch : transposed(batch, count);
        return ExactCast.to(spec.type(), turned.reshaped(spec.shape().prepended(count)), from, arrayName, dataset);
    }

    /** A sample seen as a matrix of pixels × channels (or the other way round) is transposed. */
    private TensorData transposed(TensorData batch, int count) {
        Shape sample = batch.shape().withoutBatch();
        boolean channelsLast = transposition == Transposition.CHANNELS_FIRST;
        int channels = (int) sample.dim(channelsLast ? -1 : 0);
        int elements = Math.toIntExact(sample.elementCount());
        int pixels = elements / channels;
        int rows = channelsLast ? pixels : channels;
        int columns = channelsLast ? channels : pixels;
        Shape shape = transposition.of(sample).prepended(count);
        if (batch.type() != DataType.FLOAT32) {
            return transposedBytes(batch, count, rows, columns, shape);
        }
        float[] in = batch.toFloats();
        float[] out = new float[in.length];
        for (int n = 0; n < count; n++) {
            int base = n * elements;
            for (int r = 0; r < rows; r++) {
                for (int c = 0; c < columns; c++) {
                    out[base + c * rows + r] = in[base + r * columns + c];
                }
            }
        }
        ByteBuffer bytes = ByteBuffer.allocate(out.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(out);
        return TensorData.of(DataType.FLOAT32, shape, bytes);
    }

    private static TensorData transposedBytes(TensorData batch, int count, int rows, int columns, Shape shape) {
        int width = TensorData.elementBytes(batch.type());
        ByteBuffer in = batch.bytes();
        ByteBuffer out = ByteBuffer.allocate(in.remaining());
        int first = in.position();
        for (int n = 0; n < count; n++) {
            int base = n * rows * columns;
            for (int c = 0; c < columns; c++) {
                for (int r = 0; r < rows; r++) {
                    for (int b = 0; b < width; b++) {
                        out.put(in.get(first + (base + r * columns + c) * width + b));
                    }
                }
            }
        }
        return TensorData.of(batch.type(), shape, out.flip());
    }
}
