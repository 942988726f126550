package dev.vernier.engine.tensor;

/** In which order the elements of a tensor lie in memory; its shape is the same in both. */
public enum MemoryFormat {
    /** The last axis varies fastest. */
    ROW_MAJOR,
    /** A tensor of shape {@code [N, C, spatial…]} (rank 3 to 5) held as {@code [N, spatial…, C]}: the channel varies fastest. */
    CHANNELS_LAST
}
