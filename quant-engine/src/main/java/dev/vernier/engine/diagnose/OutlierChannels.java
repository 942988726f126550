package dev.vernier.engine.diagnose;

import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.diagnose.Evidence.Unit;
import dev.vernier.engine.diagnose.Finding.Kind;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.quantize.QuantizedLayer;
import dev.vernier.engine.range.ChannelRanges;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Activations of which a few channels reach much farther than the rest. An activation has one scale, so the far ones make the steps and the
 * others get few codes: noise that the tensor's own SQNR hides, for the far channels have most of the power.
 */
final class OutlierChannels implements Rule {
    /** Times the median width: below this, equal codes for all are no bad choice. */
    private static final double FAR = 8;
    /** A channel with so many codes has some 35 dB. */
    private static final double ENOUGH_CODES = 16;
    /** Noise that the reader gets from it, as a ratio: 20 dB. */
    private static final double MATTERS = 0.01;

    private static final int FEWEST_CHANNELS = 4;

    @Override
    public List<Finding> find(Subject subject) {
        Map<String, List<QuantizedLayer>> readers = new LinkedHashMap<>();
        for (QuantizedLayer l : subject.layers()) {
            if (l.layer().hasWeights() && !l.layer().activationInputs().isEmpty()) {
                String value = l.layer().activationInputs().get(0);
                LayerNoise n = subject.noise().get(l.layer().name());
                if (n != null && n.fromInput() >= MATTERS) {
                    readers.computeIfAbsent(value, v -> new ArrayList<>()).add(l);
                }
            }
        }
        List<Finding> findings = new ArrayList<>();
        readers.forEach((value, reading) -> of(subject, value, reading).ifPresent(findings::add));
        return findings;
    }

    private static Optional<Finding> of(Subject subject, String value, List<QuantizedLayer> readers) {
        QuantizedLayer reader = readers.get(0);
        Optional<TensorStatistics> statistics = subject.statistics(value);
        Optional<QuantParams> grid = subject.gridAt(reader, value).filter(g -> !g.isPerChannel());
        Optional<QuantizedLayer> origin = subject.originOf(value);
        if (statistics.isEmpty()
                || grid.isEmpty()
                || origin.isEmpty()
                || statistics.get().channels() < FEWEST_CHANNELS) {
            return Optional.empty();
        }
        ChannelRanges channels = ChannelRanges.of(statistics.get());
        List<Integer> far = channels.outliers(FAR);
        double step = grid.get().scale();
        double medianCodes = channels.medianWidth() / step;
        if (far.isEmpty() || !(medianCodes < ENOUGH_CODES)) {
            return Optional.empty();
        }
        Tensor t = new Tensor(subject, value, origin.get(), readers, statistics.get(), grid.get(), channels, far);
        return Optional.of(t.finding());
    }

