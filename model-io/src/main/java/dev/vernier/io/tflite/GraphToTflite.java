package dev.vernier.io.tflite;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.QuantType;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.DequantizeLinear;
import dev.vernier.engine.graph.op.FixedPointRescale;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.QuantizeLinear;
import dev.vernier.engine.graph.op.RoundAwayFrom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tensorflow.lite.schema.BuiltinOperator;

/**
 * A graph as a TensorFlow Lite model: each node by its {@link TfliteExport}, on codes where the plan puts codes before and after it and the
 * runtime has a kernel for them.
 */
final class GraphToTflite {
    /** Unsigned codes are the signed ones moved by half their number. */
    private static final int UNSIGNED_SHIFT = 128;

    private final Graph graph;
    private final PortType ports;
    private final TfliteEmitter out;
    private final Map<String, WrittenTensor> inputs = new LinkedHashMap<>();
    private final Map<String, WrittenTensor> outputs = new LinkedHashMap<>();
    private final List<TflitePort> inputPorts = new ArrayList<>();
    private final List<TflitePort> outputPorts = new ArrayList<>();

    /** What became of a graph; layers by name, each as its tensor is called. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Result(byte[] bytes, List<TflitePort> inputs, List<TflitePort> outputs, Map<String, TflitePort> layers) {}

    private GraphToTflite(Graph graph, PortType ports) {
        this.graph = graph;
        this.ports = ports;
        this.out = new TfliteEmitter(graph);
    }

    /**
     * @throws VernierException if an operation has no TensorFlow Lite form, or the ports wanted are codes and the plan leaves them real
     */
    static Result convert(Graph graph, PortType ports) {
        return new GraphToTflite(graph, ports).convert();
    }

    private Result convert() {
        graph.inputs().forEach(this::input);
        for (Node node : graph.nodes()) {
            TfliteExport export = TfliteExports.of(node);
            out.begin(node, codesOf(node, export));
            export.emit(node, out);
        }
        graph.outputs().forEach(this::output);
        return new Result(
                out.file().toBytes(graph.name(), inputs, outputs),
                List.copyOf(inputPorts),
                List.copyOf(outputPorts),
                out.layers());
    }

    // Which nodes run on codes

