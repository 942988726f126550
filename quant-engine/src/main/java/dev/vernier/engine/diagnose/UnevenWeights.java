package dev.vernier.engine.diagnose;

import dev.vernier.engine.diagnose.Evidence.Unit;
import dev.vernier.engine.diagnose.Finding.Kind;
import dev.vernier.engine.diagnose.NoiseEstimate.Sums;
import dev.vernier.engine.equalize.WeightChannels;
import dev.vernier.engine.evaluate.TensorError;
import dev.vernier.engine.graph.ChannelLayout;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.quantize.QuantizedLayer;
import dev.vernier.engine.quantize.WeightQuantizer;
import dev.vernier.engine.range.ChannelRanges;
import dev.vernier.engine.spec.Granularity;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.QuantSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Weights that share a scale with much larger ones: those of other output channels where there is one scale for all, and those of other
 * input channels always, for no runtime has a scale for each of these. The weights' own SQNR, which the large ones decide, may look well.
 */
final class UnevenWeights implements Rule {
    /** Times the median. */
    private static final double FAR = 4;
    /** 20 dB. */
    private static final double MATTERS = 0.01;
    /** Times as much noise as the weights' own SQNR tells: 10 dB. */
    private static final double HIDDEN = 10;
    /** A cure must save so much of the noise. */
    private static final double WORTHWHILE = 0.25;

    private static final int FEWEST_CHANNELS = 4;

    @Override
    public List<Finding> find(Subject subject) {
        List<Finding> ofOutputs = new ArrayList<>();
        List<Finding> ofInputs = new ArrayList<>();
        for (QuantizedLayer l : subject.layers()) {
            if (Subject.hasRoundedWeights(l) && l.asked().weights().precision().isInteger()) {
                Optional<Finding> outputs = ofOutputs(subject, l);
                outputs.ifPresent(ofOutputs::add);
                if (outputs.isEmpty()) {
                    ofInputs(subject, l).ifPresent(ofInputs::add);
                }
            }
        }
        List<Finding> findings = allAtOnce(subject, ofOutputs);
        findings.addAll(ofInputs);
        return findings;
    }

    /** Where several layers want a scale a channel, giving it to one of them leaves the others as bad as they are. */
    private static List<Finding> allAtOnce(Subject subject, List<Finding> found) {
        if (found.size() < 2) {
            return new ArrayList<>(found);
        }
        Map<String, LayerConfig> settings = new TreeMap<>();
        for (Finding f : found) {
            LayerConfig asked = subject.layer(f.layer()).asked();
            settings.put(f.layer(), asked.withWeights(asked.weights().withGranularity(Granularity.CHANNEL)));
        }
        Cure all = new Cure.Settings(
                settings,
                "weights of " + found.size() + " layers per channel",
                "all weights of which this was found, at " + Words.layers(List.copyOf(settings.keySet()))
                        + ", get a scale for each channel, for a few bytes");
        List<Finding> findings = new ArrayList<>();
        for (Finding f : found) {
            List<Cure> cures = new ArrayList<>(List.of(all));
            cures.addAll(f.cures());
            findings.add(f.withCures(cures));
        }
        return findings;
    }

