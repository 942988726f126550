package dev.vernier.engine.diagnose;

import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.diagnose.Evidence.Unit;
import dev.vernier.engine.diagnose.Finding.Kind;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.quantize.QuantizedLayer;
import dev.vernier.engine.quantize.ScaleCalculator;
import dev.vernier.engine.range.GridPreview;
import dev.vernier.engine.range.RangeResolver;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Operations that put all their operands on one grid, where one of them would need a much finer one. */
final class JoinedScales implements Rule {
    /** Two bits. */
    private static final double LOST_DB = 12;

    private static final double FAIR_DB = 25;

    /** An operand with a range of its own. */
    private record Operand(String value, double width, double sharedDb, double ownDb) {}

    @Override
    public List<Finding> find(Subject subject) {
        List<Finding> findings = new ArrayList<>();
        for (QuantizedLayer l : subject.layers()) {
            boolean joins = l.layer().node().isPresent()
                    && l.layer().node().get().op().unifiesInputs()
                    && l.layer().activationInputs().size() > 1;
            if (joins && l.outputParams().isPresent()) {
                of(subject, l, l.outputParams().get()).ifPresent(findings::add);
            }
        }
        return findings;
    }

    private static Optional<Finding> of(Subject subject, QuantizedLayer l, QuantParams shared) {
        Operand narrow = null;
        Operand wide = null;
        for (String in : l.layer().activationInputs()) {
            Optional<TensorStatistics> s = subject.statistics(in).filter(x -> x.meanSquare() > 0);
            if (s.isEmpty()) {
                continue;
            }
            Operand o = operand(in, s.get(), l, shared);
            narrow = narrow == null || o.width() < narrow.width() ? o : narrow;
            wide = wide == null || o.width() > wide.width() ? o : wide;
        }
        boolean hurts = narrow != null && narrow.sharedDb() < FAIR_DB && narrow.ownDb() > narrow.sharedDb() + LOST_DB;
        return hurts ? Optional.of(finding(subject, l, shared, narrow, wide)) : Optional.empty();
    }

    private static Operand operand(String value, TensorStatistics s, QuantizedLayer join, QuantParams shared) {
        QuantSpec spec = join.asked().activations().withRule(RangeRule.MIN_MAX);
        return new Operand(
                value,
                (double) s.max() - s.min(),
                GridPreview.of(s, shared).sqnrDb(),
                GridPreview.of(s, ScaleCalculator.perTensor(RangeResolver.resolve(s, spec), spec))
                        .sqnrDb());
    }

    private static Finding finding(
            Subject subject, QuantizedLayer l, QuantParams shared, Operand narrow, Operand wide) {
        String name = Subject.name(l);
        String who = Words.layer(name);
        String small = Words.layer(maker(subject, narrow));
        String large = Words.layer(maker(subject, wide));
        List<QuantizedLayer> readers = subject.reachedBy(l.layer().output().name());
        List<String> others = new ArrayList<>(List.of(maker(subject, narrow), maker(subject, wide)));
        others.addAll(Subject.names(readers));
        double ratio = wide.width() / narrow.width();
        return new Finding(
                Kind.UNLIKE_JOINED,
                severity(subject, narrow, readers),
                name,
                others,
                l.layer().output().name(),
                List.of(),
                who + " joins " + small + " to " + large + ", whose range is " + Words.times(ratio) + " as wide",
                "All operands of " + who + " are on the grid of tensor "
                        + l.layer().output().name() + " with step "
                        + Words.number(shared.scale()) + ". What " + small + " answers keeps "
                        + Words.decibels(narrow.sharedDb()) + " on it; on a grid of its own it would have "
                        + Words.decibels(narrow.ownDb()) + ".",
                List.of(
                        new Evidence("wide over narrow range", ratio, Unit.TIMES),
                        new Evidence("step of the shared grid", shared.scale(), Unit.REAL),
                        new Evidence("SQNR of " + small + " on it", narrow.sharedDb(), Unit.DECIBELS),
                        new Evidence("on a grid of its own", narrow.ownDb(), Unit.DECIBELS)),
                List.of(),
                Math.max(
                        subject.shareOf(name),
                        readers.stream()
                                .mapToDouble(r -> subject.shareOf(Subject.name(r)))
                                .max()
                                .orElse(0)),
                cures(subject, l, readers, narrow, wide));
    }

    /**
     * By the noise of those that compute with the joined tensor, measured or, where an earlier layer has drowned it, estimated from the shared
     * grid; where nobody computes with it, by what is left of the narrow operand.
     */
    private static Finding.Severity severity(Subject subject, Operand narrow, List<QuantizedLayer> readers) {
        Optional<Finding.Severity> felt = readers.stream()
                .filter(r -> !Subject.handsOn(r))
                .map(r -> subject.severityOf(felt(subject, Subject.name(r))))
                .max(Comparator.naturalOrder());
        return felt.orElseGet(() -> subject.isHealthy()
                ? Finding.Severity.NOTE
                : narrow.sharedDb() < 10 ? Finding.Severity.SEVERE : Finding.Severity.WARNING);
    }

