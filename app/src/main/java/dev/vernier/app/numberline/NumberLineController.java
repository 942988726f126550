package dev.vernier.app.numberline;

import dev.vernier.app.distribution.DistributionModel;
import dev.vernier.app.distribution.TensorDistribution;
import dev.vernier.app.drawer.DrawerContext;
import dev.vernier.app.grid.FloatGrid;
import dev.vernier.app.grid.IntegerGrid;
import dev.vernier.app.grid.NumberGrid;
import dev.vernier.app.grid.SignGrid;
import dev.vernier.app.jobs.BackgroundWork;
import dev.vernier.app.project.Project;
import dev.vernier.app.project.ShownNetwork;
import dev.vernier.app.project.WorkbenchModel;
import dev.vernier.engine.VernierException;
import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.graph.ChannelLayout;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.QuantType;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.quantize.QuantizedLayer;
import dev.vernier.engine.quantize.ScaleCalculator;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.Granularity;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Takes the grid from the selected layer, or from what was typed. */
final class NumberLineController {
    private static final int DOTS = 48;

    /** Where the number looked at stands when there is a new grid: a share of its positive side that is no code. */
    private static final double FIRST_LOOK = 0.3183;

    private final NumberLineModel model;
    private final WorkbenchModel workbench;
    private final DistributionModel distribution;
    private final BackgroundWork reading = new BackgroundWork("vernier-number-line");
    private Layer weightsOf;
    private int channelOf;
    private ChannelWeights weights;
    private Layer placedFor;
    private boolean shown;

    /** Values of one channel: a few of them, and the extremes of all. */
    private record ChannelWeights(float[] some, TensorStatistics all, int channels) {
        ClipRange extremes() {
            return new ClipRange(Math.min(0, all.min()), Math.max(0, all.max()));
        }
    }

    NumberLineController(NumberLineModel model, DrawerContext window) {
        this.model = model;
        this.workbench = window.workbench();
        this.distribution = window.distribution();
        workbench.layerProperty().addListener((o, was, is) -> refresh());
        workbench.quantizedProperty().addListener((o, was, is) -> refresh());
        distribution.channelProperty().addListener((o, was, is) -> refresh());
        model.formatProperty().addListener((o, was, is) -> refresh());
        model.sourceProperty().addListener((o, was, is) -> refresh());
    }

    void shown(boolean visible) {
        shown = visible;
        refresh();
    }

    private void refresh() {
        if (!shown) {
            return;
        }
        Precision format = model.formatProperty().get();
        NumberSource source = model.sourceProperty().get();
        Layer layer = workbench.layerProperty().get();
        Project project = workbench.projectProperty().get();
        if (source == NumberSource.OWN || layer == null || project == null) {
            model.captionProperty().set(source == NumberSource.OWN ? "typed by hand" : "no layer is selected");
            model.dotsProperty().set(new float[0]);
            show(format, own(format));
            return;
        }
        Optional<QuantizedLayer> quantized = Optional.ofNullable(
                        workbench.quantizedProperty().get())
                .map(q -> q.layers().get(layer.name()));
        if (source == NumberSource.WEIGHTS) {
            showWeights(workbench.network(), layer, format, quantized);
        } else {
            showActivations(workbench.network(), layer, format, quantized);
        }
    }

    private void showWeights(ShownNetwork network, Layer layer, Precision format, Optional<QuantizedLayer> quantized) {
        if (!layer.hasWeights()) {
            model.captionProperty().set(layer.name() + " has no weights");
            model.dotsProperty().set(new float[0]);
            show(format, own(format));
            return;
        }
        int part = Math.max(0, distribution.channelProperty().get());
        TensorDistribution inFront = distribution.tensorProperty().get();
        int channel = inFront == null ? part : inFront.channelOf(part);
        Layer shown = network.layer(layer);
        if (weightsOf != shown || channelOf != channel) {
            reading.run(() -> read(network.graph(), shown, channel), read -> {
                weights = read;
                weightsOf = shown;
                channelOf = channel;
                refresh();
            });
            return;
        }
        model.captionProperty().set(layer.name() + " weights, channel " + channel + " of " + weights.channels());
        model.dotsProperty().set(weights.some());
        QuantSpec asked = quantized
                .map(q -> q.asked().weights())
                .filter(s -> s.precision().hasRange() && !(s.granularity() instanceof Granularity.PerBlock))
                .orElse(QuantSpec.weights(Precision.INT8));
        List<ClipRange> ranges = quantized
                .filter(q -> q.asked().weights().equals(asked))
                .map(QuantizedLayer::weightRanges)
                .orElse(List.of());
        ClipRange range = ranges.isEmpty() ? weights.extremes() : ranges.get(Math.min(ranges.size() - 1, channel));
        Optional<QuantParams> own =
                quantized.filter(q -> q.asked().weights().precision() == format).flatMap(QuantizedLayer::weightParams);
        place(layer, range, format);
        show(
                format,
                own.map(p -> ofChannel(format, p, channel)).orElseGet(() -> over(range, format, asked, weights.all())));
    }

