package dev.vernier.app.plot;

import dev.vernier.app.controls.DialogFit;
import dev.vernier.app.theme.Theme;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonType;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.Spinner;
import javafx.scene.image.ImageView;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import javafx.util.StringConverter;

/** A plot made into a figure for print or a slide: size, colours, text and pixels are chosen, and seen before it is saved. */
final class FigureDialog {
    private static final double PREVIEW_WIDTH = 560;
    private static final double PREVIEW_HEIGHT = 320;
    private static final double USUAL_TEXT = 1.5;
    private static final int SMALLEST = 160;
    private static final int LARGEST = 2400;

    private final CanvasPlot plot;
    private final Dialog<Void> dialog = new Dialog<>();
    private final ImageView preview = new ImageView();
    private final ChoiceBox<Theme> theme = new ChoiceBox<>();
    private final ChoiceBox<Double> text = percentages(1, 1.25, 1.5, 2);
    private final Spinner<Integer> width = new Spinner<>(SMALLEST, LARGEST, 720, 20);
    private final Spinner<Integer> height;
    private final ChoiceBox<Integer> density = new ChoiceBox<>();

    FigureDialog(CanvasPlot plot) {
        this.plot = plot;
        int proportional = (int) Math.round(720 * plot.getHeight() / Math.max(1, plot.getWidth()));
        PlotStyle usual = Figure.of(plot, 720, 720, Theme.LIGHT, USUAL_TEXT).style();
        int least = (int) Math.max(SMALLEST / 2, Math.ceil(plot.leastFigureHeight(usual)));
        int suggested = Math.min(LARGEST, Math.max(least, Math.min(720, proportional)));
        height = new Spinner<>(SMALLEST / 2, LARGEST, suggested, 20);
        Window owner = plot.getScene().getWindow();
        dialog.initOwner(owner);
        DialogFit.within(owner, dialog);
        dialog.setTitle("Figure: " + plot.titleProperty().get());
        dialog.getDialogPane().getStylesheets().setAll(owner.getScene().getStylesheets());
        dialog.getDialogPane().setContent(content());
        dialog.getDialogPane().getButtonTypes().add(ButtonType.CLOSE);
    }

    void show() {
        update();
        dialog.show();
    }

    private Node content() {
        theme.getItems().setAll(Theme.values());
        theme.setConverter(words(Theme::title));
        theme.setValue(Theme.LIGHT);
        text.setValue(USUAL_TEXT);
        density.getItems().setAll(1, 2, 3, 4);
        density.setConverter(words(d -> d + " ×"));
        density.setValue(3);
        width.setEditable(true);
        height.setEditable(true);
        GridPane choices = new GridPane();
        choices.getStyleClass().add("figure-choices");
        row(choices, 0, "Width, px", width);
        row(choices, 1, "Height, px", height);
        row(choices, 2, "Colours", theme);
        row(choices, 3, "Text", text);
        row(choices, 4, "Pixels of PNG", density);
        theme.valueProperty().addListener((o, was, is) -> update());
        text.valueProperty().addListener((o, was, is) -> update());
        width.valueProperty().addListener((o, was, is) -> update());
        height.valueProperty().addListener((o, was, is) -> update());
        StackPane frame = new StackPane(preview);
        frame.getStyleClass().add("figure-preview");
        frame.setMinSize(PREVIEW_WIDTH, PREVIEW_HEIGHT);
        preview.setPreserveRatio(true);
        preview.setFitWidth(PREVIEW_WIDTH);
        preview.setFitHeight(PREVIEW_HEIGHT);
        preview.setAccessibleText("Preview of the figure");
        HBox buttons = new HBox(
                button("Copy", () -> PlotActions.copy(figure(), density.getValue())),
                button("Save as PNG…", () -> PlotActions.ask("png", figure(), density.getValue())),
                button("Save as SVG…", () -> PlotActions.ask("svg", figure(), density.getValue())));
        buttons.getStyleClass().add("figure-buttons");
        VBox left = new VBox(choices, buttons);
        left.getStyleClass().add("figure-left");
        HBox box = new HBox(left, frame);
        box.getStyleClass().add("figure-dialog");
        return box;
    }

    private static void row(GridPane grid, int row, String name, javafx.scene.control.Control control) {
        Label label = new Label(name);
        label.setLabelFor(control);
        control.setMaxWidth(Double.MAX_VALUE);
        control.setAccessibleText(name);
        grid.add(label, 0, row);
        grid.add(control, 1, row);
    }

    private static Button button(String words, Runnable action) {
        Button b = new Button(words);
        b.setOnAction(e -> action.run());
        b.setAlignment(Pos.CENTER);
        return b;
    }

    private static ChoiceBox<Double> percentages(double... shares) {
        ChoiceBox<Double> box = new ChoiceBox<>();
        for (double s : shares) {
            box.getItems().add(s);
        }
        box.setConverter(words(s -> String.format(Locale.ROOT, "%.0f %%", s * 100)));
        return box;
    }

    private static <T> StringConverter<T> words(java.util.function.Function<T, String> of) {
        return new StringConverter<>() {
            @Override
            public String toString(T value) {
                return value == null ? "" : of.apply(value);
            }

            @Override
            public T fromString(String text) {
                throw new UnsupportedOperationException("chosen from a list");
            }
        };
    }

    private Figure figure() {
        return Figure.of(plot, width.getValue(), height.getValue(), theme.getValue(), text.getValue());
    }

    private void update() {
        WritableImage image = figure().toImage(1);
        preview.setImage(image);
        preview.setFitWidth(Math.min(PREVIEW_WIDTH, image.getWidth()));
        preview.setFitHeight(Math.min(PREVIEW_HEIGHT, image.getHeight()));
    }
}
