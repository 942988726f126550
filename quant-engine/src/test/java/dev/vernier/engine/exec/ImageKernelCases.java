package dev.vernier.engine.exec;

import static dev.vernier.engine.exec.KernelCase.d;
import static dev.vernier.engine.exec.KernelCase.f;
import static dev.vernier.engine.exec.KernelCase.longs;
import static dev.vernier.engine.exec.KernelCase.of;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.*;
import java.util.List;
import java.util.stream.Stream;

/** Operations that slide over or scale an image, worked by hand. */
final class ImageKernelCases {
    private static final ImageLayout FIRST = ImageLayout.CHANNELS_FIRST;
    private static final ImageLayout LAST = ImageLayout.CHANNELS_LAST;
    private static final List<Integer> ONE = List.of(1, 1);
    private static final List<Integer> TWO = List.of(2, 2);
    private static final TensorData IMAGE = f(d(1, 1, 3, 3), 1, 2, 3, 4, 5, 6, 7, 8, 9);

    private ImageKernelCases() {}

    static Stream<KernelCase> all() {
        return Stream.of(convolutions(), pools(), resizes()).flatMap(cases -> cases);
    }

    private static Stream<KernelCase> convolutions() {
        // Cross-correlation with [[1, 0], [0, 2]]: x[i, j] + 2·x[i+1, j+1].
        TensorData kernel = f(d(1, 1, 2, 2), 1, 0, 0, 2);
        Conv plain = new Conv(ONE, Padding.none(2), ONE, 1, FIRST, Clamp.NONE);
        Conv same = new Conv(TWO, Padding.SAME_UPPER, ONE, 1, FIRST, Clamp.NONE);
        Conv dilated = new Conv(ONE, Padding.none(2), TWO, 1, FIRST, Clamp.NONE);
        Conv line = new Conv(List.of(1), Padding.explicit(List.of(1), List.of(0)), List.of(1), 1, FIRST, Clamp.NONE);
        Conv depthwise = new Conv(ONE, Padding.none(2), ONE, 2, LAST, new Clamp(0, 20));
        ConvTranspose up = new ConvTranspose(TWO, Padding.none(2), List.of(), ONE, 1, FIRST, Clamp.NONE);
        ConvTranspose cropped = new ConvTranspose(TWO, Padding.explicit(ONE, ONE), ONE, ONE, 1, LAST, Clamp.RELU);
        TensorData square = f(d(1, 1, 2, 2), 1, 2, 3, 4);
        return Stream.of(
                of("with bias", plain, f(d(1, 1, 2, 2), 11.5f, 14.5f, 20.5f, 23.5f), IMAGE, kernel, f(0.5f)),
                // Stride 2, one row and column of padding after the image.
                of("same padding", same, f(d(1, 1, 2, 2), 11, 3, 7, 9), IMAGE, kernel),
                of("dilated", dilated, f(d(1, 1, 1, 1), 1 + 18), IMAGE, kernel),
                of(
                        "one axis, padded before",
                        line,
                        f(d(1, 1, 3), 3, 8, 13),
                        f(d(1, 1, 3), 1, 2, 3),
                        f(d(1, 1, 2), 2, 3)),
                // Channel 0 times 3, channel 1 times 7, limited to 20.
                of(
                        "depthwise, channels last, limited",
                        depthwise,
                        f(d(1, 1, 2, 2), 3, 20, 6, 20),
                        f(d(1, 1, 2, 2), 1, 5, 2, 6),
                        f(d(2, 1, 1, 1), 3, 7)),
                // Each input element paints the 2×2 kernel, tiles side by side.
                of("tiles", up, f(d(1, 1, 4, 4), 1, 0, 2, 0, 0, 2, 0, 4, 3, 0, 4, 0, 0, 6, 0, 8), square, kernel),
                // The same tiles, one row and column less on each side and one more at the end, where nothing is
                // painted; then ReLU.
                of(
                        "cropped, output padding",
                        cropped,
                        f(d(1, 3, 3, 1), 2, 0, 4, 0, 4, 0, 6, 0, 8),
                        f(d(1, 2, 2, 1), 1, 2, 3, 4),
                        kernel,
                        f(0)));
    }

