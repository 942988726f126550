package dev.vernier.engine.diagnose;

import dev.vernier.engine.diagnose.Evidence.Unit;
import dev.vernier.engine.diagnose.Finding.Kind;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.quantize.QuantizedLayer;
import dev.vernier.engine.quantize.ScaleCalculator;
import dev.vernier.engine.quantize.TfliteGrid;
import dev.vernier.engine.range.GridPreview;
import dev.vernier.engine.range.RangeResolver;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Softmax, logistic and tanh whose kernels answer on one grid whatever the values are, where these need another. */
final class PrescribedGrids implements Rule {
    private static final double FAIR_DB = 25;
    /** One bit. */
    private static final double WORTHWHILE_DB = 6;

    @Override
    public List<Finding> find(Subject subject) {
        List<Finding> findings = new ArrayList<>();
        for (QuantizedLayer l : subject.layers()) {
            if (isPrescribed(subject, l)) {
                of(subject, l).ifPresent(findings::add);
            }
        }
        return findings;
    }

    /** Whether {@code l}'s result is on the grid that TensorFlow Lite prescribes for it, by target or by the file it came from. */
    static boolean isPrescribed(Subject subject, QuantizedLayer l) {
        Optional<QuantParams> only = l.layer()
                .node()
                .flatMap(n -> TfliteGrid.ofResult(
                        n.op(), l.asked().activations().precision().bits()));
        return only.isPresent() && only.equals(l.outputParams());
    }

    private static Optional<Finding> of(Subject subject, QuantizedLayer l) {
        QuantParams grid = l.outputParams().orElseThrow();
        return subject.statistics(l.layer().output().name()).flatMap(s -> {
            QuantSpec free =
                    QuantSpec.activations(l.asked().activations().precision()).withRule(RangeRule.MIN_MAX);
            GridPreview now = GridPreview.of(s, grid);
            double own = GridPreview.of(s, ScaleCalculator.perTensor(RangeResolver.resolve(s, free), free))
                    .sqnrDb();
            boolean poor = now.sqnrDb() < FAIR_DB && own > now.sqnrDb() + WORTHWHILE_DB;
            if (!poor) {
                return Optional.empty();
            }
            String name = Subject.name(l);
            String who = Words.layer(name);
            String op = l.layer().node().orElseThrow().op().type();
            List<Cure> cures = new ArrayList<>();
            if (l.asked().activations().precision().bits() < 16) {
                cures.add(new Cure.Settings(
                        Map.of(name, l.asked().withActivations(QuantSpec.activations(Precision.INT16))),
                        "int16 activations at " + who,
                        "the prescribed step is then 1/32768"));
            }
            cures.add(new Cure.Settings(
                    Map.of(name, LayerConfig.FLOAT),
                    who + " left float",
                    "the layer has no grid of its own; what reads it takes the range that calibration showed"));
            return Optional.of(new Finding(
                    Kind.PRESCRIBED_GRID,
                    subject.isHealthy() ? Finding.Severity.NOTE : Finding.Severity.WARNING,
                    name,
                    Subject.names(subject.readersOf(l.layer().output().name())),
                    l.layer().output().name(),
                    List.of(),
                    who + " answers in steps of " + Words.number(grid.scale()) + " whatever its values are",
                    op + " has one grid in TensorFlow Lite. Here its values reach from " + Words.number(s.min())
                            + " to "
                            + Words.number(s.max()) + ", " + Words.percent(now.roundedToZero())
                            + " of them become 0, and " + Words.decibels(now.sqnrDb())
                            + " remain; a grid of its own would leave " + Words.decibels(own) + ".",
                    List.of(
                            new Evidence("prescribed step", grid.scale(), Unit.REAL),
                            new Evidence("largest value", s.max(), Unit.REAL),
                            new Evidence("rounded to 0", now.roundedToZero(), Unit.SHARE),
                            new Evidence("SQNR of the prescribed grid", now.sqnrDb(), Unit.DECIBELS),
                            new Evidence("SQNR of its own grid", own, Unit.DECIBELS)),
                    List.of(),
                    subject.shareOf(name),
                    cures));
        });
    }
}
