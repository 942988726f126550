package dev.vernier.io.onnx;

import static dev.vernier.io.onnx.OnnxEmitter.integer;
import static dev.vernier.io.onnx.OnnxEmitter.ints;
import static dev.vernier.io.onnx.OnnxEmitter.real;
import static dev.vernier.io.onnx.OnnxEmitter.text;

import ai.onnx.proto.OnnxMl;
import dev.vernier.engine.graph.Graph;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Convolutions, pools and matrix products. */
final class WindowExports {
    private WindowExports() {}

    static void addTo(Map<Class<? extends Op>, OnnxExport> table) {
        table.put(Conv.class, WindowExports::conv);
        table.put(ConvTranspose.class, WindowExports::convTranspose);
        table.put(MaxPool.class, WindowExports::maxPool);
        table.put(AveragePool.class, new AveragePoolExport());
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
        Attributes a = new Attributes()
                .list("strides", op.strides(), 1)
                .padding(op.padding())
                .list("dilations", op.dilations(), 1)
                .number("group", op.group(), 1);
        out.addImage("Conv", n, op.layout(), a.toArray());
    }

    private static void convTranspose(Node n, OnnxEmitter out) {
        ConvTranspose op = (ConvTranspose) n.op();
        Attributes a = new Attributes()
                .list("strides", op.strides(), 1)
                .padding(op.padding())
                .list("output_padding", op.outputPadding(), 0)
                .list("dilations", op.dilations(), 1)
                .number("group", op.group(), 1);
        out.addImage("ConvTranspose", n, op.layout(), a.toArray());
    }

    private static void maxPool(Node n, OnnxEmitter out) {
        MaxPool op = (MaxPool) n.op();
        Attributes a = new Attributes()
                .all("kernel_shape", op.kernel())
                .list("strides", op.strides(), 1)
                .padding(op.padding())
                .list("dilations", op.dilations(), 1)
                .number("ceil_mode", op.ceilMode() ? 1 : 0, 0);
        out.addImage("MaxPool", n, op.layout(), a.toArray());
    }

    private static final class AveragePoolExport implements OnnxExport {
        @Override
        public void emit(Node n, OnnxEmitter out) {
            AveragePool op = (AveragePool) n.op();
            Attributes a = new Attributes()
                    .all("kernel_shape", op.kernel())
                    .list("strides", op.strides(), 1)
                    .padding(op.padding())
                    .list("dilations", op.dilations(), 1)
                    .number("ceil_mode", op.ceilMode() ? 1 : 0, 0)
                    .number("count_include_pad", op.countIncludePadding() ? 1 : 0, 0);
            out.addImage("AveragePool", n, op.layout(), a.toArray());
        }

        /** Dilated windows came with operator set 19. */
        @Override
        public int neededOpset(Node n, Graph graph) {
            return ((AveragePool) n.op()).dilations().stream().anyMatch(d -> d != 1) ? 19 : 11;
        }
    }

    /** The attributes of a window operation; those that say what the operator does anyway are left out. */
    private static final class Attributes {
        private final List<OnnxMl.AttributeProto> attributes = new ArrayList<>();

        Attributes all(String name, List<Integer> values) {
            attributes.add(ints(name, values));
            return this;
        }

        Attributes list(String name, List<Integer> values, int usual) {
            return values.stream().allMatch(v -> v == usual) ? this : all(name, values);
        }

        Attributes number(String name, int value, int usual) {
            if (value != usual) {
                attributes.add(integer(name, value));
            }
            return this;
        }

        Attributes padding(Padding padding) {
            if (padding.mode() == Padding.Mode.EXPLICIT) {
                List<Integer> pads = new ArrayList<>(padding.begin());
                pads.addAll(padding.end());
                return list("pads", pads, 0);
            }
            if (padding.mode() != Padding.Mode.VALID) {
                attributes.add(text("auto_pad", padding.mode().name()));
            }
            return this;
        }

        OnnxMl.AttributeProto[] toArray() {
            return attributes.toArray(OnnxMl.AttributeProto[]::new);
        }
    }

    private static void gemm(Node n, OnnxEmitter out) {
        Gemm op = (Gemm) n.op();
        List<OnnxMl.AttributeProto> a = new ArrayList<>();
        if (op.transposeA()) {
            a.add(integer("transA", 1));
        }
        if (op.transposeB()) {
            a.add(integer("transB", 1));
        }
        if (op.alpha() != 1) {
            a.add(real("alpha", op.alpha()));
        }
        if (op.beta() != 1) {
            a.add(real("beta", op.beta()));
        }
        out.addSame("Gemm", n, a.toArray(OnnxMl.AttributeProto[]::new));
    }

    /** ONNX has no bias in MatMul: it is added by a node of its own. */
    private static void matMul(Node n, OnnxEmitter out) {
        if (!n.hasInput(2)) {
            out.addSame("MatMul", n);
            return;
        }
        String product = out.numbered("v");
        out.add("MatMul", n.name(), List.of(n.input(0), n.input(1)), List.of(product));
        out.addWithActivation(
                "Add",
                new Node(out.fresh(n.name() + "_bias"), n.op(), n.inputs(), n.outputs()),
                List.of(product, n.input(2)));
    }
}
