package dev.vernier.engine.diagnose;

import dev.vernier.engine.analyze.Improvement;
import dev.vernier.engine.diagnose.Evidence.Unit;
import dev.vernier.engine.diagnose.Finding.Kind;
import dev.vernier.engine.diagnose.Finding.Severity;
import dev.vernier.engine.quantize.QuantizedLayer;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Layers that add noise which nothing but the number of bits explains: of weights those that save least for it, of activations the worst. */
final class CoarsePrecision {
    /** Of all noise: below this a layer is one of many. */
    private static final double STANDS_OUT = 0.1;

    private CoarsePrecision() {}

    /** @param explained layers of which something else was found */
    static List<Finding> find(Subject subject, Set<String> explained) {
        List<QuantizedLayer> weights = new ArrayList<>();
        List<QuantizedLayer> activations = new ArrayList<>();
        Optional<String> onlyOne = explained.isEmpty() ? worstOfMany(subject) : Optional.empty();
        for (QuantizedLayer l : subject.layers()) {
            String name = Subject.name(l);
            boolean matters = subject.severity(name) != Severity.NOTE
                    || onlyOne.filter(name::equals).isPresent();
            if (!matters || explained.contains(name)) {
                continue;
            }
            LayerNoise n = subject.noise().get(name);
            boolean byWeights = n.fromWeights() > Math.max(orZero(n.fromInput()), n.fromOutput())
                    && l.asked().weights().precision().bits() < 16;
            boolean codes = l.outputParams().isPresent()
                    && l.asked().activations().precision().bits() < 16;
            if (byWeights) {
                weights.add(l);
            } else if (codes && n.share() >= STANDS_OUT) {
                activations.add(l);
            }
        }
        List<Finding> findings = new ArrayList<>();
        if (!weights.isEmpty()) {
            findings.add(ofWeights(subject, weights));
        }
        if (!activations.isEmpty()) {
            activations.sort(Comparator.comparingDouble((QuantizedLayer l) -> -subject.shareOf(Subject.name(l))));
            findings.add(ofActivations(subject, activations.get(0)));
        }
        return findings;
    }

    /** Of a plan that loses something though no layer adds noise that would matter by itself, the layer that adds most. */
    private static Optional<String> worstOfMany(Subject subject) {
        boolean many = !subject.isHealthy()
                && subject.noise().keySet().stream().allMatch(n -> subject.severity(n) == Severity.NOTE);
        return many
                ? subject.noise().values().stream()
                        .filter(n -> n.added() > 0)
                        .max(Comparator.comparingDouble(LayerNoise::added))
                        .map(LayerNoise::layer)
                : Optional.empty();
    }

    /** Never a note: these are found where the plan loses something. */
    private static Severity severity(Subject subject, String layer) {
        Severity felt = subject.severity(layer);
        return felt == Severity.NOTE ? Severity.WARNING : felt;
    }

    private static double orZero(double x) {
        return Double.isNaN(x) ? 0 : x;
    }

    private static double extraBytes(Subject subject, QuantizedLayer l) {
        double bits = 8.0 - l.asked().weights().precision().bits();
        long elements = subject.graph()
                .constant(l.layer().weights().orElseThrow())
                .orElseThrow()
                .elementCount();
        return elements
                * (bits > 0 ? bits : 32.0 - l.asked().weights().precision().bits())
                / 8;
    }

