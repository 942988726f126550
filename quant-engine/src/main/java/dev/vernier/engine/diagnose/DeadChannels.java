package dev.vernier.engine.diagnose;

import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.diagnose.Evidence.Unit;
import dev.vernier.engine.diagnose.Finding.Kind;
import dev.vernier.engine.diagnose.Finding.Severity;
import dev.vernier.engine.quantize.QuantizedLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Output channels that were 0 on every calibration sample: they take room and time and say nothing. One finding for all layers. */
final class DeadChannels implements Rule {
    /** On fewer samples a channel may be silent by chance. */
    private static final int FEWEST_SAMPLES = 32;

    private record Layer(QuantizedLayer layer, List<Integer> dead, int channels) {
        double bytes() {
            return (double) layer.sizeBytes() * dead.size() / channels;
        }
    }

    @Override
    public List<Finding> find(Subject subject) {
        if (subject.calibration().samples() < FEWEST_SAMPLES) {
            return List.of();
        }
        List<Layer> layers = new ArrayList<>();
        for (QuantizedLayer l : subject.layers()) {
            Optional<TensorStatistics> s = l.layer().hasWeights()
                    ? subject.statistics(l.layer().output().name())
                    : Optional.empty();
            s.map(x -> new Layer(l, dead(x), x.channels()))
                    .filter(x -> !x.dead().isEmpty() && x.dead().size() < x.channels())
                    .ifPresent(layers::add);
        }
        layers.sort((a, b) -> Integer.compare(b.dead().size(), a.dead().size()));
        return layers.isEmpty() ? List.of() : List.of(finding(subject, layers));
    }

    private static List<Integer> dead(TensorStatistics s) {
        return IntStream.range(0, s.channels())
                .filter(c -> s.channelMin(c) == 0 && s.channelMax(c) == 0)
                .boxed()
                .toList();
    }

    private static Finding finding(Subject subject, List<Layer> layers) {
        Layer most = layers.get(0);
        String name = Subject.name(most.layer());
        int all = layers.stream().mapToInt(l -> l.dead().size()).sum();
        double bytes = layers.stream().mapToDouble(Layer::bytes).sum();
        List<String> others =
                new ArrayList<>(Subject.names(layers.stream().map(Layer::layer).toList()));
        others.remove(name);
        return new Finding(
                Kind.DEAD_CHANNELS,
                Severity.NOTE,
                name,
                others,
                most.layer().layer().output().name(),
                most.dead(),
                most.dead().size() + " of " + most.channels() + " channels of " + Words.layer(name)
                        + " are 0 throughout"
                        + (layers.size() == 1
                                ? ""
                                : ", and " + (all - most.dead().size()) + " elsewhere"),
                "On " + Words.count(subject.calibration().samples()) + " calibration samples "
                        + (all == 1
                                ? "1 channel was"
                                : all + " channels in " + layers.size()
                                        + (layers.size() == 1 ? " layer were" : " layers were"))
                        + " never anything but 0. They cost no accuracy; the weights that make them take about "
                        + Words.count(bytes)
                        + " bytes. Pruning them, before quantizing, makes the network smaller and faster.",
                List.of(
                        new Evidence("dead channels here", most.dead().size(), Unit.COUNT),
                        new Evidence("channels here", most.channels(), Unit.COUNT),
                        new Evidence("dead channels in all layers", all, Unit.COUNT),
                        new Evidence("what makes them", bytes, Unit.BYTES)),
                List.of(),
                0,
                List.of());
    }
}