    private void showActivations(
            ShownNetwork network, Layer layer, Precision format, Optional<QuantizedLayer> quantized) {
        TensorStatistics seen =
                network.activationStatistics().get(layer.output().name());
        if (seen == null) {
            model.captionProperty().set("calibration saw no values of " + layer.name());
            model.dotsProperty().set(new float[0]);
            show(format, own(format));
            return;
        }
        model.captionProperty().set(layer.name() + " output");
        float[] quantiles = new float[DOTS];
        for (int i = 0; i < DOTS; i++) {
            quantiles[i] = (float) seen.quantile((i + 0.5) / DOTS);
        }
        model.dotsProperty().set(quantiles);
        QuantSpec asked = quantized
                .map(q -> q.asked().activations())
                .filter(s -> s.precision() == format
                        || (s.precision().isInteger() && s.precision().bits() == format.bits()))
                .orElse(QuantSpec.activations(format.hasRange() ? format : Precision.INT8));
        ClipRange range = quantized
                .flatMap(QuantizedLayer::outputRange)
                .orElse(new ClipRange(Math.min(0, seen.min()), Math.max(0, seen.max())));
        Optional<QuantParams> own = quantized
                .filter(q -> q.asked().activations().precision() == format)
                .flatMap(QuantizedLayer::outputParams);
        place(layer, range, format);
        show(format, own.map(p -> ofChannel(format, p, 0)).orElseGet(() -> over(range, format, asked, seen)));
    }

    /** A number to look at that lies well inside the range of a layer that was not looked at before. */
    private void place(Layer layer, ClipRange range, Precision format) {
        if (placedFor != layer) {
            placedFor = layer;
            double end = range.high() > 0 ? range.high() : range.low();
            model.xProperty().set(end == 0 ? FIRST_LOOK : end * FIRST_LOOK);
        }
    }

    private static ChannelWeights read(Graph graph, Layer layer, int channel) {
        TensorData data = graph.constant(layer.weights().orElseThrow()).orElseThrow();
        ChannelLayout layout = ChannelLayout.of(data.shape(), layer.weightChannelAxis());
        float[] values = layout.gather(data.toFloats(), Math.min(channel, layout.channels() - 1));
        TensorStatistics all = TensorStatistics.of(values);
        float[] some = new float[Math.min(DOTS, values.length)];
        for (int i = 0; i < some.length; i++) {
            some[i] = values[(int) ((long) i * values.length / some.length)];
        }
        Arrays.sort(some);
        return new ChannelWeights(some, all, layout.channels());
    }

    private static NumberGrid ofChannel(Precision format, QuantParams params, int channel) {
        int c = Math.min(params.channels() - 1, channel);
        return new IntegerGrid(format, params.type(), params.scale(c), params.zeroPoint(c));
    }

    /** The same range with the codes of {@code format}. */
    private static NumberGrid over(ClipRange range, Precision format, QuantSpec asked, TensorStatistics values) {
        if (format.isScaledFloat()) {
            return new FloatGrid(format, ScaleCalculator.scale(range, asked.withPrecision(format)));
        }
        if (!format.isFloat() && !format.isInteger()) {
            return SignGrid.of(format, values);
        }
        return format.isFloat()
                ? new FloatGrid(format)
                : ofChannel(format, ScaleCalculator.perTensor(range, asked.withPrecision(format)), 0);
    }

    private NumberGrid own(Precision format) {
        if (format.isFloat()) {
            return new FloatGrid(
                    format,
                    format.isScaledFloat() ? (float) model.scaleProperty().get() : 1);
        }
        if (!format.isInteger()) {
            float scale = (float) model.scaleProperty().get();
            return new SignGrid(format, scale, scale / 2);
        }
        QuantType type = QuantType.signed(format.bits(), false);
        int zeroPoint = (int) Math.max(
                type.qMin(), Math.min(type.qMax(), model.zeroPointProperty().get()));
        return new IntegerGrid(format, type, (float) model.scaleProperty().get(), zeroPoint);
    }

    private void show(Precision format, NumberGrid grid) {
        if (grid instanceof IntegerGrid) {
            model.scaleProperty().set(((IntegerGrid) grid).scale());
            model.zeroPointProperty().set(((IntegerGrid) grid).zeroPoint());
        } else if (grid instanceof SignGrid) {
            model.scaleProperty().set(((SignGrid) grid).scale());
        } else if (format.isScaledFloat()) {
            model.scaleProperty().set(((FloatGrid) grid).scale());
        }
        model.gridProperty().set(grid);
    }

    /** @throws VernierException if {@code scale} is none */
    void setScale(double scale) {
        if (!(scale >= ScaleCalculator.MIN_SCALE) || scale > 1e30) {
            throw new VernierException("A scale is a positive number");
        }
        model.scaleProperty().set(scale);
        useOwn();
    }

    /** @throws VernierException if {@code zeroPoint} is no code */
    void setZeroPoint(double zeroPoint) {
        int bits = model.formatProperty().get().bits();
        if (zeroPoint != Math.rint(zeroPoint) || Math.abs(zeroPoint + 0.5) > 1 << (bits - 1)) {
            throw new VernierException("A zero point is a whole number that is a code");
        }
        model.zeroPointProperty().set(zeroPoint);
        useOwn();
    }

    private void useOwn() {
        if (model.sourceProperty().get() == NumberSource.OWN) {
            refresh();
        } else {
            model.sourceProperty().set(NumberSource.OWN);
        }
    }
}
