package dev.vernier.io.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/** The part of JSON Schema 2020-12 that Vernier's own schema uses; a keyword it does not know is an error. */
final class SchemaValidator {
    private static final Set<String> KNOWN = Set.of(
            "$schema",
            "$id",
            "$defs",
            "$ref",
            "title",
            "description",
            "type",
            "required",
            "properties",
            "additionalProperties",
            "const",
            "enum",
            "anyOf",
            "items",
            "minItems",
            "maxItems",
            "minimum",
            "maximum",
            "exclusiveMinimum");

    private final JsonNode root;

    SchemaValidator(JsonNode root) {
        this.root = root;
    }

    /** What is wrong with {@code value}, with the place of each; empty if it is valid. */
    List<String> errors(JsonNode value) {
        List<String> errors = new ArrayList<>();
        check(root, value, "$", errors);
        return errors;
    }

    private void check(JsonNode schema, JsonNode v, String at, List<String> errors) {
        if (schema.isBoolean()) {
            require(schema.asBoolean(), at, "is not allowed", errors);
            return;
        }
        schema.fieldNames().forEachRemaining(k -> {
            if (!KNOWN.contains(k)) {
                throw new IllegalStateException("schema keyword " + k);
            }
        });
        if (schema.has("$ref")) {
            check(root.at(schema.get("$ref").asText().substring(1)), v, at, errors);
        }
        if (schema.has("type")) {
            require(
                    isOf(schema.get("type").asText(), v),
                    at,
                    "is no " + schema.get("type").asText(),
                    errors);
        }
        if (schema.has("const")) {
            require(schema.get("const").equals(v), at, "is not " + schema.get("const"), errors);
        }
        if (schema.has("enum")) {
            require(contains(schema.get("enum"), v), at, v + " is none of " + schema.get("enum"), errors);
        }
        if (schema.has("anyOf")) {
            require(
                    StreamSupport.stream(schema.get("anyOf").spliterator(), false)
                            .anyMatch(s -> {
                                List<String> inner = new ArrayList<>();
                                check(s, v, at, inner);
                                return inner.isEmpty();
                            }),
                    at,
                    v + " fits no form",
                    errors);
        }
        numbers(schema, v, at, errors);
        if (v.isObject()) {
            object(schema, v, at, errors);
        }
        if (v.isArray()) {
            require(v.size() >= schema.path("minItems").asInt(0), at, "has too few items", errors);
            require(v.size() <= schema.path("maxItems").asInt(Integer.MAX_VALUE), at, "has too many items", errors);
            for (int i = 0; schema.has("items") && i < v.size(); i++) {
                check(schema.get("items"), v.get(i), at + "[" + i + "]", errors);
            }
        }
    }

    private static void numbers(JsonNode schema, JsonNode v, String at, List<String> errors) {
        if (v.isNumber()) {
            double x = v.asDouble();
            require(x >= schema.path("minimum").asDouble(-1e300), at, "is too small", errors);
            require(x <= schema.path("maximum").asDouble(1e300), at, "is too large", errors);
            require(x > schema.path("exclusiveMinimum").asDouble(-1e300), at, "is too small", errors);
        }
    }

    private void object(JsonNode schema, JsonNode v, String at, List<String> errors) {
        schema.path("required").forEach(k -> require(v.has(k.asText()), at, "lacks " + k, errors));
        JsonNode properties = schema.path("properties");
        v.fields().forEachRemaining(e -> {
            String inner = at + "." + e.getKey();
            if (properties.has(e.getKey())) {
                check(properties.get(e.getKey()), e.getValue(), inner, errors);
            } else if (schema.has("additionalProperties")) {
                check(schema.get("additionalProperties"), e.getValue(), inner, errors);
            }
        });
    }

    private static boolean isOf(String type, JsonNode v) {
        return switch (type) {
            case "object" -> v.isObject();
            case "array" -> v.isArray();
            case "number" -> v.isNumber();
            case "integer" -> v.isIntegralNumber();
            case "boolean" -> v.isBoolean();
            default -> throw new IllegalStateException("schema type " + type);
        };
    }

    private static boolean contains(JsonNode list, JsonNode v) {
        return StreamSupport.stream(list.spliterator(), false).anyMatch(v::equals);
    }

    private static void require(boolean holds, String at, String otherwise, List<String> errors) {
        if (!holds) {
            errors.add(at + " " + otherwise);
        }
    }
}
