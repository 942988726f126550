package dev.vernier.engine.diagnose;

import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.equalize.WeightChannels;
import dev.vernier.engine.evaluate.LayerResult;
import dev.vernier.engine.evaluate.TensorError;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.Node;
import dev.vernier.engine.graph.op.Add;
import dev.vernier.engine.graph.op.ArgExtremum;
import dev.vernier.engine.graph.op.LogSoftmax;
import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.Reduce;
import dev.vernier.engine.graph.op.Sigmoid;
import dev.vernier.engine.graph.op.Softmax;
import dev.vernier.engine.quantize.QuantizedLayer;
import dev.vernier.engine.range.GridPreview;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells for every layer how much noise it adds, from errors that were measured, and where that comes from, from statistics.
 *
 * <p>Rounding noise is taken to be white and independent of the values: noise of power {@code e} on every input of a layer is noise
 * {@code e · Σw²} on each sum, over the weights of that sum; rounding of weights that is {@code d} for each is {@code Σ d²·E[x²]}. After a
 * ReLU both count for the sums that are above 0. The power {@code E[x²]} of a channel is the tensor's, divided among channels by the squares
 * of their ranges, for only ranges are kept of channels.
 */
final class NoiseEstimate {
    /** A layer that answers with more noise than this times its estimate has made that of its inputs larger, not added any. */
    private static final double LARGEST_OVER_ESTIMATE = 8;

    private final Subject subject;
    private final Map<String, Double> accumulated = new HashMap<>();

    NoiseEstimate(Subject subject) {
        this.subject = subject;
        for (LayerResult r : subject.result().layers()) {
            r.accumulated()
                    .ifPresent(e -> accumulated.put(r.layer().layer().output().name(), ratio(e)));
        }
    }

    private static double ratio(TensorError e) {
        return Double.isNaN(e.sqnrDb()) ? Double.NaN : Math.pow(10, -e.sqnrDb() / 10);
    }

    /** Every layer that computes and whose noise can be told, in running order. */
    List<LayerNoise> layers() {
        List<LayerNoise> layers = new ArrayList<>();
        double total = 0;
        for (QuantizedLayer l : subject.layers()) {
            if (!l.layer().isQuantizable() || l.layer().keepsScale() || isJudge(l.layer())) {
                continue;
            }
            LayerNoise n = of(l);
            if (!Double.isNaN(n.added())) {
                layers.add(n);
                total += n.added();
            }
        }
        double all = total;
        layers.replaceAll(n -> n.withShare(all == 0 ? 0 : n.added() / all));
        return layers;
    }

    /**
     * Operations that turn small differences into large ones by their nature: those that decide, and means, which of values around 0 (as in a
     * layer normalization written out) have hardly any power to compare noise with.
     */
    private static boolean isJudge(Layer layer) {
        Optional<Op> op = layer.node().map(Node::op);
        return op.isPresent()
                && (op.get() instanceof Softmax
                        || op.get() instanceof LogSoftmax
                        || op.get() instanceof Sigmoid
                        || op.get() instanceof Reduce
                        || op.get() instanceof ArgExtremum);
    }

    private LayerNoise of(QuantizedLayer l) {
        double input = fromInput(l);
        double weights = fromWeights(l);
        double output = l.outputError().map(NoiseEstimate::ratio).orElse(0.0);
        double measured = accumulated.getOrDefault(l.layer().output().name(), Double.NaN);
        double estimated = orZero(input) + orZero(weights) + output;
        double added = Double.isNaN(measured) ? estimated : Math.max(0, measured - inherited(l.layer()));
        if (!Double.isNaN(input) && isEstimated(l.asked())) {
            added = Math.min(added, LARGEST_OVER_ESTIMATE * estimated);
        }
        return new LayerNoise(l.layer().name(), measured, added, 0, input, weights, output);
    }

    /** Whether all that is rounded at a layer is in its estimate: halves and ranges taken at run time are not. */
    private static boolean isEstimated(LayerConfig asked) {
        QuantSpec a = asked.activations();
        return !a.isDynamic() && !isHalf(a) && !isHalf(asked.weights());
    }

    private static boolean isHalf(QuantSpec spec) {
        return spec.precision().isFloat() && spec.precision() != Precision.FP32;
    }

    private static double orZero(double x) {
        return Double.isNaN(x) ? 0 : x;
    }

    /** What of the noise at a layer's output its inputs bring with them. */
    private double inherited(Layer layer) {
        double sum = 0;
        double power = 0;
        double largest = 0;
        for (String in : layer.activationInputs()) {
            double r = orZero(accumulated.getOrDefault(in, 0.0));
            double p = subject.statistics(in).map(TensorStatistics::meanSquare).orElse(0.0);
            sum += r * p;
            power += p;
            largest = Math.max(largest, r);
        }
        return isSum(layer) && power > 0 ? sum / power : largest;
    }

    private static boolean isSum(Layer layer) {
        return layer.node().isPresent() && layer.node().get().op() instanceof Add;
    }

