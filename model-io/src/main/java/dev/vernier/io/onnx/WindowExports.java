package dev.vernier.io.onnx;

import static dev.vernier.io.onnx.OnnxEmitter.integer;
import static dev.vernier.io.onnx.OnnxEmitter.ints;
import static dev.vernier.io.onnx.OnnxEmitter.real;
import static dev.vernier.io.onnx.OnnxEmitter.text;

import ai.onnx.proto.OnnxMl;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.op.AveragePool;
import dev.vernier.engine.graph.op.BatchNormalization;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.ConvTranspose;
import dev.vernier.engine.graph.op.Gemm;
import dev.vernier.engine.graph.op.GlobalAveragePool;
import dev.vernier.engine.graph.op.GlobalMaxPool;
import dev.vernier.engine.graph.op.MatMul;
import dev.vernier.engine.graph.op.MaxPool;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Padding;
import java.util.List;
import java.util.Map;

/** Convolutions, pools and matrix products. */
final class WindowExports {
    private WindowExports() {}

    static void addTo(Map<Class<? extends Op>, OnnxExport> table) {
        table.put(Conv.class, WindowExports::conv);
        table.put(ConvTranspose.class, WindowExports::convTranspose);
        table.put(MaxPool.class, WindowExports::maxPool);
        table.put(AveragePool.class, WindowExports::averagePool);
        table.put(
                GlobalAveragePool.class,
                (n, out) -> out.addImage("GlobalAveragePool", n, ((GlobalAveragePool) n.op()).layout()));
        table.put(GlobalMaxPool.class, (n, out) -> out.addImage("GlobalMaxPool", n, ((GlobalMaxPool) n.op()).layout()));
        table.put(BatchNormalization.class, (n, out) -> {
            BatchNormalization op = (BatchNormalization) n.op();
            out.addImage("BatchNormalization", n, op.layout(), real("epsilon", op.epsilon()));
        });
        table.put(Gemm.class, WindowExports::gemm);
        table.put(MatMul.class, WindowExports::matMul);
    }

    private static void conv(Node n, OnnxEmitter out) {
        Conv op = (Conv) n.op();
        out.addImage(
                "Conv",
                n,
                op.layout(),
                ints("strides", op.strides()),
                pads(op.padding()),
                ints("dilations", op.dilations()),
                integer("group", op.group()));
    }

    private static void convTranspose(Node n, OnnxEmitter out) {
        ConvTranspose op = (ConvTranspose) n.op();
        out.addImage(
                "ConvTranspose",
                n,
                op.layout(),
                ints("strides", op.strides()),
                pads(op.padding()),
                ints("output_padding", op.outputPadding()),
                ints("dilations", op.dilations()),
                integer("group", op.group()));
    }

    private static void maxPool(Node n, OnnxEmitter out) {
        MaxPool op = (MaxPool) n.op();
        out.addImage(
                "MaxPool",
                n,
                op.layout(),
                ints("kernel_shape", op.kernel()),
                ints("strides", op.strides()),
                pads(op.padding()),
                ints("dilations", op.dilations()),
                integer("ceil_mode", op.ceilMode() ? 1 : 0));
    }

    private static void averagePool(Node n, OnnxEmitter out) {
        AveragePool op = (AveragePool) n.op();
        boolean dilated = op.dilations().stream().anyMatch(d -> d != 1);
        if (dilated && out.opset() < 19) {
            throw new dev.vernier.engine.VernierException("Cannot export layer \"" + n.name()
                    + "\": a dilated average pool needs ONNX operator set 19; export a configuration instead");
        }
        out.addImage(
                "AveragePool",
                n,
                op.layout(),
                ints("kernel_shape", op.kernel()),
                ints("strides", op.strides()),
                pads(op.padding()),
                integer("ceil_mode", op.ceilMode() ? 1 : 0),
                integer("count_include_pad", op.countIncludePadding() ? 1 : 0));
    }

    private static OnnxMl.AttributeProto pads(Padding padding) {
        if (padding.mode() != Padding.Mode.EXPLICIT) {
            return text("auto_pad", padding.mode().name());
        }
        return ints(
                "pads",
                java.util.stream.Stream.concat(padding.begin().stream(), padding.end().stream())
                        .mapToLong(Integer::longValue)
                        .toArray());
    }

    private static void gemm(Node n, OnnxEmitter out) {
        Gemm op = (Gemm) n.op();
        out.addSame(
                "Gemm",
                n,
                integer("transA", op.transposeA() ? 1 : 0),
                integer("transB", op.transposeB() ? 1 : 0),
                real("alpha", op.alpha()),
                real("beta", op.beta()));
    }

    /** ONNX has no bias in MatMul: it is added by a node of its own. */
    private static void matMul(Node n, OnnxEmitter out) {
        if (!n.hasInput(2)) {
            out.addSame("MatMul", n);
            return;
        }
        String product = out.fresh(n.output() + "__product");
        out.add("MatMul", n.name(), List.of(n.input(0), n.input(1)), List.of(product));
        out.addWithActivation(
                "Add",
                new Node(out.fresh(n.name() + "_bias"), n.op(), n.inputs(), n.outputs()),
                List.of(product, n.input(2)));
    }
}
