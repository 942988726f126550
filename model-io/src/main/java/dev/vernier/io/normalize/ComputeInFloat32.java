package dev.vernier.io.normalize;

import dev.vernier.engine.graph.Body;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Cast;
import dev.vernier.engine.graph.op.DequantizeRows;
import dev.vernier.engine.graph.op.If;
import dev.vernier.engine.graph.op.Loop;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.RoundToFloat;
import dev.vernier.io.ImportFinding;
import dev.vernier.io.ImportReport;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * A network stored in float16, bfloat16 or float64 is computed in float32: constants are converted, inputs take float32, and conversions
 * between floating types do nothing. Float32 is what every precision is compared with. Only a value that is converted down and straight up
 * again, or down to 8 bits, is rounded: there the rounding is all that the conversions are for.
 */
final class ComputeInFloat32 implements NormalizePass {
    @Override
    public Graph apply(Graph graph, ImportReport.Builder report) {
        Map<DataType, Integer> stored = new EnumMap<>(DataType.class);
        Graph computed = computed(graph, stored);
        stored.forEach((type, count) -> report.info(
                ImportFinding.Code.STORED_IN_OTHER_TYPE,
                "",
                count + (count == 1 ? " tensor is" : " tensors are") + " stored in "
                        + type.name().toLowerCase(Locale.ROOT) + "; the network is computed in float32."));
        return computed;
    }

    private static Graph computed(Graph graph, Map<DataType, Integer> stored) {
        Graph.Builder b = Graph.builder(graph.name());
        for (TensorSpec in : graph.inputs()) {
            count(stored, in.type());
            b.input(new TensorSpec(in.name(), computed(in.type()), in.shape()));
        }
        graph.constants().forEach((name, data) -> {
            count(stored, data.type());
            boolean codes = graph.consumersOf(name).stream().anyMatch(n -> n.op() instanceof DequantizeRows);
            b.constant(
                    name, isOther(data.type()) && !codes ? TensorData.ofFloats(data.shape(), data.toFloats()) : data);
        });
        for (Node n : graph.nodes()) {
            boolean casts = n.op() instanceof Cast && isOther(((Cast) n.op()).to());
            if (casts) {
                count(stored, ((Cast) n.op()).to());
            }
            Op op = casts ? inFloat32(graph, n) : withBodies(n.op(), stored);
            b.node(new Node(n.name(), op, n.inputs(), n.outputs()));
            n.outputs()
                    .forEach(out ->
                            graph.spec(out).ifPresent(s -> b.spec(new TensorSpec(out, computed(s.type()), s.shape()))));
        }
        return stored.isEmpty() ? graph : b.outputs(graph.outputs()).build();
    }

    /** The graphs inside an operation are computed as the one around it is. */
    private static Op withBodies(Op op, Map<DataType, Integer> stored) {
        if (op instanceof If) {
            If branch = (If) op;
            return new If(computed(branch.then(), stored), computed(branch.otherwise(), stored));
        }
        if (op instanceof Loop) {
            Loop loop = (Loop) op;
            return new Loop(computed(loop.body(), stored), loop.carried());
        }
        return op;
    }

    private static Body computed(Body body, Map<DataType, Integer> stored) {
        return new Body(computed(body.graph(), stored));
    }

    private static Op inFloat32(Graph graph, Node cast) {
        DataType to = ((Cast) cast.op()).to();
        if (to.bits() == 8) {
            return new RoundToFloat(to);
        }
        boolean straightUp = graph.consumersOf(cast.output()).stream()
                .allMatch(n -> n.op() instanceof Cast && ((Cast) n.op()).to().isFloating());
        boolean down = graph.spec(cast.input(0))
                .map(s -> s.type().isFloating() && s.type().bits() > to.bits())
                .orElse(false);
        return to != DataType.FLOAT64 && down && straightUp ? new RoundToFloat(to) : new Cast(DataType.FLOAT32);
    }

    private static void count(Map<DataType, Integer> stored, DataType type) {
        if (isOther(type)) {
            stored.merge(type, 1, Integer::sum);
        }
    }

    private static boolean isOther(DataType type) {
        return type.isFloating() && type != DataType.FLOAT32;
    }

    private static DataType computed(DataType type) {
        return isOther(type) ? DataType.FLOAT32 : type;
    }
}