    private static Finding ofWeights(Subject subject, List<QuantizedLayer> layers) {
        layers.sort(Comparator.comparingDouble(
                (QuantizedLayer l) -> -subject.shareOf(Subject.name(l)) / extraBytes(subject, l)));
        QuantizedLayer worst = layers.get(0);
        String name = Subject.name(worst);
        LayerNoise n = subject.noise().get(name);
        String who = Words.layer(name);
        Precision now = worst.asked().weights().precision();
        boolean narrow = now.bits() < 8;
        QuantSpec finer = narrow ? QuantSpec.weights(Precision.INT8) : QuantSpec.FLOAT;
        double bytes = extraBytes(subject, worst);
        List<Cure> cures = new ArrayList<>();
        boolean learnable = now.isInteger() && narrow;
        if (learnable && subject.plan().cures().roundings().isEmpty()) {
            cures.add(new Cure.Learn(
                    Improvement.ADAROUND,
                    "each weight of the model is rounded up or down so that the layers' sums, not the weights, come nearest;"
                            + " no byte more, seconds to minutes of work"));
        }
        cures.add(new Cure.Settings(
                Map.of(name, worst.asked().withWeights(finer)),
                "weights of " + who + (narrow ? " int8" : " left float"),
                "takes away most of that layer's noise for " + Words.count(bytes) + " bytes more"));
        if (learnable && subject.plan().cures().biasCorrections().isEmpty()) {
            cures.add(new Cure.Learn(
                    Improvement.BIAS_CORRECTION,
                    "each channel's mean is put right in its bias; no byte more, seconds of work"));
        }
        List<String> others = new ArrayList<>(Subject.names(layers));
        others.remove(name);
        double all = layers.stream()
                .mapToDouble(l -> subject.shareOf(Subject.name(l)))
                .sum();
        return new Finding(
                Kind.COARSE,
                layers.stream()
                        .map(l -> severity(subject, Subject.name(l)))
                        .max(Comparator.naturalOrder())
                        .orElseThrow(),
                name,
                others,
                worst.layer().weights().orElseThrow(),
                List.of(),
                now.label() + " weights at " + who + " cost most for the bytes they save",
                "Rounding of its weights leaves " + Words.decibels(LayerNoise.decibels(n.fromWeights())) + ", and "
                        + Words.percent(n.share()) + " of all noise comes in there, for " + Words.count(bytes)
                        + " bytes saved" + (narrow ? " against int8" : "") + "."
                        + (others.isEmpty()
                                ? ""
                                : " With " + Words.layers(others) + " it is " + Words.percent(all) + " of all noise."),
                List.of(
                        new Evidence("share of all noise", n.share(), Unit.SHARE),
                        new Evidence(
                                "SQNR after rounding of weights", LayerNoise.decibels(n.fromWeights()), Unit.DECIBELS),
                        new Evidence("saved", bytes, Unit.BYTES)),
                List.of(),
                all,
                cures);
    }

    private static Finding ofActivations(Subject subject, QuantizedLayer l) {
        String name = Subject.name(l);
        LayerNoise n = subject.noise().get(name);
        String who = Words.layer(name);
        String source = n.mainSource();
        List<Cure> cures = List.of(
                new Cure.Settings(
                        Map.of(name, l.asked().withActivations(QuantSpec.activations(Precision.INT16))),
                        "int16 activations at " + who,
                        "what it reads and answers in steps 256 times finer; slower where a runtime has no 16-bit kernels"),
                new Cure.Settings(
                        Map.of(name, LayerConfig.FLOAT),
                        who + " left float",
                        "none of its noise is left; the file and the time of this layer are those of float"));
        return new Finding(
                Kind.COARSE,
                severity(subject, name),
                name,
                List.of(),
                l.layer().output().name(),
                List.of(),
                Words.percent(n.share()) + " of all noise comes in at " + who,
                "Its inputs come with less noise than it answers with"
                        + (Double.isNaN(n.accumulated())
                                ? ""
                                : ", " + Words.decibels(LayerNoise.decibels(n.accumulated())))
                        + (source.isEmpty() ? "" : "; most of it is from " + source)
                        + ". " + l.asked().activations().precision().label()
                        + " is not enough here, and no other range does much better.",
                List.of(
                        new Evidence("share of all noise", n.share(), Unit.SHARE),
                        new Evidence("noise it adds", LayerNoise.decibels(n.added()), Unit.DECIBELS),
                        new Evidence("its output's own grid", LayerNoise.decibels(n.fromOutput()), Unit.DECIBELS)),
                List.of(),
                n.share(),
                cures);
    }
}
