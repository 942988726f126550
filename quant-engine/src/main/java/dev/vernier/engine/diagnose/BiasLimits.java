package dev.vernier.engine.diagnose;

import dev.vernier.engine.diagnose.Evidence.Unit;
import dev.vernier.engine.diagnose.Finding.Kind;
import dev.vernier.engine.diagnose.Finding.Severity;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.DequantizeLinear;
import dev.vernier.engine.quantize.QuantizedLayer;
import dev.vernier.engine.spec.LayerConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Biases that take nearly all of the accumulator's 32 bits. A bias is stored in steps of input scale times weight scale; where a channel's
 * weights are tiny beside its bias these steps are, too. Quantizers then raise the channel's weight scale, so its weights are rounded coarsely.
 */
final class BiasLimits implements Rule {
    /** Two bits below the largest int32. */
    private static final double NEAR = 0x1p29;
    /** 20 dB in the channel's weights. */
    private static final double MATTERS = 0.01;

    @Override
    public List<Finding> find(Subject subject) {
        List<Finding> findings = new ArrayList<>();
        for (QuantizedLayer l : subject.layers()) {
            codes(subject, l).flatMap(c -> of(subject, l, c)).ifPresent(findings::add);
        }
        return findings;
    }

    private static Optional<TensorData> codes(Subject subject, QuantizedLayer l) {
        if (l.layer().bias().isEmpty() || l.weightParams().isEmpty()) {
            return Optional.empty();
        }
        Node node = l.layer().node().orElseThrow();
        var lowered = subject.result().model().graph();
        String operand = lowered.node(node.name()).orElseThrow().input(node.op().biasInput());
        return lowered.producerOf(operand)
                .filter(n -> n.op() instanceof DequantizeLinear)
                .flatMap(n -> lowered.constant(n.input(0)))
                .filter(c -> c.type() == DataType.INT32);
    }

    private static Optional<Finding> of(Subject subject, QuantizedLayer l, TensorData codes) {
        List<Integer> near = IntStream.range(0, Math.toIntExact(codes.elementCount()))
                .filter(c -> Math.abs((double) codes.longAt(c)) >= NEAR)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer c) -> -Math.abs((double) codes.longAt(c))))
                .toList();
        if (near.isEmpty()) {
            return Optional.empty();
        }
        String name = Subject.name(l);
        int worst = near.get(0);
        float bias = subject.graph()
                .constant(l.layer().bias().orElseThrow())
                .orElseThrow()
                .toFloats()[worst];
        double bits = 1 + Math.ceil(Math.log(Math.abs((double) codes.longAt(worst))) / Math.log(2));
        LayerNoise noise = subject.noise().get(name);
        boolean hurts = noise != null && noise.fromWeights() >= MATTERS;
        Cure cure = new Cure.Settings(
                Map.of(name, LayerConfig.FLOAT),
                Words.layer(name) + " left float",
                "weights and bias as they are, four times the bytes");
        return Optional.of(new Finding(
                Kind.BIAS_LIMIT,
                hurts ? subject.severity(name) : Severity.NOTE,
                name,
                List.of(),
                l.layer().bias().orElseThrow(),
                near,
                "The bias of " + Words.channels(near) + " of " + Words.layer(name) + " takes " + Words.number(bits)
                        + " of 32 bits",
                "A bias of " + Words.number(bias)
                        + " stands beside weights so small that its steps, input scale times weight"
                        + " scale, nearly run out of int32. Such a channel's weight scale is raised until the bias fits, so its"
                        + " weights are rounded coarsely"
                        + (hurts
                                ? ": rounding of weights leaves "
                                        + Words.decibels(LayerNoise.decibels(noise.fromWeights())) + " here."
                                : "; beside such a bias they hardly count, and nothing measurable is lost."),
                List.of(
                        new Evidence("bits of the bias", bits, Unit.COUNT),
                        new Evidence("bias of channel " + worst, bias, Unit.REAL),
                        new Evidence("channels near the limit", near.size(), Unit.COUNT)),
                List.of(),
                subject.shareOf(name),
                hurts ? List.of(cure) : List.of()));
    }
}
