package dev.vernier.io.normalize;

import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Cast;
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
 * again is rounded: there the rounding is all that the conversions are for.
 */
final class ComputeInFloat32 implements NormalizePass {
    @Override
    public Graph apply(Graph graph, ImportReport.Builder report) {
        Map<DataType, Integer> stored = new EnumMap<>(DataType.class);
        Graph.Builder b = Graph.builder(graph.name());
        for (TensorSpec in : graph.inputs()) {
            count(stored, in.type());
            b.input(new TensorSpec(in.name(), computed(in.type()), in.shape()));
        }
        graph.constants().forEach((name, data) -> {
            count(stored, data.type());
            b.constant(name, isOther(data.type()) ? TensorData.ofFloats(data.shape(), data.toFloats()) : data);
        });
        for (Node n : graph.nodes()) {
            boolean casts = n.op() instanceof Cast && isOther(((Cast) n.op()).to());
            if (casts) {
                count(stored, ((Cast) n.op()).to());
            }
            b.node(casts ? new Node(n.name(), inFloat32(graph, n), n.inputs(), n.outputs()) : n);
            n.outputs()
                    .forEach(out ->
                            graph.spec(out).ifPresent(s -> b.spec(new TensorSpec(out, computed(s.type()), s.shape()))));
        }
        if (stored.isEmpty()) {
            return graph;
        }
        stored.forEach((type, count) -> report.info(
                ImportFinding.Code.STORED_IN_OTHER_TYPE,
                "",
                count + (count == 1 ? " tensor is" : " tensors are") + " stored in "
                        + type.name().toLowerCase(Locale.ROOT) + "; the network is computed in float32."));
        return b.outputs(graph.outputs()).build();
    }

    private static Op inFloat32(Graph graph, Node cast) {
        DataType to = ((Cast) cast.op()).to();
        boolean straightUp = graph.consumersOf(cast.output()).stream()
                .allMatch(n -> n.op() instanceof Cast && ((Cast) n.op()).to().isFloating());
        boolean down = graph.spec(cast.input(0))
                .map(s -> s.type() == DataType.FLOAT32 || s.type() == DataType.FLOAT64)
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
