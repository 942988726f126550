package dev.vernier.io.tflite;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Clamp;
import dev.vernier.engine.graph.op.DequantizeLinear;
import dev.vernier.engine.graph.op.FixedPointRescale;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.QuantizeLinear;
import dev.vernier.engine.graph.op.QuantizePerSample;
import dev.vernier.engine.graph.op.RoundAwayFrom;
import dev.vernier.engine.graph.op.RoundToFloat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.lite.schema.BuiltinOperator;

/**
 * Quantize and dequantize steps. Most leave no operator: the tensors between have codes. Steps that only imitate the rounding of the
 * runtime's own kernels are the runtime's own.
 */
final class QuantizationExports {
    private static final float LEAST_FACTOR = 0.5f;

    private QuantizationExports() {}

    static void addTo(Map<Class<? extends Op>, TfliteExport> table) {
        table.put(QuantizeLinear.class, QuantizationExports::quantize);
        table.put(DequantizeLinear.class, QuantizationExports::dequantize);
        table.put(FixedPointRescale.class, (n, out) -> out.bind(n.output(), out.held(0)));
        table.put(RoundAwayFrom.class, (n, out) -> out.bind(n.output(), out.held(0)));
        table.put(QuantizePerSample.class, QuantizationExports::perSample);
        table.put(RoundToFloat.class, (n, out) -> {
            if (((RoundToFloat) n.op()).format().bits() == 8) {
                throw out.cannot("it has no floats of 8 bits; choose int8 or fp16 for that layer");
            }
            throw out.cannot("its activations are float32 where weights are "
                    + (((RoundToFloat) n.op()).format() == DataType.FLOAT16 ? "float16" : "bfloat16")
                    + "; make the plan for target tflite");
        });
    }

    /** Codes that are on the grid already are passed on; others, and real numbers, go through a QUANTIZE operator. */
    private static void quantize(Node n, TfliteEmitter out) {
        QuantParams grid = ((QuantizeLinear) n.op()).params();
        HeldValue x = out.held(0);
        if (x.grid().map(grid::equals).orElse(false)) {
            out.bind(n.output(), x);
            return;
        }
        if (grid.isPerChannel()) {
            throw out.cannot("its activations have one scale, not one for each channel");
        }
        boolean codes = StoredCodes.isActivationGrid(grid)
                && x.grid()
                        .filter(StoredCodes::isActivationGrid)
                        .filter(g -> roundsOnce(g, grid))
                        .isPresent();
        WrittenTensor from = out.read(x, codes, x.arrangement());
        if (!StoredCodes.isActivationGrid(grid)) {
            from = limited(from, grid, out);
        }
        DataType type = grid.type().bits() > 8 ? DataType.INT16 : DataType.INT8;
        String name = x.name() + "/" + grid.type().bits() + "bit";
        WrittenTensor to = out.file().tensor(name, type, from.shape(), Optional.of(grid));
        out.op(BuiltinOperator.QUANTIZE, List.of(from), to);
        HeldValue held = HeldValue.computed(name, DataType.FLOAT32, x.shape(), x.arrangement(), Optional.of(grid));
        held.put(true, x.arrangement(), to);
        x.flatOrder().ifPresent(held::setFlatOrder);
        out.bind(n.output(), held);
    }

    /**
     * Whether the runtime goes from one grid to another with a single rounding. To wider codes it has no way at all; a factor below 1/2 it
     * applies in two steps with a rounding each, which changes up to a quarter of the codes.
     */
    private static boolean roundsOnce(QuantParams from, QuantParams to) {
        return from.type().bits() == 8 && to.type().bits() == 8 && from.scale() / to.scale() >= LEAST_FACTOR;
    }

    /** A grid of fewer codes than the runtime's types have: the real numbers are limited first, to the ends of the grid. */
    private static WrittenTensor limited(WrittenTensor x, QuantParams grid, TfliteEmitter out) {
        float low = (grid.type().qMin() - grid.zeroPoint()) * grid.scale();
        float high = (grid.type().qMax() - grid.zeroPoint()) * grid.scale();
        WrittenTensor to = out.between("limited", DataType.FLOAT32, x.shape());
        out.clamp(new Clamp(low, high), x, to);
        return to;
    }

    private static void dequantize(Node n, TfliteEmitter out) {
        HeldValue x = out.held(0);
        if (!x.isConstant() || x.grid().isPresent()) {
            out.bind(n.output(), x);
            return;
        }
        TensorData codes = x.constant().orElseThrow();
        QuantParams grid = ((DequantizeLinear) n.op()).params();
        out.bind(n.output(), HeldValue.constant(n.input(0), codes, Optional.of(grid)));
    }

    private static void perSample(Node n, TfliteEmitter out) {
        QuantizePerSample op = (QuantizePerSample) n.op();
        if (op.codes().bits() != 8) {
            throw out.cannot(
                    "it takes ranges at run time only for 8-bit activations; choose those, or a calibrated range");
        }
        HeldValue x = out.held(0);
        out.read(x, false, x.arrangement());
        HeldValue dynamic = x.seenAs(x.name(), x.shape(), x.arrangement());
        x.flatOrder().ifPresent(dynamic::setFlatOrder);
        dynamic.markPerSample(op.symmetric());
        out.bind(n.output(), dynamic);
    }
}
