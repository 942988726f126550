package dev.vernier.io.tflite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.lite.schema.BuiltinOperator;

/** The operators of TensorFlow Lite that are run, with the files of one operator each that try them, as lines of a Markdown page. */
public final class TfliteOperatorRows {
    private TfliteOperatorRows() {}

    /** @param archive the files of one operator each */
    public static List<String> of(Path archive) throws IOException {
        Map<String, Integer> files = new TreeMap<>();
        Map<String, byte[]> entries = ZipEntries.of(archive);
        int all = 0;
        int run = 0;
        for (Map.Entry<String, byte[]> e : entries.entrySet()) {
            if (!e.getKey().endsWith(".tflite")) {
                continue;
            }
            all++;
            boolean runs = !TfliteOperatorFilesTest.CANNOT_RUN.contains(
                    e.getKey().substring(0, e.getKey().length() - ".tflite".length()));
            run += runs ? 1 : 0;
            TfliteFile file = TfliteFile.of(e.getKey(), ByteBuffer.wrap(e.getValue()));
            file.subgraph(0).operators().stream()
                    .map(TfliteOperator::label)
                    .distinct()
                    .forEach(label -> files.merge(label, 1, Integer::sum));
        }
        List<String> lines = new ArrayList<>();
        lines.add(
                "Of " + all + " files of one operator each " + run + " answer as TensorFlow Lite did; the others hold a"
                        + " custom operator that another program defines, and open all the same. The number beside an operator"
                        + " says in how many of those files it is.");
        lines.add("");
        List<String> names = new ArrayList<>();
        for (int code : TfliteOpMappings.codes()) {
            String name = BuiltinOperator.name(code);
            names.add(files.containsKey(name) ? name + " (" + files.get(name) + ")" : name);
        }
        names.sort(null);
        lines.add(String.join(", ", names) + ".");
        return lines;
    }
}
