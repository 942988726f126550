package dev.vernier.app.samples;

import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import java.util.Arrays;
import javafx.scene.image.PixelWriter;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;

/**
 * Makes pictures of samples as a model takes them. Normalization is taken back by the extremes of each color channel over the first
 * samples, which are those of black and white. What is no picture becomes one: a series a curve, a table of numbers a map of grey. To be
 * made and used off the window's thread.
 */
public final class SamplePicture {
    private static final int SAMPLES_FOR_RANGE = 128;
    private static final int LEAST_SIDE = 6;
    private static final int CURVE_WIDTH = 96;
    private static final int CURVE_HEIGHT = 64;
    private static final int MOST_SIDE = 512;

    private final Dataset data;
    private final int input;
    private final int height;
    private final int width;
    private final int channels;
    private final boolean channelsFirst;
    private final float[] low;
    private final float[] high;

    private SamplePicture(Dataset data, int input, int height, int width, int channels, boolean channelsFirst) {
        this.data = data;
        this.input = input;
        this.height = height;
        this.width = width;
        this.channels = channels;
        this.channelsFirst = channelsFirst;
        this.low = new float[channels];
        this.high = new float[channels];
        findRange();
    }

    /** Of the first input. */
    static SamplePicture of(Dataset data) {
        return of(data, 0);
    }

    /** Of the input numbered {@code input}. */
    public static SamplePicture of(Dataset data, int input) {
        Shape s = data.inputs().get(input).shape();
        int rank = s.rank();
        if (rank == 3 && isColor(s.dim(0)) && s.dim(1) >= LEAST_SIDE && s.dim(2) >= LEAST_SIDE) {
            return new SamplePicture(data, input, (int) s.dim(1), (int) s.dim(2), (int) s.dim(0), true);
        }
        if (rank == 3 && isColor(s.dim(2))) {
            return new SamplePicture(data, input, (int) s.dim(0), (int) s.dim(1), (int) s.dim(2), false);
        }
        if (rank >= 2) {
            long wide = s.dim(rank - 1);
            return new SamplePicture(data, input, (int) (s.elementCount() / wide), (int) wide, 1, true);
        }
        long n = s.elementCount();
        int side = (int) Math.rint(Math.sqrt(n));
        return isSquare(n)
                ? new SamplePicture(data, input, side, side, 1, true)
                : new SamplePicture(data, input, 1, (int) n, 1, true);
    }

    /** Whether samples of this shape have two sides, or are as many numbers as a square, so that a picture says more than numbers. */
    public static boolean isPicture(Shape s) {
        if (s.rank() < 2) {
            return isSquare(s.elementCount());
        }
        int last = s.rank() - 1;
        boolean colorsLast = s.rank() == 3 && isColor(s.dim(2));
        return colorsLast
                ? s.dim(0) >= LEAST_SIDE && s.dim(1) >= LEAST_SIDE
                : s.dim(last - 1) >= LEAST_SIDE && s.dim(last) >= LEAST_SIDE;
    }

    private static boolean isSquare(long n) {
        int side = (int) Math.rint(Math.sqrt(n));
        return (long) side * side == n && side >= 2 * LEAST_SIDE;
    }

    private static boolean isColor(long channels) {
        return channels == 1 || channels == 3;
    }

    private void findRange() {
        Arrays.fill(low, Float.POSITIVE_INFINITY);
        Arrays.fill(high, Float.NEGATIVE_INFINITY);
        int count = Math.min(SAMPLES_FOR_RANGE, data.size());
        for (int s = 0; s < count; s++) {
            float[] values = values(s);
            for (int i = 0; i < values.length; i++) {
                int c = channelsFirst ? i / (height * width) : i % channels;
                if (c < channels && Float.isFinite(values[i])) {
                    low[c] = Math.min(low[c], values[i]);
                    high[c] = Math.max(high[c], values[i]);
                }
            }
        }
    }

    private float[] values(int sample) {
        TensorData t = data.batch(sample, 1).get(input);
        return t.toFloats();
    }

    private boolean isCurve() {
        return height == 1;
    }

    /** The sample, one pixel a value; large ones are thinned out. */
    public WritableImage image(int sample) {
        float[] values = values(sample);
        if (isCurve()) {
            return curve(values);
        }
        int step = Math.max(1, (Math.max(width, height) + MOST_SIDE - 1) / MOST_SIDE);
        WritableImage image = new WritableImage(Math.max(1, width / step), Math.max(1, height / step));
        PixelWriter pixels = image.getPixelWriter();
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int at = y * step * width + x * step;
                pixels.setColor(x, y, color(values, at));
            }
        }
        return image;
    }

    private Color color(float[] values, int at) {
        double first = share(values, at, 0);
        if (channels == 1) {
            return Color.gray(first);
        }
        double green = share(values, at, 1);
        double last = share(values, at, 2);
        return data.hasBlueFirst() ? Color.color(last, green, first) : Color.color(first, green, last);
    }

    private double share(float[] values, int at, int channel) {
        int i = channelsFirst ? channel * height * width + at : at * channels + channel;
        double range = high[channel] - low[channel];
        double share = range > 0 ? (values[i] - low[channel]) / range : 0.5;
        return share >= 0 ? Math.min(1, share) : 0;
    }

    /** A series as bars from its zero line. */
    private WritableImage curve(float[] values) {
        WritableImage image = new WritableImage(CURVE_WIDTH, CURVE_HEIGHT);
        PixelWriter pixels = image.getPixelWriter();
        double bottom = Math.min(0, low[0]);
        double range = Math.max(1e-30, Math.max(0, high[0]) - bottom);
        int zero = (int) Math.round((CURVE_HEIGHT - 1) * (1 + bottom / range));
        for (int x = 0; x < CURVE_WIDTH; x++) {
            double v = values[(int) ((long) x * values.length / CURVE_WIDTH)];
            int y = (int) Math.max(
                    0, Math.min(CURVE_HEIGHT - 1, Math.round((CURVE_HEIGHT - 1) * (1 - (v - bottom) / range))));
            for (int k = Math.min(y, zero); k <= Math.max(y, zero); k++) {
                pixels.setColor(x, k, Color.gray(0.55));
            }
            pixels.setColor(x, zero, Color.gray(0.7));
        }
        return image;
    }
}
