package dev.vernier.io.onnx;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import dev.vernier.engine.graph.op.Op;

/** A graph as an ONNX model: each node by its {@link OnnxExport}, constants as initializers, names kept. */
final class GraphToOnnx {
    /** Old enough for every runtime in use, new enough for per-channel quantization. */
    private static final int BASE_OPSET = 13;

    private GraphToOnnx() {}

    static OnnxMl.ModelProto convert(Graph graph) {
        int opset = graph.nodes().stream()
                .mapToInt(n -> OnnxExports.of(n).neededOpset(n, graph))
                .reduce(BASE_OPSET, Math::max);
        OnnxEmitter emitter = new OnnxEmitter(graph, opset);
        for (Node node : graph.nodes()) {
            OnnxExports.of(node).emit(node, emitter);
        }
        OnnxMl.GraphProto.Builder proto = OnnxMl.GraphProto.newBuilder().setName(graph.name());
        graph.inputs().forEach(i -> proto.addInput(valueInfo(i)));
        for (String out : graph.outputs()) {
            proto.addOutput(valueInfo(graph.spec(out)
                    .orElseThrow(
                            () -> new VernierException("Cannot export model " + graph.name() + ": the shape of output "
                                    + out + " is not known; the model holds an operation Vernier does not know"))));
        }
        emitter.nodes().forEach(proto::addNode);
        emitter.initializers().forEach(proto::addInitializer);
        return OnnxMl.ModelProto.newBuilder()
                .setIrVersion(opset >= 21 ? 10 : 8)
                .setProducerName("Vernier")
                .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setVersion(opset))
                .setGraph(proto)
                .build();
    }

    /** Whether {@code op} can be written. */
    static boolean isSupported(Op op) {
        return OnnxExports.isSupported(op.getClass());
    }

    static OnnxMl.ValueInfoProto valueInfo(TensorSpec spec) {
        OnnxMl.TensorShapeProto.Builder shape = OnnxMl.TensorShapeProto.newBuilder();
        for (int i = 0; i < spec.shape().rank(); i++) {
            long d = spec.shape().dim(i);
            OnnxMl.TensorShapeProto.Dimension.Builder dim = OnnxMl.TensorShapeProto.Dimension.newBuilder();
            shape.addDim(
                    d == Shape.UNKNOWN ? dim.setDimParam(i == 0 ? "N" : spec.name() + "_" + i) : dim.setDimValue(d));
        }
        OnnxMl.TypeProto.Tensor.Builder tensor = OnnxMl.TypeProto.Tensor.newBuilder()
                .setElemType(OnnxTypes.numberOf(spec.type()))
                .setShape(shape);
        return OnnxMl.ValueInfoProto.newBuilder()
                .setName(spec.name())
                .setType(OnnxMl.TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    /** {@code data} as an initializer; 4-bit elements packed two to a byte, the first one low. */
    static OnnxMl.TensorProto initializer(String name, TensorData data) {
        OnnxMl.TensorProto.Builder t =
                OnnxMl.TensorProto.newBuilder().setName(name).setDataType(OnnxTypes.numberOf(data.type()));
        for (long d : data.shape().toArray()) {
            t.addDims(d);
        }
        boolean packed = data.type() == DataType.INT4 || data.type() == DataType.UINT4;
        return t.setRawData(packed ? pack(data) : UnsafeByteOperations.unsafeWrap(data.bytes()))
                .build();
    }

    private static ByteString pack(TensorData data) {
        int n = Math.toIntExact(data.elementCount());
        byte[] packed = new byte[(n + 1) / 2];
        for (int i = 0; i < n; i++) {
            packed[i / 2] |= (byte) ((data.longAt(i) & 0xF) << (i % 2 * 4));
        }
        return UnsafeByteOperations.unsafeWrap(packed);
    }
}