    private double fromOperands(QuantizedLayer l) {
        double power = subject.statistics(l.layer().output().name())
                .map(TensorStatistics::meanSquare)
                .orElse(0.0);
        double sum = 0;
        for (String in : l.layer().activationInputs()) {
            sum += errorAt(l, in);
        }
        return power == 0 ? Double.NaN : sum / power;
    }

    /** Mean squared error of {@code value} on the grid that {@code reader} takes it on; 0 where it is real. */
    private double errorAt(QuantizedLayer reader, String value) {
        Optional<TensorStatistics> s = subject.statistics(value);
        return subject.gridAt(reader, value)
                .flatMap(grid -> s.map(x -> GridPreview.of(x, grid).mse()))
                .orElse(0.0);
    }

    /** Of the layer's output power; NaN where the layer is neither a matrix product nor a sum. */
    private double fromInput(QuantizedLayer l) {
        if (isSum(l.layer())) {
            return fromOperands(l);
        }
        Optional<Sums> sums = Sums.of(subject, l);
        if (sums.isEmpty() || l.layer().activationInputs().isEmpty()) {
            return Double.NaN;
        }
        return sums.get().ofInputNoise(errorAt(l, l.layer().activationInputs().get(0)));
    }

    private double fromWeights(QuantizedLayer l) {
        if (!Subject.hasRoundedWeights(l)) {
            return l.layer().hasWeights() ? 0 : Double.NaN;
        }
        return Sums.of(subject, l)
                .flatMap(sums -> RoundedWeights.of(subject, l)
                        .map(r -> sums.ofWeightNoise(sums.weights(), r, sums.inputPower(), null)))
                .orElse(Double.NaN);
    }

    /**
     * A matrix product: its weights by channel, and the powers of what it reads and makes.
     *
     * @param weights float
     * @param inputPower {@code [input channel]}, mean square
     * @param outputPower mean square of the output
     * @param open share of sums that the activation lets through
     */
    record Sums(WeightChannels channels, float[] weights, double[] inputPower, double outputPower, double open) {
        static Optional<Sums> of(Subject subject, QuantizedLayer l) {
            Optional<Node> node = l.layer().node();
            Optional<TensorStatistics> out =
                    subject.statistics(l.layer().output().name());
            if (node.isEmpty()
                    || out.isEmpty()
                    || out.get().meanSquare() == 0
                    || l.layer().activationInputs().isEmpty()) {
                return Optional.empty();
            }
            Optional<TensorStatistics> in =
                    subject.statistics(l.layer().activationInputs().get(0));
            double open = 1 - (double) out.get().zeros() / out.get().count();
            return in.flatMap(i -> WeightChannels.of(subject.graph(), node.get())
                    .map(c -> new Sums(
                            c,
                            subject.graph()
                                    .constant(l.layer().weights().orElseThrow())
                                    .orElseThrow()
                                    .toFloats(),
                            power(i, c.inputs()),
                            out.get().meanSquare(),
                            open)));
        }

        private static double[] power(TensorStatistics s, int channels) {
            double[] power = new double[channels];
            double sum = 0;
            boolean known = s.channels() == channels;
            for (int c = 0; c < channels; c++) {
                double reach = known ? Math.max(Math.abs(s.channelMin(c)), Math.abs(s.channelMax(c))) : 1;
                power[c] = reach * reach;
                sum += power[c];
            }
            for (int c = 0; c < channels; c++) {
                power[c] = sum == 0 ? s.meanSquare() : power[c] / sum * s.meanSquare() * channels;
            }
            return power;
        }

        /** Noise ratio at the output for noise of {@code mse} on the inputs; a channel cannot lose more than its own power. */
        double ofInputNoise(double mse) {
            double sum = 0;
            for (int i = 0; i < channels.first(); i++) {
                for (int j = 0; j < channels.second(); j++) {
                    double e = Math.min(mse, inputPower[channels.input(i, j)]);
                    int from = channels.offset(i, j);
                    for (int k = from; k < from + channels.inner(); k++) {
                        sum += (double) weights[k] * weights[k] * e;
                    }
                }
            }
            return open * sum / channels.outputs() / outputPower;
        }

        /**
         * Noise ratio at the output for rounded weights.
         *
         * @param exact float weights
         * @param rounded the same, rounded
         * @param power {@code [input channel]}
         * @param ofOutput {@code [output channel]}: what each sum is multiplied by afterwards; null for 1
         */
        double ofWeightNoise(float[] exact, float[] rounded, double[] power, float[] ofOutput) {
            double sum = 0;
            for (int i = 0; i < channels.first(); i++) {
                for (int j = 0; j < channels.second(); j++) {
                    double gain = ofOutput == null ? 1 : ofOutput[channels.output(i, j)];
                    double p = power[channels.input(i, j)] * gain * gain;
                    int from = channels.offset(i, j);
                    for (int k = from; k < from + channels.inner(); k++) {
                        double d = (double) exact[k] - rounded[k];
                        sum += d * d * p;
                    }
                }
            }
            return open * sum / channels.outputs() / outputPower;
        }
    }
}
