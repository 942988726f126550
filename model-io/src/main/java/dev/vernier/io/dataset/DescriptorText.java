package dev.vernier.io.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vernier.engine.VernierException;
import java.nio.file.Path;

/** How data are read, as JSON inside another file: a descriptor without the data's place. */
public final class DescriptorText {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String PATH = "path";

    private DescriptorText() {}

    public static String write(DatasetDescriptor descriptor) {
        ObjectNode json = DescriptorWriter.toJson(descriptor.path().toAbsolutePath(), descriptor);
        json.remove(PATH);
        json.put("name", descriptor.name());
        return json.toString();
    }

    /**
     * @param data where the data are now
     * @param where what the text is part of, for messages
     * @throws VernierException if the text says something that no descriptor can, or the data are not there
     */
    public static DatasetDescriptor read(String text, Path data, Path where) {
        try {
            JsonNode json = JSON.readTree(text);
            if (!json.isObject()) {
                throw new VernierException(where + ": how the data are read must be an object; save it again");
            }
            ((ObjectNode) json).put(PATH, DatasetFiles.fileName(data));
            return DescriptorReader.read(json, data.toAbsolutePath().resolveSibling(DatasetFiles.fileName(where)));
        } catch (JsonProcessingException e) {
            throw new VernierException(where + ": how the data are read is not JSON; save it again", e);
        }
    }
}