    /** One scale for output channels of unlike size. */
    private static Optional<Finding> ofOutputs(Subject subject, QuantizedLayer l) {
        QuantSpec spec = l.asked().weights();
        TensorData weights =
                subject.graph().constant(l.layer().weights().orElseThrow()).orElseThrow();
        ChannelLayout layout = ChannelLayout.of(weights.shape(), l.layer().weightChannelAxis());
        if (!(spec.granularity() instanceof Granularity.PerTensor) || layout.channels() < FEWEST_CHANNELS) {
            return Optional.empty();
        }
        float[] exact = weights.toFloats();
        ChannelRanges channels = ChannelRanges.of(exact, layout);
        List<Integer> far = channels.outliers(FAR);
        Optional<float[]> rounded = RoundedWeights.of(subject, l);
        if (far.isEmpty() || rounded.isEmpty()) {
            return Optional.empty();
        }
        QuantSpec each = spec.withGranularity(Granularity.CHANNEL);
        double now = meanNoise(exact, rounded.get(), layout);
        double then = meanNoise(
                exact,
                WeightQuantizer.quantize(weights, l.layer().weightChannelAxis(), each)
                        .dequantized()
                        .toFloats(),
                layout);
        if (now < MATTERS || then > WORTHWHILE * now) {
            return Optional.empty();
        }
        String name = Subject.name(l);
        String felt = subject.feltAt(l);
        double ratio = channels.overMedian(far.get(0));
        List<Cure> cures = new ArrayList<>();
        cures.add(new Cure.Settings(
                Map.of(name, l.asked().withWeights(each)),
                "weights of " + Words.layer(name) + " per channel",
                "noise in the average channel falls from " + Words.decibels(LayerNoise.decibels(now)) + " to "
                        + Words.decibels(LayerNoise.decibels(then)) + ", for " + Words.count(4.0 * layout.channels())
                        + " bytes of scales"));
        subject.equalizingFactors(l.layer().output().name())
                .filter(f -> spread(channels, f) < ratio / 2)
                .ifPresent(f -> cures.add(
                        new Cure.Equalize("the widest channel's weights become " + Words.times(spread(channels, f))
                                + " the median's in place of " + Words.times(ratio) + ", still with one scale")));
        return Optional.of(new Finding(
                Kind.UNEVEN_WEIGHTS,
                subject.severity(felt),
                name,
                felt.equals(name) ? List.of() : List.of(felt),
                l.layer().weights().orElseThrow(),
                far,
                Words.sentence(Words.channels(far)) + " of the weights of " + Words.layer(name)
                        + (far.size() == 1 ? " is " : " are up to ") + Words.times(ratio)
                        + " wider than the median, on one scale for all",
                "The weights as a whole show " + own(l)
                        + ", which the wide channels decide. In the average output channel "
                        + "rounding leaves " + Words.decibels(LayerNoise.decibels(now))
                        + "; with a scale for each it would be "
                        + Words.decibels(LayerNoise.decibels(then)) + ".",
                List.of(
                        new Evidence("widest over median channel", ratio, Unit.TIMES),
                        new Evidence("SQNR of the average channel", LayerNoise.decibels(now), Unit.DECIBELS),
                        new Evidence("with a scale a channel", LayerNoise.decibels(then), Unit.DECIBELS)),
                channels.ranges().stream().map(r -> (double) r.high() - r.low()).toList(),
                subject.shareOf(felt),
                cures));
    }

    private static String own(QuantizedLayer l) {
        return l.weightError().map(TensorError::sqnrDb).map(Words::decibels).orElse("");
    }

    /** Mean over channels of noise to signal: every channel counts alike. */
    private static double meanNoise(float[] exact, float[] rounded, ChannelLayout layout) {
        double sum = 0;
        int counted = 0;
        for (int c = 0; c < layout.channels(); c++) {
            double signal = 0;
            double noise = 0;
            for (int o = 0; o < layout.outer(); o++) {
                for (int i = layout.offset(o, c); i < layout.offset(o, c) + layout.inner(); i++) {
                    double d = (double) exact[i] - rounded[i];
                    signal += (double) exact[i] * exact[i];
                    noise += d * d;
                }
            }
            if (signal > 0) {
                sum += noise / signal;
                counted++;
            }
        }
        return counted == 0 ? 0 : sum / counted;
    }

    private static double spread(ChannelRanges channels, float[] factors) {
        if (factors.length != channels.ranges().size()) {
            return Double.POSITIVE_INFINITY;
        }
        double[] widths = IntStream.range(0, factors.length)
                .mapToDouble(c -> ((double) channels.ranges().get(c).high()
                                - channels.ranges().get(c).low())
                        / factors[c])
                .sorted()
                .toArray();
        return widths[widths.length - 1] / widths[widths.length / 2];
    }

    /** Whether rounding of the weights costs much more than their own SQNR tells. */
    static boolean areUnevenByInput(QuantizedLayer l, LayerNoise noise) {
        double own = l.weightError().map(e -> Math.pow(10, -e.sqnrDb() / 10)).orElse(0.0);
        return noise.fromWeights() >= MATTERS && noise.fromWeights() >= HIDDEN * own;
    }

