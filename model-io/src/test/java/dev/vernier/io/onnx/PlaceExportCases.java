package dev.vernier.io.onnx;

import static dev.vernier.io.onnx.ExportCases.longs;
import static dev.vernier.io.onnx.ExportCases.noise;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Bitwise;
import dev.vernier.engine.graph.op.GatherElements;
import dev.vernier.engine.graph.op.GridSample;
import dev.vernier.engine.graph.op.NonZero;
import dev.vernier.engine.graph.op.ScatterElements;
import dev.vernier.engine.graph.op.ScatterNd;
import dev.vernier.engine.graph.op.ScatterReduction;
import java.util.List;

/** Nodes that take elements from places, or put them there, which are data themselves; and those on bits. */
final class PlaceExportCases {
    private PlaceExportCases() {}

    static void addTo(List<ExportCase> cases) {
        TensorData indices = TensorData.ofLongs(Shape.of(2, 2), -1, 0, 1, 1);
        cases.add(ExportCase.of(new GatherElements(1)).input(noise(2, 3)).input(indices));
        for (ScatterReduction r : ScatterReduction.values()) {
            cases.add(ExportCase.of(new ScatterElements(1, r))
                    .input(noise(2, 3))
                    .constant(TensorData.ofLongs(Shape.of(2, 2), -1, 0, 1, 2))
                    .input(noise(2, 2)));
            cases.add(ExportCase.of(new ScatterNd(r))
                    .input(noise(2, 3))
                    .constant(TensorData.ofLongs(Shape.of(1, 1), 1))
                    .input(noise(1, 3)));
        }
        cases.add(ExportCase.of(new NonZero()).input(TensorData.ofFloats(Shape.of(2, 3), 0, 2, 0, 4, 0, -6)));
        for (Bitwise.Kind kind : Bitwise.Kind.values()) {
            boolean shift = kind == Bitwise.Kind.SHIFT_LEFT || kind == Bitwise.Kind.SHIFT_RIGHT;
            TensorData bytes = TensorData.ofBytes(DataType.UINT8, Shape.of(3), (byte) 0xF1, (byte) 12, (byte) 3);
            TensorData by = TensorData.ofBytes(DataType.UINT8, Shape.of(3), (byte) 1, (byte) 2, (byte) 0);
            cases.add(ExportCase.of(new Bitwise(kind))
                    .input(shift ? bytes : longs(12, -1))
                    .input(shift ? by : longs(10, 3)));
        }
        for (GridSample.Mode mode : GridSample.Mode.values()) {
            for (GridSample.Border border : GridSample.Border.values()) {
                boolean align = border == GridSample.Border.EDGE;
                cases.add(ExportCase.of(new GridSample(mode, border, align))
                        .input(noise(1, 2, 4, 5))
                        .input(noise(1, 3, 4, 2)));
            }
        }
        cases.add(ExportCase.of(new GridSample(GridSample.Mode.LINEAR, GridSample.Border.ZEROS, false))
                .input(noise(1, 2, 3, 4, 5))
                .input(noise(1, 2, 3, 2, 3)));
    }
}