    /** The grid of the node's results, if the node is to compute with codes. */
    private Optional<QuantParams> codesOf(Node node, TfliteExport export) {
        Op op = node.op();
        if (TfliteEmitter.isStep(op)) {
            return Optional.empty();
        }
        List<HeldValue> operands = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            operands.add(node.hasInput(i) ? out.held(node.input(i)) : null);
        }
        Optional<QuantParams> first = Optional.empty();
        List<Integer> quantizable =
                op.unifiesInputs() ? IntStream.range(0, operands.size()).boxed().toList() : op.quantizableInputs();
        for (int i : quantizable) {
            HeldValue h = i < operands.size() ? operands.get(i) : null;
            if (h == null || h.isConstant()) {
                continue;
            }
            Optional<QuantParams> grid = h.grid().filter(StoredCodes::isActivationGrid);
            if (grid.isEmpty()
                    || (first.isPresent()
                            && first.get().type().bits() != grid.get().type().bits())) {
                return Optional.empty();
            }
            first = first.isPresent() ? first : grid;
        }
        if (first.isEmpty()) {
            return Optional.empty();
        }
        Optional<QuantParams> result = op.keepsScale() ? first : gridAfter(node.output());
        DataType type = first.get().type().storage();
        return result.filter(StoredCodes::isActivationGrid)
                .filter(g -> g.type().storage() == type)
                .filter(g -> export.takesCodes(node, type, new CodesContext(operands, g)));
    }

    /** The grid that {@code value} is put on, if nothing reads it in another form. */
    private Optional<QuantParams> gridAfter(String value) {
        List<Node> readers = graph.consumersOf(value);
        if (graph.outputs().contains(value) || readers.size() != 1) {
            return Optional.empty();
        }
        Op reader = readers.get(0).op();
        if (reader instanceof FixedPointRescale || reader instanceof RoundAwayFrom) {
            return gridAfter(readers.get(0).output());
        }
        return reader instanceof QuantizeLinear ? Optional.of(((QuantizeLinear) reader).params()) : Optional.empty();
    }

    // Ports

    private void input(TensorSpec spec) {
        Arrangement arrangement = ImageInputs.arrangement(graph, spec);
        boolean codes = ports != PortType.FLOAT32 && spec.type() == DataType.FLOAT32;
        Optional<QuantParams> grid = codes ? Optional.of(inputGrid(spec.name())) : gridOfCodes(spec);
        HeldValue held = HeldValue.computed(spec.name(), spec.type(), spec.shape(), arrangement, grid);
        WrittenTensor port = portTensor(spec.name(), spec.type(), arrangement, spec, grid);
        WrittenTensor first = port;
        if (codes && ports == PortType.UINT8) {
            first = out.file().tensor(spec.name() + "/int8", DataType.INT8, port.shape(), grid);
            out.op(BuiltinOperator.QUANTIZE, List.of(port), first);
        }
        held.put(grid.isPresent(), arrangement, first);
        out.bind(spec.name(), held);
        inputs.put(spec.name(), port);
        inputPorts.add(new TflitePort(spec.name(), arrangement.axes()));
    }

    /** The grid of an input that is codes in the graph already. */
    private Optional<QuantParams> gridOfCodes(TensorSpec spec) {
        return graph.consumersOf(spec.name()).stream()
                .filter(n -> n.op() instanceof DequantizeLinear)
                .map(n -> ((DequantizeLinear) n.op()).params())
                .findFirst();
    }

    private WrittenTensor portTensor(
            String name, DataType type, Arrangement arrangement, TensorSpec spec, Optional<QuantParams> grid) {
        boolean unsigned = grid.isPresent() && ports == PortType.UINT8;
        DataType stored = grid.isEmpty() || type.isInteger() ? type : unsigned ? DataType.UINT8 : DataType.INT8;
        Optional<QuantParams> said = unsigned ? grid.map(GraphToTflite::unsigned) : grid;
        return out.file().tensor(name, stored, arrangement.shapeInFile(spec.shape()), said);
    }

    private static QuantParams unsigned(QuantParams grid) {
        return QuantParams.perTensor(new QuantType(8, 0, 255), grid.scale(), grid.zeroPoint() + UNSIGNED_SHIFT);
    }

    private QuantParams inputGrid(String input) {
        return graph.consumersOf(input).stream()
                .filter(n -> n.op() instanceof QuantizeLinear)
                .map(n -> ((QuantizeLinear) n.op()).params())
                .filter(g -> g.type().bits() == 8 && StoredCodes.isActivationGrid(g))
                .findFirst()
                .orElseThrow(() -> new VernierException("Cannot export model " + graph.name() + " with " + ports.label()
                        + " inputs: the plan leaves input \"" + input
                        + "\" real; put it at int8, or leave out --io"));
    }

    private void output(String value) {
        HeldValue held = out.held(value);
        Arrangement own = held.arrangement();
        boolean image = own.rank() >= 3 && own.equals(Arrangement.channelsLast(own.rank()));
        Arrangement arrangement = image ? own : Arrangement.natural(own.rank());
        boolean codes = held.grid().isPresent();
        WrittenTensor tensor;
        if (ports != PortType.FLOAT32 && out.spec(value).type() == DataType.FLOAT32) {
            tensor = codesOut(value, held, arrangement);
        } else if (codes && !out.spec(value).type().isFloating()) {
            tensor = out.read(held, true, arrangement);
        } else if (codes) {
            WrittenTensor stored = out.read(held, true, arrangement);
            tensor = out.file().tensor(value, DataType.FLOAT32, stored.shape(), Optional.empty());
            out.op(BuiltinOperator.DEQUANTIZE, List.of(stored), tensor);
        } else {
            tensor = out.read(held, false, arrangement);
        }
        boolean taken = tensor.isConstant() || inputs.containsValue(tensor) || outputs.containsValue(tensor);
        if (taken) {
            WrittenTensor copy = out.file().tensor(value, tensor.type(), tensor.shape(), tensor.grid());
            out.op(
                    BuiltinOperator.RESHAPE,
                    List.of(tensor, out.ints(tensor.shape().toArray())),
                    copy);
            tensor = copy;
        }
        outputs.put(value, tensor);
        outputPorts.add(new TflitePort(value, arrangement.axes()));
    }

    private WrittenTensor codesOut(String value, HeldValue held, Arrangement arrangement) {
        QuantParams grid = held.grid()
                .filter(g -> g.type().bits() == 8)
                .orElseThrow(() -> new VernierException("Cannot export model " + graph.name() + " with " + ports.label()
                        + " outputs: the plan leaves output \"" + value
                        + "\" real; put its layer at int8, or leave out --io"));
        WrittenTensor stored = out.read(held, true, arrangement);
        if (ports == PortType.INT8) {
            return stored;
        }
        WrittenTensor moved = out.file().tensor(value, DataType.UINT8, stored.shape(), Optional.of(unsigned(grid)));
        out.op(BuiltinOperator.QUANTIZE, List.of(stored), moved);
        return moved;
    }
}
