package dev.vernier.engine.exec;

import dev.vernier.engine.graph.QuantParams;
import java.util.Optional;

/**
 * Where a step works on codes instead of real values.
 *
 * @param operands what is done with coded operands
 * @param result the grid its result is kept on as codes; empty if it stays real values
 */
record CodeUse(Operands operands, Optional<QuantParams> result) {
    /** What a step does with coded operands. */
    enum Operands {
        /** Decodes them. */
        REAL,
        /** Multiplies the first one's codes by the weights' codes. */
        INTEGER,
        /** Adds the real values of two operands' codes and puts the sum on its grid, in one pass. */
        SUM,
        /** Looks its result's code up by theirs, in a table that the same operation on real values fills. */
        TABLE,
        /** Moves or selects codes as it would real values. */
        MOVED
    }

    static final CodeUse NONE = new CodeUse(Operands.REAL, Optional.empty());
}
