package dev.vernier.app.distribution;

import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.spec.ClipRange;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import java.util.List;
import java.util.Map;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** What the distribution pane shows. Properties only. */
public final class DistributionModel {
    private final ObjectProperty<Layer> layer = new SimpleObjectProperty<>(this, "layer");
    private final ObjectProperty<DistributionView> view =
            new SimpleObjectProperty<>(this, "view", DistributionView.WEIGHTS);
    private final BooleanProperty byChannel = new SimpleBooleanProperty(this, "byChannel");
    private final IntegerProperty channel = new SimpleIntegerProperty(this, "channel", ChannelStrip.NONE);
    private final BooleanProperty logarithmic = new SimpleBooleanProperty(this, "logarithmic", true);
    private final BooleanProperty comparingRules = new SimpleBooleanProperty(this, "comparingRules");
    private final ObjectProperty<TensorDistribution> tensor = new SimpleObjectProperty<>(this, "tensor");
    private final ObjectProperty<HistogramPicture> picture = new SimpleObjectProperty<>(this, "picture");
    private final DoubleProperty low = new SimpleDoubleProperty(this, "low");
    private final DoubleProperty high = new SimpleDoubleProperty(this, "high");
    private final ObjectProperty<QuantSpec> spec = new SimpleObjectProperty<>(this, "spec");
    private final ObjectProperty<List<ClipRange>> ranges = new SimpleObjectProperty<>(this, "ranges", List.of());
    private final ObjectProperty<LocalReading> reading = new SimpleObjectProperty<>(this, "reading");
    private final ObjectProperty<RuleComparison> comparison = new SimpleObjectProperty<>(this, "comparison");
    private final ObjectProperty<Map<RangeRule, String>> ruleScores =
            new SimpleObjectProperty<>(this, "ruleScores", Map.of());
    private final IntegerProperty ruleScoreSamples = new SimpleIntegerProperty(this, "ruleScoreSamples");
    private final DoubleProperty accumulatedSqnrDb = new SimpleDoubleProperty(this, "accumulated", Double.NaN);
    private final StringProperty message = new SimpleStringProperty(this, "message", "");

    public ObjectProperty<Layer> layerProperty() {
        return layer;
    }

    public ObjectProperty<DistributionView> viewProperty() {
        return view;
    }

    /** One channel at a time instead of the whole tensor. */
    public BooleanProperty byChannelProperty() {
        return byChannel;
    }

    /** The channel shown where {@link #byChannelProperty()}. */
    public IntegerProperty channelProperty() {
        return channel;
    }

    /** Counts on a log10 scale. */
    public BooleanProperty logarithmicProperty() {
        return logarithmic;
    }

    /** Every rule's range drawn over the histogram. */
    public BooleanProperty comparingRulesProperty() {
        return comparingRules;
    }

    /** The tensor in front; null while it is being counted, or where there is none. */
    public ObjectProperty<TensorDistribution> tensorProperty() {
        return tensor;
    }

    /** What is drawn; null for nothing. */
    public ObjectProperty<HistogramPicture> pictureProperty() {
        return picture;
    }

    /** Lower limit: where the handle stands. */
    public DoubleProperty lowProperty() {
        return low;
    }

    public DoubleProperty highProperty() {
        return high;
    }

    /** What the plan in effect asks for the tensor in front. */
    public ObjectProperty<QuantSpec> specProperty() {
        return spec;
    }

    /** Clipping ranges in effect: one, one for each channel, or none. */
    public ObjectProperty<List<ClipRange>> rangesProperty() {
        return ranges;
    }

    /** What the ranges do; null where nothing is on a grid. */
    public ObjectProperty<LocalReading> readingProperty() {
        return reading;
    }

    /** Null until computed. */
    public ObjectProperty<RuleComparison> comparisonProperty() {
        return comparison;
    }

    /** What the network scores with each rule, as far as that is known, while rules are being compared. */
    public ObjectProperty<Map<RangeRule, String>> ruleScoresProperty() {
        return ruleScores;
    }

    /** How many of the first samples the {@linkplain #ruleScoresProperty() scores} are measured on. */
    public IntegerProperty ruleScoreSamplesProperty() {
        return ruleScoreSamples;
    }

    /** Of the layer's output under the whole plan; NaN until measured. */
    public DoubleProperty accumulatedSqnrDbProperty() {
        return accumulatedSqnrDb;
    }

    /** Why there is nothing to move, or an empty text. */
    public StringProperty messageProperty() {
        return message;
    }

    /** Shows again the limits, and what is told of them, that are shown now. */
    Runnable backToPresent() {
        List<ClipRange> presentRanges = ranges.get();
        HistogramPicture presentPicture = picture.get();
        LocalReading presentReading = reading.get();
        double presentLow = low.get();
        double presentHigh = high.get();
        return () -> {
            ranges.set(presentRanges);
            picture.set(presentPicture);
            low.set(presentLow);
            high.set(presentHigh);
            reading.set(presentReading);
        };
    }
}
