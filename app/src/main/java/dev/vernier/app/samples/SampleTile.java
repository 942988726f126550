package dev.vernier.app.samples;

import dev.vernier.engine.evaluate.SamplePredictions;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.image.ImageView;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/**
 * One sample: its picture and what it is taken for; {@code 7 → 1} where quantizing changed the prediction from 7 to 1, a cross where it is
 * wrong.
 */
final class SampleTile extends VBox {
    private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");
    private static final PseudoClass CHANGED = PseudoClass.getPseudoClass("changed");

    private static final int NAME = 6;

    private final SamplesModel model;
    private final SampleImages images;
    private final ImageView picture = new ImageView();
    private final Label caption = new Label();
    private final Tooltip tooltip = new Tooltip();
    private int sample = SamplesModel.NONE;

    SampleTile(SamplesModel model, SampleImages images) {
        this.model = model;
        this.images = images;
        getStyleClass().add("sample-tile");
        picture.setPreserveRatio(true);
        picture.setSmooth(false);
        picture.fitWidthProperty().bind(widthProperty().subtract(8));
        picture.fitHeightProperty().bind(widthProperty().subtract(8));
        StackPane frame = new StackPane(picture);
        frame.getStyleClass().add("sample-picture");
        frame.minHeightProperty().bind(widthProperty().subtract(8));
        caption.getStyleClass().add("sample-caption");
        caption.setMaxWidth(Double.MAX_VALUE);
        getChildren().addAll(frame, caption);
        Tooltip.install(this, tooltip);
    }

    int sample() {
        return sample;
    }

    void show(int which) {
        sample = which;
        refresh();
    }

    void refresh() {
        picture.setImage(sample < 0 ? null : images.get(sample));
        SamplePredictions p = model.predictionsProperty().get();
        boolean known = sample >= 0 && sample < p.quantizedClasses().length;
        boolean changed = known && p.isChanged(sample);
        int label = model.label(sample);
        boolean wrong = known && label >= 0 && p.quantizedClasses()[sample] != label;
        caption.setText(
                sample < 0
                        ? ""
                        : !known
                                ? label >= 0 ? model.name(label) : "#" + sample
                                : (wrong ? "✗ " : "")
                                        + (changed ? cut(model.name(p.floatClasses()[sample])) + "→" : "")
                                        + (changed
                                                ? cut(model.name(p.quantizedClasses()[sample]))
                                                : model.name(p.quantizedClasses()[sample])));
        pseudoClassStateChanged(
                SELECTED, sample >= 0 && sample == model.selectedProperty().get());
        pseudoClassStateChanged(CHANGED, changed);
        tooltip.setText(sentence(model, sample));
    }

    /** So that two names find room; the tooltip has them in full. */
    private static String cut(String name) {
        return name.length() > NAME ? name.substring(0, NAME - 1) + "." : name;
    }

    /** The sample and what is said of it, for pointer and screen readers. */
    static String sentence(SamplesModel model, int sample) {
        if (sample < 0) {
            return "Samples";
        }
        StringBuilder s = new StringBuilder("Sample ").append(sample);
        int label = model.label(sample);
        if (label >= 0) {
            s.append(", label ").append(model.name(label));
        }
        SamplePredictions p = model.predictionsProperty().get();
        if (sample < p.quantizedClasses().length) {
            s.append(", float ").append(model.name(p.floatClasses()[sample]));
            s.append(", quantized ").append(model.name(p.quantizedClasses()[sample]));
        }
        return s.toString();
    }
}