    private static double felt(Subject subject, String reader) {
        LayerNoise n = subject.noise().get(reader);
        return n == null ? 0 : Double.isNaN(n.fromInput()) ? n.added() : Math.max(n.added(), n.fromInput());
    }

    private static String maker(Subject subject, Operand o) {
        return subject.originOf(o.value()).map(Subject::name).orElse(o.value());
    }

    private static List<Cure> cures(
            Subject subject, QuantizedLayer l, List<QuantizedLayer> readers, Operand narrow, Operand wide) {
        List<Cure> cures = new ArrayList<>();
        double smallest = equalizedWidth(subject, narrow);
        double largest = equalizedWidth(subject, wide);
        if (largest < smallest * wide.width() / narrow.width() / 2) {
            cures.add(new Cure.Equalize("the wide operand's range becomes " + Words.times(largest / smallest)
                    + " the narrow one's; the float network computes the same"));
        }
        cures.add(ownGrids(subject, l, readers, narrow));
        boolean split = readers.stream().allMatch(r -> r.outputParams().isEmpty());
        if (split) {
            cures.add(new Cure.Settings(
                    Map.of(Subject.name(l), LayerConfig.FLOAT),
                    Words.layer(Subject.name(l)) + " left float",
                    "each operand keeps the grid of the layer that makes it"));
        }
        return cures;
    }

    /**
     * Finer steps for the join and what computes with it, so that operands are put on its grid only after they were on their own. Weights that
     * make up for operands of unlike size, large for the narrow one, would lose on their scale what is won.
     */
    private static Cure ownGrids(Subject subject, QuantizedLayer l, List<QuantizedLayer> readers, Operand narrow) {
        Map<String, LayerConfig> settings = new LinkedHashMap<>();
        List<String> unrounded = new ArrayList<>();
        QuantSpec int16 = QuantSpec.activations(Precision.INT16);
        settings.put(Subject.name(l), l.asked().withActivations(int16));
        for (QuantizedLayer r : readers) {
            LayerNoise n = subject.noise().get(Subject.name(r));
            boolean uneven = n != null && Subject.hasRoundedWeights(r) && UnevenWeights.areUnevenByInput(r, n);
            LayerConfig config = r.asked().withActivations(int16);
            settings.put(Subject.name(r), uneven ? config.withWeights(QuantSpec.FLOAT) : config);
            if (uneven) {
                unrounded.add(Subject.name(r));
            }
        }
        return new Cure.Settings(
                settings,
                "int16 activations at " + Words.layers(List.copyOf(settings.keySet()))
                        + (unrounded.isEmpty() ? "" : ", weights of " + Words.layers(unrounded) + " left float"),
                Words.layer(maker(subject, narrow)) + " has a grid of its own before, and keeps "
                        + Words.decibels(keptWith(subject, l, narrow, int16)) + " in place of "
                        + Words.decibels(narrow.sharedDb())
                        + (unrounded.isEmpty()
                                ? ""
                                : "; weights that make up for unlike operands would lose as much on their scale")
                        + "; slower where a runtime has no 16-bit kernels");
    }

    /** What an operand keeps that is on its own grid first, and then on that of the join by {@code spec}. */
    private static double keptWith(Subject subject, QuantizedLayer join, Operand o, QuantSpec spec) {
        ClipRange joint = subject.statistics(join.layer().output().name())
                .map(s -> RangeResolver.resolve(s, spec))
                .orElseThrow();
        double shared = subject.statistics(o.value())
                .map(s -> GridPreview.of(s, ScaleCalculator.perTensor(joint, spec))
                        .sqnrDb())
                .orElseThrow();
        return LayerNoise.decibels(Math.pow(10, -shared / 10) + Math.pow(10, -o.ownDb() / 10));
    }

    /** The range of an operand after equalization; infinite where it cannot be told. */
    private static double equalizedWidth(Subject subject, Operand o) {
        Optional<TensorStatistics> s = subject.statistics(o.value());
        Optional<float[]> f = subject.equalizingFactors(o.value());
        if (s.isEmpty() || f.isEmpty() || f.get().length != s.get().channels()) {
            return Double.POSITIVE_INFINITY;
        }
        double low = 0;
        double high = 0;
        for (int c = 0; c < f.get().length; c++) {
            low = Math.min(low, s.get().channelMin(c) / f.get()[c]);
            high = Math.max(high, s.get().channelMax(c) / f.get()[c]);
        }
        return high - low;
    }
}
