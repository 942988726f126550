package dev.vernier.io.dataset;

import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.OptionalInt;

/** A data set whose samples are brought to a model's shape, batch by batch: transposed if need be, then reshaped. */
final class FittedDataset implements Dataset {
    /** How the axes of a sample are exchanged. */
    enum Transposition {
        NONE,
        HWC_TO_CHW,
        CHW_TO_HWC;

        Shape of(Shape s) {
            switch (this) {
                case HWC_TO_CHW:
                    return Shape.of(s.dim(2), s.dim(0), s.dim(1));
                case CHW_TO_HWC:
                    return Shape.of(s.dim(1), s.dim(2), s.dim(0));
                default:
                    return s;
            }
        }
    }

    private final Dataset source;
    private final TensorSpec input;
    private final Transposition transposition;

    /** @param shape of one sample, after transposing, with equally many elements */
    FittedDataset(Dataset source, String inputName, Shape shape, Transposition transposition) {
        this.source = source;
        this.input = new TensorSpec(inputName, DataType.FLOAT32, shape);
        this.transposition = transposition;
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public int size() {
        return source.size();
    }

    @Override
    public List<TensorSpec> inputs() {
        return List.of(input);
    }

    @Override
    public List<TensorData> batch(int from, int count) {
        TensorData batch = source.batch(from, count).get(0);
        TensorData turned = transposition == Transposition.NONE ? batch : transposed(batch, count);
        return List.of(turned.reshaped(input.shape().prepended(count)));
    }

    /** A sample seen as a matrix of pixels × channels (or the other way round) is transposed. */
    private TensorData transposed(TensorData batch, int count) {
        Shape sample = batch.shape().withoutBatch();
        boolean channelsLast = transposition == Transposition.HWC_TO_CHW;
        int channels = (int) sample.dim(channelsLast ? 2 : 0);
        int elements = Math.toIntExact(sample.elementCount());
        int pixels = elements / channels;
        int rows = channelsLast ? pixels : channels;
        int columns = channelsLast ? channels : pixels;
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
        return TensorData.of(DataType.FLOAT32, transposition.of(sample).prepended(count), bytes);
    }

    @Override
    public OptionalInt label(int index) {
        return source.label(index);
    }

    @Override
    public List<String> classNames() {
        return source.classNames();
    }

    @Override
    public String contentId() {
        return source.contentId() + " as " + transposition + " " + input.shape();
    }

    @Override
    public String toString() {
        return source + " as " + input.shape();
    }
}
