package dev.vernier.io.onnx;

import static dev.vernier.io.onnx.OnnxEmitter.integer;
import static dev.vernier.io.onnx.OnnxEmitter.text;

import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.op.Bitwise;
import dev.vernier.engine.graph.op.GatherElements;
import dev.vernier.engine.graph.op.GridSample;
import dev.vernier.engine.graph.op.NonZero;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.ScatterElements;
import dev.vernier.engine.graph.op.ScatterNd;
import dev.vernier.engine.graph.op.ScatterReduction;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Operations that take elements from places, or put them there, which are data themselves; and those on bits. */
final class PlaceExports {
    /** From here on sampling has names for any number of spatial axes. */
    private static final int SAMPLING_OF_VOLUMES = 20;

    private PlaceExports() {}

    static void addTo(Map<Class<? extends Op>, OnnxExport> table) {
        table.put(
                GatherElements.class,
                (n, out) -> out.addSame("GatherElements", n, integer("axis", ((GatherElements) n.op()).axis())));
        table.put(NonZero.class, (n, out) -> out.addSame("NonZero", n));
        table.put(
                ScatterElements.class,
                versioned(PlaceExports::scatterElements, n -> opsetOf(((ScatterElements) n.op()).reduction())));
        table.put(ScatterNd.class, versioned(PlaceExports::scatterNd, n -> opsetOf(((ScatterNd) n.op()).reduction())));
        table.put(Bitwise.class, versioned(PlaceExports::bitwise, n -> isShift(n) ? 11 : 18));
        table.put(GridSample.class, new OnnxExport() {
            @Override
            public void emit(Node node, OnnxEmitter out) {
                gridSample(node, out);
            }

            @Override
            public int neededOpset(Node node, Graph graph) {
                boolean images = graph.spec(node.input(0))
                        .map(s -> s.shape().rank() == 4)
                        .orElse(false);
                return images ? 16 : SAMPLING_OF_VOLUMES;
            }
        });
    }

    private static OnnxExport versioned(BiConsumer<Node, OnnxEmitter> export, Function<Node, Integer> opset) {
        return new OnnxExport() {
            @Override
            public void emit(Node node, OnnxEmitter out) {
                export.accept(node, out);
            }

            @Override
            public int neededOpset(Node node, Graph graph) {
                return opset.apply(node);
            }
        };
    }

    private static int opsetOf(ScatterReduction reduction) {
        return switch (reduction) {
            case NONE -> 11;
            case ADD, MUL -> 16;
            case MAX, MIN -> 18;
        };
    }

    private static void scatterElements(Node n, OnnxEmitter out) {
        ScatterElements op = (ScatterElements) n.op();
        if (op.reduction() == ScatterReduction.NONE) {
            out.addSame("ScatterElements", n, integer("axis", op.axis()));
        } else {
            out.addSame("ScatterElements", n, integer("axis", op.axis()), text("reduction", nameOf(op.reduction())));
        }
    }

    private static void scatterNd(Node n, OnnxEmitter out) {
        ScatterReduction reduction = ((ScatterNd) n.op()).reduction();
        if (reduction == ScatterReduction.NONE) {
            out.addSame("ScatterND", n);
        } else {
            out.addSame("ScatterND", n, text("reduction", nameOf(reduction)));
        }
    }

    private static String nameOf(ScatterReduction reduction) {
        return reduction.name().toLowerCase(Locale.ROOT);
    }

    private static boolean isShift(Node n) {
        return ((Bitwise) n.op()).type().equals("BitShift");
    }

    private static void bitwise(Node n, OnnxEmitter out) {
        Bitwise op = (Bitwise) n.op();
        if (isShift(n)) {
            out.addSame(op.type(), n, text("direction", op.kind() == Bitwise.Kind.SHIFT_LEFT ? "LEFT" : "RIGHT"));
        } else {
            out.addSame(op.type(), n);
        }
    }

    private static void gridSample(Node n, OnnxEmitter out) {
        GridSample op = (GridSample) n.op();
        boolean newNames = out.opset() >= SAMPLING_OF_VOLUMES;
        String mode = switch (op.mode()) {
            case NEAREST -> "nearest";
            case LINEAR -> newNames ? "linear" : "bilinear";
            case CUBIC -> newNames ? "cubic" : "bicubic";
        };
        String border = switch (op.border()) {
            case ZEROS -> "zeros";
            case EDGE -> "border";
            case REFLECTION -> "reflection";
        };
        out.addSame(
                "GridSample",
                n,
                text("mode", mode),
                text("padding_mode", border),
                integer("align_corners", op.alignCorners() ? 1 : 0));
    }
}
