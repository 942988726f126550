package dev.vernier.io.plan;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;

/** Puts the weights or the activations of a layer on one line each: what a person changed is what a diff shows. */
final class PlanPrettyPrinter extends DefaultPrettyPrinter {
    private static final long serialVersionUID = 1L;
    /** Plan, layers, layer: what is deeper stays on its line. */
    private static final int BROKEN_LEVELS = 3;

    private static final DefaultIndenter LINES = new DefaultIndenter("  ", "\n");
    private static final FixedSpaceIndenter SPACES = FixedSpaceIndenter.instance;

    private int depth;

    PlanPrettyPrinter() {
        indentObjectsWith(LINES);
        indentArraysWith(new NopIndenter());
    }

    @Override
    public DefaultPrettyPrinter createInstance() {
        return new PlanPrettyPrinter();
    }

    @Override
    public void writeStartObject(JsonGenerator json) throws IOException {
        depth++;
        _objectIndenter = depth <= BROKEN_LEVELS ? LINES : SPACES;
        super.writeStartObject(json);
    }

    @Override
    public void writeEndObject(JsonGenerator json, int entries) throws IOException {
        super.writeEndObject(json, entries);
        depth--;
        _objectIndenter = depth <= BROKEN_LEVELS ? LINES : SPACES;
    }

    @Override
    public void writeObjectFieldValueSeparator(JsonGenerator json) throws IOException {
        json.writeRaw(": ");
    }

    @Override
    public void writeArrayValueSeparator(JsonGenerator json) throws IOException {
        json.writeRaw(", ");
    }
}
