package dev.vernier.io.dataset;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vernier.engine.VernierException;
import dev.vernier.io.AtomicFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Writes a {@code *.dataset.json} that {@link DatasetReader} reads back as the same descriptor; nothing that is the default anyway. */
public final class DescriptorWriter {
    private static final JsonMapper JSON = new JsonMapper();

    private DescriptorWriter() {}

    /**
     * @param file in the folder of the data, or in one above it
     * @throws VernierException if it is elsewhere, or cannot be written; what was there before is still there
     */
    public static void write(Path file, DatasetDescriptor descriptor) {
        String json = toJson(file, descriptor).toPrettyString() + "\n";
        AtomicFile.write(file, out -> out.write(json.getBytes(StandardCharsets.UTF_8)));
    }

    /** @param file where it is to be, or would be */
    static ObjectNode toJson(Path file, DatasetDescriptor d) {
        ObjectNode json = JSON.createObjectNode();
        json.put("format", d.format().label());
        json.put("path", relative(file, d.path()));
        if (!d.name().equals(DatasetFiles.fileName(d.path()))) {
            json.put("name", d.name());
        }
        d.layout().ifPresent(l -> json.put("layout", l.label()));
        d.labelsFile().ifPresent(labels -> json.put("labels", relative(file, labels)));
        if (d.labelsFrom() != DatasetDescriptor.LabelsFrom.FOLDER) {
            json.put("labelsFrom", d.labelsFrom().label());
        }
        d.labelColumn().ifPresent(c -> json.put("labelColumn", c));
        names(json, "targetColumns", d.targetColumns());
        ObjectNode preprocess = preprocess(d);
        if (!preprocess.isEmpty()) {
            json.set("preprocess", preprocess);
        }
        names(json, "classes", d.classes());
        return json;
    }

    private static ObjectNode preprocess(DatasetDescriptor d) {
        ObjectNode json = JSON.createObjectNode();
        d.imageSteps().resize().ifPresent(r -> {
            if (r.width() == ImageSteps.Resize.KEEP_ASPECT) {
                json.put("resize", r.height());
            } else {
                json.putArray("resize").add(r.height()).add(r.width());
            }
        });
        d.imageSteps()
                .centerCrop()
                .ifPresent(c -> json.putArray("centerCrop").add(c.height()).add(c.width()));
        if (d.channelOrder() != ChannelOrder.RGB) {
            json.put("channelOrder", d.channelOrder().name());
        }
        Normalization n = d.normalization();
        if (!n.isIdentity()) {
            json.put("scale", n.scale());
            numbers(json, "mean", n.mean());
            numbers(json, "std", n.std());
        }
        return json;
    }

    private static void numbers(ObjectNode json, String key, List<Double> values) {
        ArrayNode array = json.putArray(key);
        values.forEach(array::add);
    }

    private static void names(ObjectNode json, String key, List<String> values) {
        if (!values.isEmpty()) {
            ArrayNode array = json.putArray(key);
            values.forEach(array::add);
        }
    }

    private static String relative(Path file, Path data) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        Path target = data.toAbsolutePath().normalize();
        if (!target.startsWith(folder)) {
            throw new VernierException("Cannot write " + file + ": the data " + data
                    + " do not lie in its folder; keep the descriptor beside the data");
        }
        return folder.relativize(target).toString().replace('\\', '/');
    }
}