    /** One such tensor. */
    private record Tensor(
            Subject subject,
            String value,
            QuantizedLayer origin,
            List<QuantizedLayer> readers,
            TensorStatistics statistics,
            QuantParams grid,
            ChannelRanges channels,
            List<Integer> far) {

        Finding finding() {
            int worst = far.get(0);
            double step = grid.scale();
            double medianCodes = channels.medianWidth() / step;
            long levels = grid.type().levels();
            String maker = Words.layer(Subject.name(origin));
            QuantizedLayer reader = readers.get(0);
            String who = Words.layers(Subject.names(readers));
            String first = Words.layer(Subject.name(reader));
            double ratio = channels.overMedian(worst);
            LayerNoise noise = subject.noise().get(Subject.name(reader));
            Set<String> others = new LinkedHashSet<>(Subject.names(readers));
            others.remove(Subject.name(reader));
            others.add(Subject.name(origin));
            String codes = codes(medianCodes);
            return new Finding(
                    Kind.OUTLIER_CHANNELS,
                    subject.severity(Subject.name(reader)),
                    Subject.name(reader),
                    List.copyOf(others),
                    value,
                    far,
                    Words.sentence(Words.channels(far)) + " of the tensor that " + maker + " and " + who + " share "
                            + (far.size() == 1 ? "is " : "are up to ") + Words.times(ratio)
                            + " wider than the median",
                    "The tensor has one scale, and " + Words.channels(far) + " set" + (far.size() == 1 ? "s" : "")
                            + " it: one step is " + Words.number(step) + ", so the median channel, "
                            + Words.number(channels.medianWidth()) + " wide, gets " + codes + " of "
                            + Words.count(levels) + " codes. By itself the output of " + maker + " still shows "
                            + origin.outputError()
                                    .map(e -> Words.decibels(e.sqnrDb()))
                                    .orElse("little of it")
                            + ", because the wide channels hold its power; the result of " + first
                            + ", which needs the others, is down to "
                            + Words.decibels(LayerNoise.decibels(felt(noise))) + "." + weightWords(noise),
                    List.of(
                            new Evidence("widest over median channel", ratio, Unit.TIMES),
                            new Evidence(
                                    "range of channel " + worst,
                                    width(channels.ranges().get(worst)),
                                    Unit.REAL),
                            new Evidence("range of the median channel", channels.medianWidth(), Unit.REAL),
                            new Evidence("one step", step, Unit.REAL),
                            new Evidence("codes of the median channel", Math.ceil(medianCodes), Unit.COUNT),
                            new Evidence("SQNR after " + first, LayerNoise.decibels(felt(noise)), Unit.DECIBELS)),
                    channels.ranges().stream().map(OutlierChannels::width).toList(),
                    subject.shareOf(Subject.name(reader)),
                    cures());
        }

        /** What reads unlike channels alike often has weights as unlike, the other way round. */
        private String weightWords(LayerNoise noise) {
            return UnevenWeights.areUnevenByInput(readers.get(0), noise)
                    ? " Its weights are as unlike, the other way round: weighed with what the channels carry, their rounding"
                            + " leaves " + Words.decibels(LayerNoise.decibels(noise.fromWeights())) + "."
                    : "";
        }

        private static double felt(LayerNoise noise) {
            return Double.isNaN(noise.accumulated()) ? noise.fromInput() : noise.accumulated();
        }

        private List<Cure> cures() {
            List<Cure> cures = new ArrayList<>();
            equalize().ifPresent(cures::add);
            clip().ifPresent(cures::add);
            cures.add(moreBits());
            return cures;
        }

        private Optional<Cure> equalize() {
            Optional<float[]> factors = subject.equalizingFactors(value).filter(f -> f.length == statistics.channels());
            if (factors.isEmpty()) {
                return Optional.empty();
            }
            double[] after = IntStream.range(0, factors.get().length)
                    .mapToDouble(c -> width(channels.ranges().get(c)) / factors.get()[c])
                    .sorted()
                    .toArray();
            double now = channels.medianWidth() / width(channels.ranges().get(far.get(0)));
            double then = after[after.length / 2] / after[after.length - 1];
            if (!(then > 2 * now)) {
                return Optional.empty();
            }
            double codes = then * (grid.type().levels() - 1);
            return Optional.of(new Cure.Equalize("the median channel gets " + codes(codes)
                    + " codes in place of " + codes(channels.medianWidth() / grid.scale())
                    + "; the float network computes the same, and the file is as large as before"));
        }

        /** The far channels cut to what the others reach. */
        private Optional<Cure> clip() {
            boolean joined = readers.stream()
                    .anyMatch(r -> r.layer().node().orElseThrow().op().unifiesInputs());
            QuantSpec spec = origin.asked().activations();
            if (joined || far.size() > Math.max(1, statistics.channels() / 8) || spec.isDynamic()) {
                return Optional.empty();
            }
            ClipRange rest = IntStream.range(0, statistics.channels())
                    .filter(c -> !far.contains(c))
                    .mapToObj(channels.ranges()::get)
                    .reduce(ClipRange::union)
                    .orElseThrow();
            if (width(rest) == 0) {
                return Optional.empty();
            }
            LayerConfig config =
                    origin.asked().withActivations(spec.withRule(RangeRule.Manual.of(rest.low(), rest.high())));
            String name = Subject.name(origin);
            return Optional.of(new Cure.Settings(
                    Map.of(name, config),
                    "clip " + Words.layer(name) + " to [" + Words.number(rest.low()) + ", " + Words.number(rest.high())
                            + "]",
                    "the median channel gets "
                            + codes(channels.medianWidth()
                                    / width(rest)
                                    * (grid.type().levels() - 1))
                            + " codes; what " + Words.channels(far) + " say" + (far.size() == 1 ? "s" : "")
                            + " beyond that is lost, which only a measurement can judge"));
        }

        private Cure moreBits() {
            Map<String, LayerConfig> settings = new LinkedHashMap<>();
            List<QuantizedLayer> touched = new ArrayList<>(readers);
            touched.add(0, origin);
            QuantSpec wide = QuantSpec.activations(Precision.INT16);
            touched.forEach(l -> settings.put(Subject.name(l), l.asked().withActivations(wide)));
            return new Cure.Settings(
                    settings,
                    "int16 activations at " + Words.layers(List.copyOf(settings.keySet())),
                    "steps 256 times finer for every channel; slower where a runtime has no 16-bit kernels");
        }
    }

    private static double width(ClipRange range) {
        return (double) range.high() - range.low();
    }

    /** {@code 3}, {@code less than 1}. */
    private static String codes(double steps) {
        return steps < 1 ? "less than 1" : Words.count(Math.ceil(steps));
    }
}
