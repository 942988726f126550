package dev.vernier.io.dataset;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Pictures as samples of bytes, decoded when they are asked for and kept as long as memory lasts. All have the size and the number of
 * channels (1 for grey, 3 for RGB) of the first one.
 */
final class ImageSamples implements StoredSamples {
    private final List<Path> files;
    private final ImageSteps steps;
    private final boolean channelsLast;
    private final int height;
    private final int width;
    private final int channels;
    private final AtomicReferenceArray<SoftReference<byte[]>> decoded;
    private volatile String contentHash;

    ImageSamples(List<Path> files, ImageSteps steps, SampleLayout layout) {
        this.files = List.copyOf(files);
        this.steps = steps;
        this.channelsLast = layout != SampleLayout.CHW;
        PixelRaster first = load(0);
        this.height = first.height();
        this.width = first.width();
        this.channels = first.channels();
        this.decoded = new AtomicReferenceArray<>(files.size());
    }

    @Override
    public int size() {
        return files.size();
    }

    @Override
    public DataType type() {
        return DataType.UINT8;
    }

    @Override
    public Shape shape() {
        return channelsLast ? Shape.of(height, width, channels) : Shape.of(channels, height, width);
    }

    @Override
    public TensorData read(int from, int count) {
        Objects.checkFromIndexSize(from, count, files.size());
        ByteBuffer all = ByteBuffer.allocate(Math.multiplyExact(count, height * width * channels));
        for (int i = from; i < from + count; i++) {
            all.put(sample(i));
        }
        return TensorData.of(DataType.UINT8, shape().prepended(count), all.flip());
    }

    private byte[] sample(int index) {
        SoftReference<byte[]> kept = decoded.get(index);
        byte[] sample = kept == null ? null : kept.get();
        if (sample == null) {
            PixelRaster picture = load(index).withChannels(channels);
            if (picture.height() != height || picture.width() != width) {
                throw new VernierException("Picture " + files.get(index) + " is " + picture.height() + "×"
                        + picture.width() + " but the first one is " + height + "×" + width
                        + "; name a \"resize\" in a .dataset.json");
            }
            sample = channelsLast ? picture.interleaved() : picture.planes();
            decoded.set(index, new SoftReference<>(sample));
        }
        return sample;
    }

    private PixelRaster load(int index) {
        PixelRaster picture = PixelRaster.read(files.get(index));
        if (steps.resize().isPresent()) {
            ImageSteps.Size size = steps.resize().get().of(picture.height(), picture.width());
            if (!picture.isResizableTo(size.height(), size.width())) {
                throw new VernierException("Picture " + files.get(index) + " is " + picture.height() + "×"
                        + picture.width() + ", and " + size.height() + "×" + size.width()
                        + " after the resize, more than can be used; name both sides in \"resize\"");
            }
            picture = picture.resized(size.height(), size.width());
        }
        if (steps.centerCrop().isPresent()) {
            ImageSteps.Size crop = steps.centerCrop().get();
            if (crop.height() > picture.height() || crop.width() > picture.width()) {
                throw new VernierException("Picture " + files.get(index) + " is " + picture.height() + "×"
                        + picture.width() + ", smaller than the centerCrop " + crop.height() + "×" + crop.width()
                        + "; resize it first");
            }
            picture = picture.centre(crop.height(), crop.width());
        }
        return picture;
    }

    @Override
    public String contentHash() {
        String hash = contentHash;
        if (hash == null) {
            try {
                MessageDigest sha = MessageDigest.getInstance("SHA-256");
                for (Path file : files) {
                    sha.update(Files.readAllBytes(file));
                }
                hash = HexFormat.of().formatHex(sha.digest()) + " " + steps + " " + shape();
            } catch (IOException e) {
                throw DatasetFiles.unreadable(files.get(0), e);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
            contentHash = hash;
        }
        return hash;
    }
}
