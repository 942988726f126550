package dev.vernier.io.plan;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.vernier.engine.VernierException;
import dev.vernier.io.BrokenJson;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Walks over JSON value by value and knows, for every error, the line and the path it stands at. */
final class PlanCursor implements AutoCloseable {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final JsonParser parser;
    private final String origin;

    /** Stands on the first value. */
    PlanCursor(String text, String origin) {
        this.origin = origin;
        try {
            parser = JSON.createParser(text);
            parser.nextToken();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** What to do with the value of one key. */
    @FunctionalInterface
    interface Field {
        /**
         * The cursor stands on the value's first token and is to be left on its last.
         *
         * @return false if the key is unknown
         */
        boolean read(String key);
    }

    String origin() {
        return origin;
    }

    /** The token the cursor stands on, or null at the end. */
    JsonToken token() {
        return parser.currentToken();
    }

    JsonToken next() {
        try {
            return parser.nextToken();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Reads the object the cursor stands on and stops at its end; where it is the whole text, nothing may follow. */
    void object(Field field) {
        if (token() != JsonToken.START_OBJECT) {
            throw error("must be an object { … }");
        }
        while (next() == JsonToken.FIELD_NAME) {
            String key = literal();
            next();
            if (!field.read(key)) {
                throw error("is unknown here; remove it or correct its name");
            }
        }
        if (parser.getParsingContext().inRoot() && next() != null) {
            throw error("must end after the plan's object");
        }
    }

    void skip() {
        try {
            parser.skipChildren();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    String text() {
        if (token() != JsonToken.VALUE_STRING) {
            throw error("must be a text in quotes");
        }
        return literal();
    }

    boolean bool() {
        if (token() == null || !token().isBoolean()) {
            throw error("must be true or false");
        }
        return token() == JsonToken.VALUE_TRUE;
    }

    int integer() {
        try {
            if (token() == JsonToken.VALUE_NUMBER_INT) {
                return parser.getIntValue();
            }
        } catch (IOException e) {
            throw error("must be a smaller number");
        }
        throw error("must be a whole number");
    }

    double number() {
        requireNumber();
        return Double.parseDouble(literal());
    }

    /** Parsed as float at once, so that what was written from a float is that float. */
    float floatNumber() {
        requireNumber();
        return Float.parseFloat(literal());
    }

    private void requireNumber() {
        if (token() != JsonToken.VALUE_NUMBER_INT && token() != JsonToken.VALUE_NUMBER_FLOAT) {
            throw error("must be a number");
        }
    }

    private String literal() {
        try {
            return parser.getText();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** An error about the value the cursor stands on. */
    VernierException error(String what) {
        return new VernierException(
                "Plan " + origin + ", line " + parser.currentTokenLocation().getLineNr() + ", " + path() + " " + what);
    }

    private String path() {
        Deque<String> steps = new ArrayDeque<>();
        for (JsonStreamContext at = parser.getParsingContext(); at != null && !at.inRoot(); at = at.getParent()) {
            if (at.inArray()) {
                steps.push("[" + Math.max(0, at.getCurrentIndex()) + "]");
            } else if (at.getCurrentName() != null) {
                steps.push("." + at.getCurrentName());
            }
        }
        String path = String.join("", steps);
        return path.isEmpty() ? "it" : path.startsWith(".") ? path.substring(1) : path;
    }

    private VernierException broken(IOException e) {
        String what =
                e instanceof JsonProcessingException ? BrokenJson.words((JsonProcessingException) e) : e.getMessage();
        return new VernierException("Plan " + origin + " is not JSON: " + what + "; give one saved by Vernier", e);
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            throw broken(e);
        }
    }
}
