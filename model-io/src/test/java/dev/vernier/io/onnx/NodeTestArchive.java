package dev.vernier.io.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The backend tests of the ONNX project as a zip holds them: one model and some sets of inputs and outputs a test, all in memory. */
final class NodeTestArchive {
    /** One test. */
    record NodeTest(String name, ModelProto model, List<DataSet> dataSets) {}

    /** What goes in and what must come out, in the order of the model's inputs and outputs; null where a value is no tensor. */
    record DataSet(List<TensorProto> inputs, List<TensorProto> outputs) {}

    private NodeTestArchive() {}

    /** Tests whose folder begins with {@code prefix}, such as {@code node/}. */
    static List<NodeTest> read(Path zip, String prefix) throws IOException {
        Map<String, Map<String, byte[]>> folders = new TreeMap<>();
        try (ZipFile file = new ZipFile(zip.toFile())) {
            for (ZipEntry e : java.util.Collections.list(file.entries())) {
                if (!e.isDirectory() && e.getName().startsWith(prefix)) {
                    String rest = e.getName().substring(prefix.length());
                    int slash = rest.indexOf('/');
                    folders.computeIfAbsent(rest.substring(0, slash), k -> new TreeMap<>())
                            .put(
                                    rest.substring(slash + 1),
                                    file.getInputStream(e).readAllBytes());
                }
            }
        }
        List<NodeTest> tests = new ArrayList<>();
        for (Map.Entry<String, Map<String, byte[]>> folder : folders.entrySet()) {
            byte[] model = folder.getValue().get("model.onnx");
            if (model != null) {
                tests.add(new NodeTest(folder.getKey(), ModelProto.parseFrom(model), dataSets(folder.getValue())));
            }
        }
        return tests;
    }

    private static List<DataSet> dataSets(Map<String, byte[]> files) {
        List<DataSet> sets = new ArrayList<>();
        for (int i = 0; files.containsKey("test_data_set_" + i + "/output_0.pb"); i++) {
            sets.add(new DataSet(
                    tensors(files, "test_data_set_" + i + "/input_"),
                    tensors(files, "test_data_set_" + i + "/output_")));
        }
        return sets;
    }

    private static List<TensorProto> tensors(Map<String, byte[]> files, String prefix) {
        List<TensorProto> tensors = new ArrayList<>();
        for (int i = 0; files.containsKey(prefix + i + ".pb"); i++) {
            TensorProto tensor;
            try {
                tensor = TensorProto.parseFrom(files.get(prefix + i + ".pb"));
            } catch (IOException e) {
                tensor = null; // a sequence or an optional
            }
            tensors.add(tensor);
        }
        return tensors;
    }
}
