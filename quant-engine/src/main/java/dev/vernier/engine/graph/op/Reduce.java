package dev.vernier.engine.graph.op;

import java.util.Locale;

/**
 * Reduces axes; operands x, optional axes (all if left out).
 */
public record Reduce(Kind kind, boolean keepDims, boolean noopWithEmptyAxes) implements Op {
    /** How the elements along the axes become one. */
    public enum Kind {
        MEAN,
        SUM,
        MAX,
        MIN,
        PROD,
        L1,
        L2,
        LOG_SUM,
        LOG_SUM_EXP,
        SUM_SQUARE
    }

    @Override
    public boolean keepsScale() {
        return kind == Kind.MAX || kind == Kind.MIN;
    }

    @Override
    public String type() {
        switch (kind) {
            case LOG_SUM:
                return "ReduceLogSum";
            case LOG_SUM_EXP:
                return "ReduceLogSumExp";
            case SUM_SQUARE:
                return "ReduceSumSquare";
            default:
                return "Reduce"
                        + (kind.name().length() == 2
                                ? kind.name()
                                : kind.name().charAt(0)
                                        + kind.name().substring(1).toLowerCase(Locale.ROOT));
        }
    }
}
