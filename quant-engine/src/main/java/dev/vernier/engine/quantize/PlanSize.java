package dev.vernier.engine.quantize;

import dev.vernier.engine.spec.QuantPlan;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How large a model is under a plan. Immutable.
 *
 * @param bytesByLayer what each layer takes, by its name, in running order; graph inputs first
 * @param floatBytes of the float model in the same file format
 */
public record PlanSize(QuantPlan plan, Map<String, Long> bytesByLayer, long floatBytes) {
    public PlanSize {
        bytesByLayer = Collections.unmodifiableMap(new LinkedHashMap<>(bytesByLayer));
    }

    public static PlanSize of(QuantizedModel model) {
        Map<String, Long> bytes = new LinkedHashMap<>();
        model.layers().forEach((name, layer) -> bytes.put(name, layer.sizeBytes()));
        return new PlanSize(model.plan(), bytes, model.floatSizeBytes());
    }

    /** All layers' bytes together: what the file of the plan's target takes, within 2 percent. */
    public long bytes() {
        return bytesByLayer.values().stream().mapToLong(Long::longValue).sum();
    }
}
