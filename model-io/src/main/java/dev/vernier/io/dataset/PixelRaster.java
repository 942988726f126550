package dev.vernier.io.dataset;

import dev.vernier.engine.VernierException;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * A decoded picture: bytes {@code [height][width][channel]}, one grey channel or RGB; transparency is ignored.
 */
final class PixelRaster {
    private static final long MOST_PIXELS = 100_000_000;

    private final int height;
    private final int width;
    private final int channels;
    private final byte[] pixels;

    PixelRaster(int height, int width, int channels, byte[] pixels) {
        this.height = height;
        this.width = width;
        this.channels = channels;
        this.pixels = pixels;
    }

    static PixelRaster read(Path file) {
        try (ImageInputStream in = ImageIO.createImageInputStream(Files.newInputStream(file))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new VernierException(
                        "Picture " + file + " is not a PNG, JPEG, WebP, BMP or GIF; remove or convert it");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                if ((long) reader.getWidth(0) * reader.getHeight(0) > MOST_PIXELS) {
                    throw new VernierException("Picture " + file + " says it is " + reader.getHeight(0) + "×"
                            + reader.getWidth(0) + " pixels, more than can be used; make it smaller");
                }
                return of(reader.read(0));
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            if (e instanceof VernierException) {
                throw (VernierException) e;
            }
            throw new VernierException(
                    "Picture " + file + " cannot be decoded (" + e.getMessage() + "); convert it to RGB PNG", e);
        }
    }

    static PixelRaster of(BufferedImage image) {
        int h = image.getHeight();
        int w = image.getWidth();
        Raster raster = image.getRaster();
        boolean grey = raster.getNumBands() <= 2 && !(image.getColorModel() instanceof IndexColorModel);
        byte[] pixels = new byte[h * w * (grey ? 1 : 3)];
        if (grey) {
            // The stored samples themselves: getRGB would brighten them, taking grey for linear light.
            int shift = Math.max(0, image.getSampleModel().getSampleSize(0) - 8);
            for (int y = 0, at = 0; y < h; y++) {
                for (int x = 0; x < w; x++) {
                    pixels[at++] = (byte) (raster.getSample(x, y, 0) >> shift);
                }
            }
        } else {
            int[] row = new int[w];
            for (int y = 0, at = 0; y < h; y++) {
                image.getRGB(0, y, w, 1, row, 0, w);
                for (int rgb : row) {
                    pixels[at++] = (byte) (rgb >> 16);
                    pixels[at++] = (byte) (rgb >> 8);
                    pixels[at++] = (byte) rgb;
                }
            }
        }
        return new PixelRaster(h, w, grey ? 1 : 3, pixels);
    }

    int height() {
        return height;
    }

    int width() {
        return width;
    }

    int channels() {
        return channels;
    }

    /** Grey as RGB with equal parts, RGB as grey by luma (ITU-R BT.601). */
    PixelRaster withChannels(int wanted) {
        if (wanted == channels) {
            return this;
        }
        byte[] out = new byte[height * width * wanted];
        for (int i = 0; i < height * width; i++) {
            if (wanted == 3) {
                out[3 * i] = out[3 * i + 1] = out[3 * i + 2] = pixels[i];
            } else {
                int r = pixels[3 * i] & 0xFF;
                int g = pixels[3 * i + 1] & 0xFF;
                int b = pixels[3 * i + 2] & 0xFF;
                out[i] = (byte) ((299 * r + 587 * g + 114 * b + 500) / 1000);
            }
        }
        return new PixelRaster(height, width, wanted, out);
    }

    PixelRaster centre(int h, int w) {
        int top = (height - h) / 2;
        int left = (width - w) / 2;
        byte[] out = new byte[h * w * channels];
        for (int y = 0; y < h; y++) {
            System.arraycopy(pixels, ((top + y) * width + left) * channels, out, y * w * channels, w * channels);
        }
        return new PixelRaster(h, w, channels, out);
    }

    /** Whether it can be resized so: neither that nor what it is between the two directions has more pixels than a picture may have. */
    boolean isResizableTo(int h, int w) {
        return (long) h * w <= MOST_PIXELS && (long) height * w <= MOST_PIXELS;
    }

    /** Bilinear with the filter widened where the picture shrinks, so that no pixel is passed over: what Pillow's BILINEAR does. */
    PixelRaster resized(int h, int w) {
        if (h == height && w == width) {
            return this;
        }
        PixelRaster wide = w == width ? this : resampledAlongRows(w);
        return h == height ? wide : wide.transposed().resampledAlongRows(h).transposed();
    }

    private PixelRaster resampledAlongRows(int w) {
        double step = (double) width / w;
        double radius = Math.max(step, 1);
        byte[] out = new byte[height * w * channels];
        for (int x = 0; x < w; x++) {
            double centre = (x + 0.5) * step;
            int from = Math.max(0, (int) (centre - radius + 0.5));
            int to = Math.min(width, (int) (centre + radius + 0.5));
            double[] weights = new double[to - from];
            double sum = 0;
            for (int i = from; i < to; i++) {
                weights[i - from] = Math.max(0, 1 - Math.abs((i + 0.5 - centre) / radius));
                sum += weights[i - from];
            }
            for (int y = 0; y < height; y++) {
                for (int c = 0; c < channels; c++) {
                    double value = 0;
                    for (int i = from; i < to; i++) {
                        value += weights[i - from] * (pixels[(y * width + i) * channels + c] & 0xFF);
                    }
                    out[(y * w + x) * channels + c] = (byte) Math.min(255, (int) (value / sum + 0.5));
                }
            }
        }
        return new PixelRaster(height, w, channels, out);
    }

    private PixelRaster transposed() {
        byte[] out = new byte[pixels.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                System.arraycopy(pixels, (y * width + x) * channels, out, (x * height + y) * channels, channels);
            }
        }
        return new PixelRaster(width, height, channels, out);
    }

    /** {@code [height][width][channel]}. */
    byte[] interleaved() {
        return pixels.clone();
    }

    /** {@code [channel][height][width]}. */
    byte[] planes() {
        byte[] out = new byte[pixels.length];
        int plane = height * width;
        for (int i = 0; i < plane; i++) {
            for (int c = 0; c < channels; c++) {
                out[c * plane + i] = pixels[i * channels + c];
            }
        }
        return out;
    }
}
