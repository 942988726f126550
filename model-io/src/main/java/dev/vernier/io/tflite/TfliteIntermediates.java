package dev.vernier.io.tflite;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.vernier.engine.graph.Graph;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.lite.schema.BufferT;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.ModelT;
import org.tensorflow.lite.schema.OperatorT;
import org.tensorflow.lite.schema.QuantizationParametersT;
import org.tensorflow.lite.schema.SubGraphT;
import org.tensorflow.lite.schema.TensorT;

/** An exported file, looked into: a copy of it that answers with the results of its layers, after its own. */
public final class TfliteIntermediates {
    private TfliteIntermediates() {}

    /** The results of layers that an export of {@code lowered} computes, by layer; each named as its tensor is. */
    public static Map<String, TflitePort> layers(Graph lowered) {
        return GraphToTflite.convert(lowered, PortType.FLOAT32).layers();
    }

    /**
     * A copy of {@code file} that answers with the tensors called {@code names} after its own outputs.
     *
     * @return the copy, and which of the names it has, in their order
     */
    public static Answering answering(byte[] file, List<String> names) {
        ModelT model = Model.getRootAsModel(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN))
                .unpack();
        SubGraphT graph = model.getSubgraphs()[0];
        dropEmptyLists(model, graph);
        Map<String, Integer> indices = new HashMap<>();
        TensorT[] tensors = graph.getTensors();
        for (int i = 0; i < tensors.length; i++) {
            indices.put(tensors[i].getName(), i);
        }
        List<Integer> outputs =
                new ArrayList<>(Arrays.stream(graph.getOutputs()).boxed().toList());
        List<String> found = new ArrayList<>();
        for (String name : names) {
            Integer index = indices.get(name);
            if (index != null && !outputs.contains(index)) {
                outputs.add(index);
                found.add(name);
            }
        }
        graph.setOutputs(outputs.stream().mapToInt(Integer::intValue).toArray());
        model.setSignatureDefs(null);
        FlatBufferBuilder builder = new FlatBufferBuilder(file.length + (1 << 12));
        Model.finishModelBuffer(builder, Model.pack(builder, model));
        return new Answering(builder.sizedByteArray(), found);
    }

    /** Unpacking makes empty lists of what is not there, and the runtime rejects some of them. */
    private static void dropEmptyLists(ModelT model, SubGraphT graph) {
        for (BufferT buffer : model.getBuffers()) {
            if (isEmpty(buffer.getData())) {
                buffer.setData(null);
            }
        }
        for (OperatorT operator : graph.getOperators()) {
            operator.setCustomOptions(null);
            operator.setMutatingVariableInputs(null);
            operator.setIntermediates(null);
        }
        for (TensorT tensor : graph.getTensors()) {
            if (isEmpty(tensor.getShapeSignature())) {
                tensor.setShapeSignature(null);
            }
            QuantizationParametersT q = tensor.getQuantization();
            if (q != null) {
                // Viewers alone read them.
                q.setMin(null);
                q.setMax(null);
            }
        }
    }

    private static boolean isEmpty(int[] list) {
        return list != null && list.length == 0;
    }

    /** A copy of a file with more outputs. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Answering(byte[] file, List<String> added) {
        public Answering {
            added = List.copyOf(added);
        }
    }
}
