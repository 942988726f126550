package dev.vernier.io.tflite;

import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.AveragePool;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.ConvTranspose;
import dev.vernier.engine.graph.op.DynamicUpdateSlice;
import dev.vernier.engine.graph.op.GateFunction;
import dev.vernier.engine.graph.op.ImageLayout;
import dev.vernier.engine.graph.op.Lstm;
import dev.vernier.engine.graph.op.MaxPool;
import dev.vernier.engine.graph.op.Pad;
import dev.vernier.engine.graph.op.PadMode;
import dev.vernier.engine.graph.op.Padding;
import dev.vernier.engine.graph.op.RecurrentDirection;
import dev.vernier.engine.graph.op.Slice;
import dev.vernier.io.onnx.ExportCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Nodes that TensorFlow Lite has its own ways with: sequences and volumes, borders of every kind, recurrent layers. */
final class TfliteExportCases {
    private static final List<Integer> ONE = List.of(1);
    private static final List<Integer> TWO = List.of(2);
    private static final List<Integer> TWOS = List.of(2, 2);
    private static final List<Integer> ONES = List.of(1, 1);

    private TfliteExportCases() {}

    static Stream<ExportCase> all() {
        List<ExportCase> cases = new ArrayList<>();
        for (ImageLayout layout : ImageLayout.values()) {
            boolean first = layout == ImageLayout.CHANNELS_FIRST;
            TensorData sequence = first ? noise(1, 3, 8) : noise(1, 8, 3);
            cases.add(ExportCase.of(new Conv(TWO, Padding.explicit(ONE, ONE), ONE, 1, layout, Clamp.RELU))
                    .input(sequence)
                    .constant(noise(4, 3, 3))
                    .constant(noise(4)));
            cases.add(ExportCase.of(new MaxPool(TWO, TWO, Padding.VALID, ONE, false, layout))
                    .input(sequence));
            cases.add(ExportCase.of(
                            new AveragePool(List.of(3), TWO, Padding.explicit(ONE, ONE), ONE, true, false, layout))
                    .input(sequence));
            cases.add(ExportCase.of(new Conv(
                            List.of(1, 2, 1), Padding.SAME_UPPER, List.of(1, 1, 1), 1, layout, new Clamp(-0.1f, 0.4f)))
                    .input(first ? noise(1, 2, 4, 5, 3) : noise(1, 4, 5, 3, 2))
                    .constant(noise(3, 2, 2, 3, 1))
                    .constant(noise(3)));
            TensorData image = first ? noise(2, 3, 5, 4) : noise(2, 5, 4, 3);
            cases.add(ExportCase.of(new Conv(ONES, Padding.SAME_LOWER, ONES, 3, layout, Clamp.NONE))
                    .input(image)
                    .constant(noise(6, 1, 2, 2)));
            cases.add(ExportCase.of(new MaxPool(List.of(3, 3), TWOS, Padding.explicit(ONES, ONES), ONES, true, layout))
                    .input(image));
            cases.add(ExportCase.of(new AveragePool(
                            List.of(3, 2),
                            TWOS,
                            Padding.explicit(List.of(1, 0), List.of(1, 1)),
                            ONES,
                            true,
                            false,
                            layout))
                    .input(image));
            cases.add(ExportCase.of(new ConvTranspose(
                            TWOS, Padding.explicit(ONES, ONES), List.of(1, 1), ONES, 1, layout, new Clamp(0, 0.5f)))
                    .input(image)
                    .constant(noise(3, 2, 3, 3))
                    .constant(noise(2)));
            cases.add(ExportCase.of(new ConvTranspose(
                            TWOS,
                            Padding.explicit(List.of(0, 1), List.of(2, 0)),
                            List.of(0, 0),
                            ONES,
                            1,
                            layout,
                            Clamp.NONE))
                    .input(image)
                    .constant(noise(3, 2, 3, 3)));
        }
        cases.add(ExportCase.of(new Pad(PadMode.SYMMETRIC)).input(noise(3, 4)).constant(longs(1, 0, 2, 1)));
        cases.add(ExportCase.of(new Slice())
                .input(noise(4, 5, 3))
                .constant(longs(-1, -2))
                .constant(longs(Long.MIN_VALUE, Long.MAX_VALUE))
                .constant(longs(0, -1))
                .constant(longs(-2, 1)));
        cases.add(ExportCase.of(new DynamicUpdateSlice())
                .input(noise(4, 5))
                .input(noise(2, 3))
                .constant(longs(1, 2)));
        List<GateFunction> functions = List.of(GateFunction.SIGMOID, GateFunction.TANH, GateFunction.TANH);
        List<GateFunction> twice = new ArrayList<>(functions);
        twice.addAll(functions);
        for (boolean batchFirst : List.of(false, true)) {
            cases.add(ExportCase.of(new Lstm(
                            5, RecurrentDirection.REVERSE, functions, Float.POSITIVE_INFINITY, false, batchFirst))
                    .input(noise(3, 2, 4))
                    .constant(noise(1, 20, 4))
                    .constant(noise(1, 20, 5))
                    .constant(noise(1, 40))
                    .results(2));
            cases.add(ExportCase.of(new Lstm(
                            5, RecurrentDirection.BIDIRECTIONAL, twice, Float.POSITIVE_INFINITY, false, batchFirst))
                    .input(noise(3, 2, 4))
                    .constant(noise(2, 20, 4))
                    .constant(noise(2, 20, 5))
                    .results(1));
        }
        return cases.stream();
    }

    private static TensorData noise(long... dims) {
        Shape shape = Shape.of(dims);
        Random random = new Random(shape.hashCode());
        float[] values = new float[(int) shape.elementCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return TensorData.ofFloats(shape, values);
    }

    private static TensorData longs(long... values) {
        return TensorData.ofLongs(Shape.of(values.length), values);
    }
}
