package dev.vernier.engine.diagnose;

import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.diagnose.Evidence.Unit;
import dev.vernier.engine.diagnose.Finding.Kind;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.quantize.QuantizedLayer;
import dev.vernier.engine.quantize.ScaleCalculator;
import dev.vernier.engine.quantize.TfliteGrid;
import dev.vernier.engine.range.GridPreview;
import dev.vernier.engine.range.RangeResolver;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Activation ranges that are too tight or too wide, where another rule is known to do much better on the same histogram. */
final class RangeFit implements Rule {
    /** A grid that does better than this is no reason for a loss. */
    private static final double FAIR_DB = 30;
    /** Half a bit. */
    private static final double WORTHWHILE_DB = 3;

    private static final List<RangeRule> RULES =
            List.of(RangeRule.MIN_MAX, RangeRule.LEAST_SQUARED_ERROR, new RangeRule.Percentile(99.99));

    /** A rule, or the other kind of grid, and what it would do. */
    private record Choice(QuantSpec spec, ClipRange range, GridPreview preview) {}

    @Override
    public List<Finding> find(Subject subject) {
        List<Finding> findings = new ArrayList<>();
        for (QuantizedLayer l : subject.layers()) {
            String value = l.layer().output().name();
            if (l.outputParams().isPresent() && isFree(subject, l)) {
                subject.statistics(value)
                        .flatMap(s -> of(subject, l, s, l.outputParams().get()))
                        .ifPresent(findings::add);
            }
        }
        return findings;
    }

    /** Whether the layer's own rule decides its range. */
    private static boolean isFree(Subject subject, QuantizedLayer l) {
        boolean joined = subject.graph().consumersOf(l.layer().output().name()).stream()
                .map(Node::op)
                .anyMatch(op -> op.unifiesInputs());
        return !l.layer().keepsScale()
                && !joined
                && !hasOperandsGrid(subject, l)
                && !PrescribedGrids.isPrescribed(subject, l)
                && !l.asked().activations().isDynamic()
                && l.asked().activations().precision().isInteger();
    }

    /** Kernels of TensorFlow Lite that average answer on the grid of what they read. */
    private static boolean hasOperandsGrid(Subject subject, QuantizedLayer l) {
        return l.layer()
                        .node()
                        .filter(n -> TfliteGrid.sharesOperandGrid(n.op()))
                        .isPresent()
                && l.layer().activationInputs().stream()
                        .anyMatch(in -> subject.gridAt(l, in).equals(l.outputParams()));
    }

    private static Optional<Finding> of(Subject subject, QuantizedLayer l, TensorStatistics s, QuantParams grid) {
        GridPreview now = GridPreview.of(s, grid);
        if (!(now.sqnrDb() < FAIR_DB)) {
            return Optional.empty();
        }
        Choice best = null;
        for (QuantSpec spec : candidates(l.asked().activations(), s)) {
            ClipRange range = RangeResolver.resolve(s, spec);
            GridPreview p = GridPreview.of(s, ScaleCalculator.perTensor(range, spec));
            best = best == null || p.sqnrDb() > best.preview().sqnrDb() ? new Choice(spec, range, p) : best;
        }
        return best == null || best.preview().sqnrDb() < now.sqnrDb() + WORTHWHILE_DB
                ? Optional.empty()
                : Optional.of(finding(subject, l, grid, now, best));
    }

    private static List<QuantSpec> candidates(QuantSpec asked, TensorStatistics s) {
        List<QuantSpec> specs = new ArrayList<>();
        RULES.forEach(r -> specs.add(asked.withRule(r)));
        if (asked.symmetric() && asked.precision().bits() <= 8 && (s.min() >= 0 || s.max() <= 0)) {
            specs.add(asked.withRule(RangeRule.MIN_MAX).withSymmetric(false));
        }
        return specs;
    }

    private static Finding finding(Subject subject, QuantizedLayer l, QuantParams grid, GridPreview now, Choice best) {
        String name = Subject.name(l);
        String who = Words.layer(name);
        ClipRange range = ScaleCalculator.covered(grid, 0);
        double clipped = now.clippedLow() + now.clippedHigh();
        boolean tight = best.range().width() > range.width();
        double gain = best.preview().sqnrDb() - now.sqnrDb();
        String rule = best.spec().symmetric() == l.asked().activations().symmetric()
                ? best.spec().rule().label()
                : "an affine grid";
        Cure cure = new Cure.Settings(
                Map.of(name, l.asked().withActivations(best.spec())),
                "range of " + who + " by " + rule,
                "its output alone gets " + Words.decibels(best.preview().sqnrDb()) + " in place of "
                        + Words.decibels(now.sqnrDb()) + " on the calibration samples");
        return new Finding(
                tight ? Kind.CLIPPED : Kind.UNUSED_CODES,
                subject.severity(name),
                name,
                List.of(),
                l.layer().output().name(),
                List.of(),
                tight
                        ? Words.percent(clipped) + " of what " + who + " answers is cut off by its range"
                        : now.codesUsed() < now.codes()
                                ? who + " uses " + now.codesUsed() + " of " + Words.count(now.codes())
                                        + " codes: its range is too wide"
                                : "The range of " + who + " is too wide: its " + Words.count(now.codes())
                                        + " codes lie too far apart",
                "The range [" + Words.number(range.low()) + ", " + Words.number(range.high()) + "] leaves "
                        + Words.decibels(now.sqnrDb()) + " by itself; " + rule + " would take ["
                        + Words.number(best.range().low()) + ", "
                        + Words.number(best.range().high())
                        + "] and leave " + Words.decibels(best.preview().sqnrDb()) + ".",
                List.of(
                        new Evidence("clipped", clipped, Unit.SHARE),
                        new Evidence("codes used", now.codesUsed(), Unit.COUNT),
                        new Evidence("codes", now.codes(), Unit.COUNT),
                        new Evidence("SQNR of this range", now.sqnrDb(), Unit.DECIBELS),
                        new Evidence("gain by " + rule, gain, Unit.DECIBELS)),
                List.of(),
                subject.shareOf(name),
                List.of(cure));
    }
}