    /** Input channels of unlike size in every row. */
    private static Optional<Finding> ofInputs(Subject subject, QuantizedLayer l) {
        LayerNoise noise = subject.noise().get(Subject.name(l));
        if (noise == null || !areUnevenByInput(l, noise)) {
            return Optional.empty();
        }
        Sums sums = Sums.of(subject, l).orElseThrow();
        double[] widths = inputWidths(sums);
        if (widths.length < FEWEST_CHANNELS) {
            return Optional.empty();
        }
        double[] sorted = Arrays.stream(widths).sorted().toArray();
        double median = sorted[sorted.length / 2];
        List<Integer> wide = IntStream.range(0, widths.length)
                .filter(c -> widths[c] > FAR * median)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer c) -> -widths[c]))
                .toList();
        if (wide.isEmpty() || median == 0) {
            return Optional.empty();
        }
        String name = Subject.name(l);
        String value = l.layer().activationInputs().get(0);
        String maker = subject.originOf(value).map(Subject::name).orElse(value);
        String who = Words.layer(name);
        double ratio = widths[wide.get(0)] / median;
        List<Cure> cures = new ArrayList<>();
        equalize(subject, l, sums, noise.fromWeights()).ifPresent(cures::add);
        cures.add(new Cure.Settings(
                Map.of(name, l.asked().withWeights(QuantSpec.FLOAT)),
                "weights of " + who + " left float",
                "no rounding there; " + Words.count(4.0 * sums.weights().length) + " bytes in place of "
                        + Words.count((double) l.sizeBytes()) + ", and computed in float"));
        return Optional.of(new Finding(
                Kind.UNEVEN_WEIGHTS,
                subject.severity(name),
                name,
                List.of(maker),
                value,
                wide,
                who + " reads " + Words.channels(wide) + " of " + Words.layer(maker) + " with weights up to "
                        + Words.times(ratio) + " the median's",
                "Weights that read different input channels share a scale, so the large ones leave the small ones few codes."
                        + " The weights alone show " + own(l) + "; weighed with what the channels carry it is "
                        + Words.decibels(LayerNoise.decibels(noise.fromWeights()))
                        + measured(noise) + ".",
                List.of(
                        new Evidence("widest over median input channel", ratio, Unit.TIMES),
                        new Evidence(
                                "SQNR of the weights alone",
                                l.weightError().orElseThrow().sqnrDb(),
                                Unit.DECIBELS),
                        new Evidence(
                                "weighed with what channels carry",
                                LayerNoise.decibels(noise.fromWeights()),
                                Unit.DECIBELS)),
                Arrays.stream(widths).boxed().toList(),
                subject.shareOf(name),
                cures));
    }

    private static String measured(LayerNoise noise) {
        return Double.isNaN(noise.accumulated())
                ? ""
                : ", and the layer's result is down to " + Words.decibels(LayerNoise.decibels(noise.accumulated()));
    }

    /** Largest weight that reads each input channel. */
    private static double[] inputWidths(Sums sums) {
        WeightChannels w = sums.channels();
        double[] widths = new double[w.inputs()];
        for (int i = 0; i < w.first(); i++) {
            for (int j = 0; j < w.second(); j++) {
                for (int k = w.offset(i, j); k < w.offset(i, j) + w.inner(); k++) {
                    int c = w.input(i, j);
                    widths[c] = Math.max(widths[c], Math.abs(sums.weights()[k]));
                }
            }
        }
        return widths;
    }

    private static Optional<Cure> equalize(Subject subject, QuantizedLayer l, Sums sums, double now) {
        Optional<float[]> in =
                subject.equalizingFactors(l.layer().activationInputs().get(0));
        Optional<float[]> out = subject.equalizingFactors(l.layer().output().name());
        if (in.isEmpty()
                || out.isEmpty()
                || in.get().length != sums.channels().inputs()
                || out.get().length != sums.channels().outputs()) {
            return Optional.empty();
        }
        float[] scaled = sums.channels().scaled(sums.weights(), in.get(), out.get());
        TensorData exact = TensorData.ofFloats(
                subject.graph()
                        .constant(l.layer().weights().orElseThrow())
                        .orElseThrow()
                        .shape(),
                scaled);
        float[] rounded = WeightQuantizer.quantize(
                        exact, l.layer().weightChannelAxis(), l.asked().weights())
                .dequantized()
                .toFloats();
        double[] power = sums.inputPower().clone();
        for (int c = 0; c < power.length; c++) {
            power[c] /= (double) in.get()[c] * in.get()[c];
        }
        double then = sums.ofWeightNoise(scaled, rounded, power, out.get());
        return then > WORTHWHILE * now
                ? Optional.empty()
                : Optional.of(new Cure.Equalize("rounding of these weights should leave "
                        + Words.decibels(LayerNoise.decibels(then)) + " in place of "
                        + Words.decibels(LayerNoise.decibels(now))
                        + "; the float network computes the same, and the file is as large as before"));
    }
}
