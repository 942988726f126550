package dev.vernier.io.dataset;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Turns stored samples into float samples: reorders channels, then normalizes. 8-bit samples go through a table of 256 results for each
 * channel, so that every element costs one look-up and is rounded once.
 */
final class SampleNormalizer {
    private final Normalization normalization;
    private final DataType type;
    private final int channels;
    /** Runs of {@code inner} neighbours belong to one channel; channel after channel, over and over. */
    private final int inner;

    private final boolean reversed;
    private final boolean unchanged;
    private final float[][] tables;

    private SampleNormalizer(Normalization normalization, DataType type, int channels, int inner, ChannelOrder order) {
        this.normalization = normalization;
        this.type = type;
        this.channels = channels;
        this.inner = inner;
        this.reversed = order == ChannelOrder.BGR && channels == 3;
        this.unchanged = type == DataType.FLOAT32 && normalization.isIdentity() && !reversed;
        this.tables = type == DataType.UINT8 || type == DataType.INT8 ? tables() : new float[0][];
    }

    /** For samples of {@code shape} whose axes mean {@code channelAxis}: the axis channels run along, or -1 for none. */
    static SampleNormalizer of(
            Normalization normalization, DataType type, Shape shape, int channelAxis, ChannelOrder order) {
        int elements = Math.toIntExact(shape.elementCount());
        if (channelAxis < 0 || elements == 0) {
            return new SampleNormalizer(normalization, type, 1, elements, ChannelOrder.RGB);
        }
        int channels = (int) shape.dim(channelAxis);
        int inner = 1;
        for (int axis = channelAxis + 1; axis < shape.rank(); axis++) {
            inner *= (int) shape.dim(axis);
        }
        return new SampleNormalizer(normalization, type, channels, inner, order);
    }

    private float[][] tables() {
        float[][] perChannel = new float[channels][256];
        for (int c = 0; c < channels; c++) {
            for (int code = 0; code < 256; code++) {
                perChannel[c][code] = normalization.apply(type == DataType.INT8 ? (byte) code : code, c);
            }
        }
        return perChannel;
    }

    /** @param stored {@code [count, sample…]} */
    TensorData apply(TensorData stored) {
        if (unchanged) {
            return stored;
        }
        int elements = Math.toIntExact(stored.elementCount());
        float[] out = new float[elements];
        if (tables.length > 0) {
            lookUp(stored, out);
        } else {
            compute(stored.type() == DataType.FLOAT32 ? stored.toFloats() : null, stored, out);
        }
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.multiplyExact(elements, Float.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        FloatBuffer floats = bytes.asFloatBuffer();
        floats.put(out);
        return TensorData.of(DataType.FLOAT32, stored.shape(), bytes);
    }

    private void lookUp(TensorData stored, float[] out) {
        byte[] codes = new byte[out.length];
        stored.bytes().get(codes);
        int runs = inner == 0 ? 0 : out.length / inner;
        for (int run = 0, to = 0; run < runs; run++) {
            int channel = run % channels;
            float[] table = tables[channel];
            int from = sourceOf(run, channel) * inner;
            for (int end = to + inner; to < end; ) {
                out[to++] = table[codes[from++] & 0xFF];
            }
        }
    }

    private void compute(float[] floats, TensorData stored, float[] out) {
        double scale = normalization.scale();
        int runs = inner == 0 ? 0 : out.length / inner;
        for (int run = 0, to = 0; run < runs; run++) {
            int channel = run % channels;
            double mean = normalization.mean(channel);
            double std = normalization.std(channel);
            int from = sourceOf(run, channel) * inner;
            for (int end = to + inner; to < end; from++) {
                double x = floats == null ? stored.doubleAt(from) : floats[from];
                out[to++] = (float) ((x * scale - mean) / std);
            }
        }
    }

    private int sourceOf(int run, int channel) {
        return reversed ? run - channel + channels - 1 - channel : run;
    }
}
