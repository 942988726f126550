package dev.vernier.io.project;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vernier.engine.VernierException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads the fields of a project's file, strictly: what is wrong is told with the file and the field. */
final class ProjectFields {
    private final Path file;

    ProjectFields(Path file) {
        this.file = file;
    }

    /** @param prefix where {@code parent} stands in the file: empty, or ending with a dot */
    Optional<String> text(JsonNode parent, String key, String prefix) {
        JsonNode node = parent.path(key);
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        if (!node.isTextual()) {
            throw error(
                    prefix + key,
                    "must be a text, not " + node.getNodeType().name().toLowerCase(Locale.ROOT));
        }
        return Optional.of(node.textValue());
    }

    String required(JsonNode parent, String key, String prefix) {
        return text(parent, key, prefix).orElseThrow(() -> error(prefix + key, "is missing"));
    }

    int count(JsonNode parent, String key, String prefix, int smallest, int largest) {
        JsonNode node = parent.path(key);
        if (!node.isIntegralNumber()
                || !node.canConvertToInt()
                || node.intValue() < smallest
                || node.intValue() > largest) {
            throw error(prefix + key, "must be a whole number from " + smallest + " to " + largest);
        }
        return node.intValue();
    }

    long bytes(JsonNode parent, String key, String prefix) {
        JsonNode node = parent.path(key);
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
            throw error(prefix + key, "must be a whole number of bytes");
        }
        return node.longValue();
    }

    /** A number; those that JSON has none for are written as texts. */
    double number(JsonNode node, String at) {
        if (node.isNumber()) {
            return node.doubleValue();
        }
        switch (node.asText()) {
            case "NaN":
                return Double.NaN;
            case "Infinity":
                return Double.POSITIVE_INFINITY;
            case "-Infinity":
                return Double.NEGATIVE_INFINITY;
            default:
                throw error(at, "must be a number");
        }
    }

    /** @param pair an array of two numbers */
    double[] pair(JsonNode pair, String at) {
        if (!pair.isArray() || pair.size() != 2) {
            throw error(at, "must be two numbers [low, high]");
        }
        return new double[] {number(pair.get(0), at), number(pair.get(1), at)};
    }

    JsonNode object(JsonNode parent, String key, String prefix) {
        JsonNode node = parent.path(key);
        if (!node.isObject()) {
            throw error(prefix + key, "must be an object");
        }
        return node;
    }

    void checkKeys(JsonNode node, Set<String> known, String prefix) {
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw error(
                        prefix + name,
                        "is unknown; known here are "
                                + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }

    VernierException error(String field, String what) {
        return new VernierException("Project " + file + ", " + field + " " + what);
    }
}
