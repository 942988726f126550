package dev.vernier.io.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.vernier.engine.VernierException;
import dev.vernier.engine.exec.Interpreter;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.io.ImportFinding;
import dev.vernier.io.ImportReport;
import dev.vernier.io.normalize.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One backend test through conversion, normal form and execution. */
final class NodeTestRun {
    /** How a test ended. */
    enum Kind {
        PASSED,
        UNSUPPORTED,
        REFUSED,
        WRONG,
        CRASHED
    }

    /** @param why a sentence, empty for a test that passed */
    record Outcome(Kind kind, String why) {}

    /** Tolerances of the ONNX backend tests. */
    private static final double RELATIVE = 1e-3;

    private static final double ABSOLUTE = 1e-4;

    private NodeTestRun() {}

    static Outcome run(NodeTestArchive.NodeTest test) {
        String notHeld = whatIsNotHeld(test);
        if (!notHeld.isEmpty()) {
            return new Outcome(Kind.UNSUPPORTED, notHeld);
        }
        try {
            ImportReport.Builder report = new ImportReport.Builder();
            OnnxTensors tensors = new OnnxTensors(OnnxExternalData.none());
            Graph converted = new OnnxToGraph(test.model(), tensors, report).convert(test.name());
            List<ImportFinding> errors = report.build().errors();
            if (!errors.isEmpty()) {
                return new Outcome(Kind.UNSUPPORTED, errors.get(0).sentence());
            }
            Graph graph = Normalizer.normalize(converted, report);
            for (NodeTestArchive.DataSet set : test.dataSets()) {
                String difference = difference(test, graph, set);
                if (!difference.isEmpty()) {
                    return new Outcome(Kind.WRONG, difference);
                }
            }
            return new Outcome(Kind.PASSED, "");
        } catch (VernierException e) {
            return new Outcome(Kind.REFUSED, e.getMessage());
        } catch (RuntimeException | Error e) {
            return new Outcome(Kind.CRASHED, e + " at " + e.getStackTrace()[0]);
        }
    }

    /** Inputs that no network here has: sequences, and element types that are not held. */
    private static String whatIsNotHeld(NodeTestArchive.NodeTest test) {
        for (ValueInfoProto in : test.model().getGraph().getInputList()) {
            if (!in.getType().hasTensorType()) {
                return "input that is no tensor";
            }
            int type = in.getType().getTensorType().getElemType();
            if (OnnxTypes.of(type).isEmpty() || type == TensorProto.DataType.STRING_VALUE) {
                return "input of type " + OnnxTypes.nameOf(type);
            }
        }
        return "";
    }

    private static String difference(NodeTestArchive.NodeTest test, Graph graph, NodeTestArchive.DataSet set) {
        Map<String, TensorData> inputs = new HashMap<>();
        List<ValueInfoProto> declared = test.model().getGraph().getInputList();
        for (int i = 0; i < set.inputs().size(); i++) {
            String name = declared.get(i).getName();
            TensorData given = OnnxTensors.read(set.inputs().get(i));
            graph.inputs().stream()
                    .filter(in -> in.name().equals(name))
                    .forEach(in -> inputs.put(name, asTaken(given, in)));
        }
        Map<String, TensorData> outputs = Interpreter.run(graph, inputs, graph.outputs());
        for (int i = 0; i < set.outputs().size(); i++) {
            String difference =
                    difference(set.outputs().get(i), outputs.get(graph.outputs().get(i)));
            if (!difference.isEmpty()) {
                return "output " + graph.outputs().get(i) + ": " + difference;
            }
        }
        return "";
    }

    /** Networks stored in float16 or float64 take float32. */
    private static TensorData asTaken(TensorData given, TensorSpec input) {
        return given.type() != input.type() && input.type() == DataType.FLOAT32
                ? TensorData.ofFloats(given.shape(), given.toFloats())
                : given;
    }

    private static String difference(TensorProto expectedProto, TensorData actual) {
        TensorData expected = OnnxTensors.read(expectedProto);
        if (!expected.shape().equals(actual.shape())) {
            return "shape " + actual.shape() + " where " + expected.shape() + " is right";
        }
        if (expected.type().isFloating() != actual.type().isFloating()) {
            return "type " + actual.type() + " where " + expected.type() + " is right";
        }
        for (int i = 0; i < expected.elementCount(); i++) {
            double e = expected.doubleAt(i);
            double a = actual.doubleAt(i);
            boolean same =
                    Double.isNaN(e) ? Double.isNaN(a) : e == a || Math.abs(e - a) <= ABSOLUTE + RELATIVE * Math.abs(e);
            if (!same) {
                return "element " + i + " is " + a + " where " + e + " is right";
            }
        }
        return "";
    }
}
