package dev.vernier.io.onnx;

import static dev.vernier.io.onnx.OnnxEmitter.integer;
import static dev.vernier.io.onnx.OnnxEmitter.ints;
import static dev.vernier.io.onnx.OnnxEmitter.real;
import static dev.vernier.io.onnx.OnnxEmitter.text;

import ai.onnx.proto.OnnxMl;
import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.op.Concat;
import dev.vernier.engine.graph.op.DepthToSpace;
import dev.vernier.engine.graph.op.Expand;
import dev.vernier.engine.graph.op.Flatten;
import dev.vernier.engine.graph.op.Gather;
import dev.vernier.engine.graph.op.GatherNd;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Pad;
import dev.vernier.engine.graph.op.PadMode;
import dev.vernier.engine.graph.op.Reshape;
import dev.vernier.engine.graph.op.Resize;
import dev.vernier.engine.graph.op.ShapeOf;
import dev.vernier.engine.graph.op.Slice;
import dev.vernier.engine.graph.op.SpaceToDepth;
import dev.vernier.engine.graph.op.Split;
import dev.vernier.engine.graph.op.Squeeze;
import dev.vernier.engine.graph.op.Tile;
import dev.vernier.engine.graph.op.Transpose;
import dev.vernier.engine.graph.op.Unsqueeze;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Operations that move, select and resample. */
final class MovementExports {
    private MovementExports() {}

    static void addTo(Map<Class<? extends Op>, OnnxExport> table) {
        table.put(Reshape.class, new ReshapeExport());
        table.put(Pad.class, new PadExport());
        table.put(Resize.class, new ResizeExport());
        table.put(ShapeOf.class, new ShapeExport());
        for (Class<? extends Op> same :
                List.of(Slice.class, Squeeze.class, Unsqueeze.class, Expand.class, Tile.class)) {
            table.put(same, (n, out) -> out.addSame(n.op().type(), n));
        }
        table.put(Concat.class, (n, out) -> out.addSame("Concat", n, integer("axis", ((Concat) n.op()).axis())));
        table.put(Flatten.class, (n, out) -> out.addSame("Flatten", n, integer("axis", ((Flatten) n.op()).axis())));
        table.put(Gather.class, (n, out) -> out.addSame("Gather", n, integer("axis", ((Gather) n.op()).axis())));
        table.put(
                GatherNd.class,
                (n, out) -> out.addSame("GatherND", n, integer("batch_dims", ((GatherNd) n.op()).batchDims())));
        table.put(Split.class, new SplitExport());
        table.put(DepthToSpace.class, MovementExports::depthToSpace);
        table.put(SpaceToDepth.class, (n, out) -> {
            SpaceToDepth op = (SpaceToDepth) n.op();
            out.addImage("SpaceToDepth", n, op.layout(), integer("blocksize", op.blockSize()));
        });
        table.put(
                Transpose.class,
                (n, out) -> out.addSame("Transpose", n, ints("perm", ((Transpose) n.op()).permutation())));
    }

    private static final class SplitExport implements OnnxExport {
        @Override
        public void emit(Node n, OnnxEmitter out) {
            Split op = (Split) n.op();
            if (n.hasInput(1) || out.opset() < 18) {
                out.addSame("Split", n, integer("axis", op.axis()));
            } else {
                out.addSame("Split", n, integer("axis", op.axis()), integer("num_outputs", op.parts()));
            }
        }

        /** Before operator set 18 parts without lengths are all equal. */
        @Override
        public int neededOpset(Node n, Graph graph) {
            Split op = (Split) n.op();
            long length =
                    graph.spec(n.input(0)).map(s -> s.shape().dim(op.axis())).orElse(Shape.UNKNOWN);
            return n.hasInput(1) || (length != Shape.UNKNOWN && length % op.parts() == 0) ? 13 : 18;
        }
    }

    private static void depthToSpace(Node n, OnnxEmitter out) {
        DepthToSpace op = (DepthToSpace) n.op();
        out.addImage(
                "DepthToSpace",
                n,
                op.layout(),
                integer("blocksize", op.blockSize()),
                text("mode", op.depthLast() ? "DCR" : "CRD"));
    }

    private static final class ReshapeExport implements OnnxExport {
        @Override
        public void emit(Node n, OnnxEmitter out) {
            boolean allowZero = ((Reshape) n.op()).allowZero();
            if (allowZero) {
                out.addSame("Reshape", n, integer("allowzero", 1));
            } else {
                out.addSame("Reshape", n);
            }
        }

        @Override
        public int neededOpset(Node n, Graph graph) {
            return ((Reshape) n.op()).allowZero() ? 14 : 5;
        }
    }

    private static final class PadExport implements OnnxExport {
        @Override
        public void emit(Node n, OnnxEmitter out) {
            if (((Pad) n.op()).mode() == PadMode.SYMMETRIC) {
                throw new VernierException("Cannot export layer \"" + n.name()
                        + "\": ONNX has no border that mirrors its own edge; export to TensorFlow Lite, or a configuration"
                        + " instead of a model");
            }
            out.addSame("Pad", n, text("mode", ((Pad) n.op()).mode().name().toLowerCase(Locale.ROOT)));
        }

        @Override
        public int neededOpset(Node n, Graph graph) {
            return ((Pad) n.op()).mode() == PadMode.WRAP ? 19 : n.hasInput(3) ? 18 : 11;
        }
    }

    private static final class ShapeExport implements OnnxExport {
        @Override
        public void emit(Node n, OnnxEmitter out) {
            ShapeOf op = (ShapeOf) n.op();
            List<OnnxMl.AttributeProto> attributes = new ArrayList<>();
            if (op.start() != 0) {
                attributes.add(integer("start", op.start()));
            }
            if (op.end() != Integer.MAX_VALUE) {
                attributes.add(integer("end", op.end()));
            }
            out.addSame("Shape", n, attributes.toArray(OnnxMl.AttributeProto[]::new));
        }

        @Override
        public int neededOpset(Node n, Graph graph) {
            ShapeOf op = (ShapeOf) n.op();
            return op.start() != 0 || op.end() != Integer.MAX_VALUE ? 15 : 1;
        }
    }

    private static final class ResizeExport implements OnnxExport {
        @Override
        public void emit(Node n, OnnxEmitter out) {
            Resize op = (Resize) n.op();
            List<OnnxMl.AttributeProto> attributes = new ArrayList<>(List.of(
                    text("mode", name(op.mode())),
                    text("coordinate_transformation_mode", name(op.coordinates())),
                    text("nearest_mode", name(op.nearest())),
                    real("cubic_coeff_a", op.cubicCoefficient()),
                    integer("exclude_outside", op.excludeOutside() ? 1 : 0),
                    real("extrapolation_value", op.extrapolationValue())));
            if (op.antialias()) {
                attributes.add(integer("antialias", 1));
            }
            out.addSame("Resize", n, attributes.toArray(OnnxMl.AttributeProto[]::new));
        }

        private static String name(Enum<?> e) {
            return e.name().toLowerCase(Locale.ROOT);
        }

        @Override
        public int neededOpset(Node n, Graph graph) {
            Resize op = (Resize) n.op();
            boolean new19 = op.coordinates() == Resize.Coordinates.HALF_PIXEL_SYMMETRIC;
            return new19 ? 19 : op.antialias() ? 18 : 13;
        }
    }
}
