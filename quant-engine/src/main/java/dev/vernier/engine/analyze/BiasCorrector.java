package dev.vernier.engine.analyze;

import dev.vernier.engine.graph.ChannelLayout;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import dev.vernier.engine.quantize.ModelQuantizer;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.spec.BiasCorrection;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Empirical bias correction (Nagel et al., ICCV 2019, section 4.2 and appendix D): quantization moves the mean of a layer's sums,
 * {@code E[W x] - E[Ŵ x̂]}, channel by channel. The difference over the calibration samples is added to the bias, layer by layer in running
 * order, each with the layers before it quantized and corrected.
 */
final class BiasCorrector {
    private final ModelQuantizer quantizer;
    private final CalibrationSamples samples;

    BiasCorrector(ModelQuantizer quantizer, CalibrationSamples samples) {
        this.quantizer = quantizer;
        this.samples = samples;
    }

    /** {@code plan} with a correction for every layer of {@code named} that has a bias and quantized weights; the others keep theirs. */
    QuantPlan correct(QuantPlan plan, Set<String> named, Progress progress, Cancellation cancellation) {
        Map<String, BiasCorrection> corrections = new TreeMap<>(plan.cures().biasCorrections());
        corrections.keySet().removeAll(named);
        QuantPlan corrected = plan.withCures(plan.cures().withBiasCorrections(corrections));
        Graph reference = quantizer.quantize(corrected).reference();
        List<Layer> layers = Layer.listOf(reference).stream()
                .filter(l -> named.contains(l.name()) && isCorrectable(l, plan))
                .toList();
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            progress.report(i, layers.size());
            QuantizedModel quantized = quantizer.quantize(corrected);
            double[] wanted = channelMeans(reference, layer, cancellation);
            double[] got = channelMeans(quantized.graph(), layer, cancellation);
            List<Float> added = new ArrayList<>(wanted.length);
            for (int c = 0; c < wanted.length; c++) {
                double difference = wanted[c] - got[c];
                added.add(Double.isFinite(difference) ? (float) difference : 0f);
            }
            corrections.put(
                    layer.name(),
                    new BiasCorrection(plan.configFor(layer.name()).weights(), added));
            corrected = corrected.withCures(corrected.cures().withBiasCorrections(corrections));
        }
        progress.report(layers.size(), Math.max(1, layers.size()));
        return corrected;
    }

    /** Whether the layer has a bias and quantized weights. */
    static boolean isCorrectable(Layer layer, QuantPlan plan) {
        return layer.hasWeights()
                && layer.bias().isPresent()
                && plan.configFor(layer.name()).weights().precision() != Precision.FP32
                && !plan.configFor(layer.name()).weights().precision().isFloat()
                && PreActivation.bare(layer.node().orElseThrow().op()).isPresent();
    }

    private double[] channelMeans(Graph graph, Layer layer, Cancellation cancellation) {
        Sums sums = new Sums();
        samples.run(
                PreActivation.exposed(graph, layer.name()),
                List.of(PreActivation.VALUE),
                (first, values) -> sums.add(values.get(PreActivation.VALUE), layer),
                cancellation);
        return sums.means();
    }

    private static final class Sums {
        private double[] sums;
        private long count;

        void add(TensorData values, Layer layer) {
            ChannelLayout layout = ChannelLayout.of(
                    values.shape(),
                    PreActivation.channelAxis(layer, values.shape().rank()));
            float[] x = values.toFloats();
            if (sums == null) {
                sums = new double[layout.channels()];
            }
            for (int o = 0; o < layout.outer(); o++) {
                for (int c = 0; c < layout.channels(); c++) {
                    int from = layout.offset(o, c);
                    for (int i = from; i < from + layout.inner(); i++) {
                        sums[c] += x[i];
                    }
                }
            }
            count += layout.perChannel();
        }

        double[] means() {
            double[] means = sums.clone();
            for (int c = 0; c < means.length; c++) {
                means[c] /= count;
            }
            return means;
        }
    }
}