    private static Stream<KernelCase> pools() {
        MaxPool max = new MaxPool(TWO, TWO, Padding.none(2), ONE, true, FIRST);
        AveragePool mean = new AveragePool(TWO, TWO, Padding.SAME_UPPER, ONE, false, false, FIRST);
        AveragePool counted = new AveragePool(TWO, TWO, Padding.explicit(ONE, List.of(0, 0)), ONE, false, true, FIRST);
        AveragePool reaching = new AveragePool(TWO, TWO, Padding.none(2), ONE, true, true, FIRST);
        TensorData lastTwo = f(d(1, 2, 2, 2), 1, -1, 2, -2, 3, -3, 4, -4);
        return Stream.of(
                of("last window partly outside", max, f(d(1, 1, 2, 2), 5, 6, 8, 9), IMAGE),
                of("padding not counted", mean, f(d(1, 1, 2, 2), 3, 4.5f, 7.5f, 9), IMAGE),
                of("padding counted", counted, f(d(1, 1, 2, 2), 0.25f, 1.25f, 2.75f, 7), IMAGE),
                of("nothing counted beyond the padding", reaching, f(d(1, 1, 2, 2), 3, 4.5f, 7.5f, 9), IMAGE),
                of("of codes", new GlobalMaxPool(LAST), codes(4, 7), codes(4, -9, 3, 7)),
                of("of a channel", new GlobalAveragePool(FIRST), f(d(1, 1, 1, 1), 5), IMAGE),
                of("channels last", new GlobalAveragePool(LAST), f(d(1, 1, 1, 2), 2.5f, -2.5f), lastTwo),
                of("channels last", new GlobalMaxPool(LAST), f(d(1, 1, 1, 2), 4, -1), lastTwo));
    }

    private static TensorData codes(int... values) {
        byte[] b = new byte[values.length];
        for (int i = 0; i < b.length; i++) {
            b[i] = (byte) values[i];
        }
        return TensorData.ofBytes(DataType.INT8, Shape.of(1, 1, values.length / 2, 2), b);
    }

    private static Resize resize(Resize.Mode mode, Resize.Coordinates coordinates, Resize.Nearest nearest) {
        return new Resize(mode, coordinates, nearest, -0.75f, false, 0, false);
    }

    private static Stream<KernelCase> resizes() {
        Resize floor = resize(Resize.Mode.NEAREST, Resize.Coordinates.ASYMMETRIC, Resize.Nearest.FLOOR);
        Resize half = resize(Resize.Mode.LINEAR, Resize.Coordinates.HALF_PIXEL, Resize.Nearest.ROUND_PREFER_FLOOR);
        Resize corners =
                resize(Resize.Mode.LINEAR, Resize.Coordinates.ALIGN_CORNERS, Resize.Nearest.ROUND_PREFER_FLOOR);
        Resize cubic = resize(Resize.Mode.CUBIC, Resize.Coordinates.HALF_PIXEL, Resize.Nearest.ROUND_PREFER_FLOOR);
        Resize crop = new Resize(
                Resize.Mode.LINEAR,
                Resize.Coordinates.TF_CROP_AND_RESIZE,
                Resize.Nearest.FLOOR,
                -0.75f,
                false,
                10,
                false);
        Resize smooth = new Resize(
                Resize.Mode.LINEAR, Resize.Coordinates.HALF_PIXEL, Resize.Nearest.FLOOR, -0.75f, false, 0, true);
        TensorData line = f(1, 2, 3, 4);
        return Stream.of(
                of("doubled", floor, f(1, 1, 2, 2), f(1, 2), null, f(2)),
                of(
                        "by size",
                        floor,
                        f(d(1, 1, 1, 2), 1, 2),
                        f(d(1, 1, 2, 3), 1, 2, 3, 4, 5, 6),
                        null,
                        null,
                        longs(1, 1, 1, 2)),
                of("half pixels", half, f(1, 1.25f, 1.75f, 2), f(1, 2), null, f(2)),
                of("corners kept", corners, f(1, 2.5f, 4), line, null, null, longs(3)),
                // At 0.5, weights of Keys's kernel with a = -0.75: -0.09375, 0.59375, 0.59375, -0.09375 over 1, 1·, 2,
                // 3 …
                of("cubic", cubic, f(1.40625f, 3.59375f), line, null, f(0.5f)),
                of("cropped, outside filled", crop, f(2.5f, 4, 10), line, f(0.5f, 1.5f), null, longs(3)),
                // Halved with smoothing: tent of width 2 over 1/8, 3/8, 3/8, 1/8, the edge repeated.
                of("smoothed", smooth, f(1.625f, 3.375f), line, null, f(0.5f)));
    }
}
