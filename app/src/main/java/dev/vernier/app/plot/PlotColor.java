package dev.vernier.app.plot;

import dev.vernier.engine.spec.Precision;

/** What a plot has colours for. Each is a property of the style sheet, see {@link #property()}. */
public enum PlotColor {
    /** Text and lines that say something. */
    INK("-plot-ink"),
    /** Labels and axes. */
    SECONDARY_INK("-plot-ink-2"),
    GROUND("-plot-ground"),
    HAIRLINE("-plot-hairline"),
    ACCENT("-plot-accent"),
    /** The accent where it must stay behind something. */
    FAINT("-plot-faint"),
    /** The limits of a clipping range. */
    CLIP("-plot-clip"),
    /** Text about what lies outside. */
    CLIP_INK("-plot-clip-ink"),
    /** Ground of what lies outside. */
    CLIP_GROUND("-plot-clip-ground"),
    /** Hatching of what lies outside. */
    CLIP_HATCH("-plot-clip-hatch"),
    GOOD("-plot-good"),
    WARN("-plot-warn"),
    FP32("-plot-fp32"),
    FP16("-plot-fp16"),
    INT16("-plot-int16"),
    INT8("-plot-int8"),
    INT4("-plot-int4");

    private final String property;

    PlotColor(String property) {
        this.property = property;
    }

    /** Name in the style sheet. */
    public String property() {
        return property;
    }

    /** The colour of {@code precision}, the same as its chip's. */
    public static PlotColor of(Precision precision) {
        if (precision.isFloat()) {
            return precision == Precision.FP32 ? FP32 : FP16;
        }
        return precision.bits() > 8 ? INT16 : precision.bits() > 4 ? INT8 : INT4;
    }
}
