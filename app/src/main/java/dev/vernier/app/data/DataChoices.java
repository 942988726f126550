package dev.vernier.app.data;

import dev.vernier.engine.graph.Shape;
import dev.vernier.io.dataset.ChannelOrder;
import dev.vernier.io.dataset.DatasetDescriptor;
import dev.vernier.io.dataset.FileDataset;
import dev.vernier.io.dataset.ImageSteps;
import dev.vernier.io.dataset.Normalization;
import dev.vernier.io.dataset.SampleLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

/** The fields that say how data are read. Those that do not matter for a format take no room. */
final class DataChoices extends VBox {
    private static final int PICTURE_CHANNELS = 3;

    private final DataModel model;
    private final DataController controller;
    private final ComboBox<Optional<SampleLayout>> layout = new ComboBox<>();
    private final ComboBox<ValueRange> range = new ComboBox<>();
    private final ChoiceField scale = new ChoiceField("data-scale");
    private final ChoiceField mean = new ChoiceField("data-mean");
    private final ChoiceField deviation = new ChoiceField("data-std");
    private final ComboBox<ChannelOrder> order = new ComboBox<>();
    private final ChoiceField resize = new ChoiceField("data-resize");
    private final ChoiceField crop = new ChoiceField("data-crop");
    private final TruthChoices truth;
    private boolean showing;

    DataChoices(DataModel model, DataController controller) {
        this.model = model;
        this.controller = controller;
        this.truth = new TruthChoices(controller);
        getStyleClass().add("data-choices");
        layout.setConverter(words(l -> l.map(SampleLayout::label).orElse("as found" + found())));
        range.getItems().setAll(ValueRange.values());
        range.setConverter(words(ValueRange::words));
        order.getItems().setAll(ChannelOrder.values());
        order.setConverter(words(o -> o == ChannelOrder.RGB ? "as stored (RGB)" : "reversed (BGR)"));
        row(
                "Layout",
                layout,
                "data-layout",
                "What the axes of a sample mean: N samples, H height, W width, C channels, T time");
        row(
                "Values",
                range,
                "data-values",
                "The usual ways from bytes to what a network was trained on; each fills in the three fields below");
        row("Scale", scale, "", "Every stored number is multiplied by this first, e.g. 1/255");
        row("Mean", mean, "", "Then this is subtracted: one number, or one for each channel in the network's order");
        row("Std", deviation, "", "Then it is divided by this: one number, or one for each channel");
        row("Channel order", order, "data-order", "Reversed for networks that take blue first");
        row("Resize", resize, "", "Pixels: one number for the shorter side, or height × width; empty: as they are");
        row("Centre crop", crop, "", "Pixels kept around the middle after resizing; empty: all");
        truth.rows().forEach((name, control) -> row(name, control, "", truth.meaning(name)));
        listen();
        model.descriptorProperty().addListener((o, was, is) -> show());
        model.sheetProperty().addListener((o, was, is) -> show());
        show();
    }

    private void row(String name, Control control, String id, String meaning) {
        Label label = new Label(name);
        label.setLabelFor(control);
        label.getStyleClass().add("data-choice-name");
        control.setAccessibleText(name);
        control.setMaxWidth(Double.MAX_VALUE);
        control.setTooltip(new Tooltip(meaning));
        if (!id.isEmpty()) {
            control.setId(id);
        }
        HBox.setHgrow(control, Priority.ALWAYS);
        HBox row = new HBox(label, control);
        row.getStyleClass().add("data-choice");
        row.visibleProperty().bind(control.visibleProperty());
        row.managedProperty().bind(row.visibleProperty());
        getChildren().add(row);
    }

    /** By the names of the choices, so that a control shows and reads them. */
    static <T> StringConverter<T> words(Function<T, String> title) {
        return new StringConverter<>() {
            @Override
            public String toString(T value) {
                return value == null ? "" : title.apply(value);
            }

            @Override
            public T fromString(String text) {
                throw new UnsupportedOperationException();
            }
        };
    }

    private String found() {
        PreviewSheet sheet = model.sheetProperty().get();
        boolean asFound = sheet != null
                && model.descriptorProperty().get() != null
                && sheet.preview().data().descriptor().layout().isEmpty();
        return asFound
                ? sheet.preview()
                        .data()
                        .layout()
                        .map(l -> " (" + l.label() + ")")
                        .orElse("")
                : "";
    }

    private void listen() {
        layout.valueProperty()
                .addListener((o, was, is) -> change(d -> d.withLayout(is == null ? Optional.empty() : is)));
        range.valueProperty().addListener((o, was, is) -> {
            if (is != null) {
                is.normalization().ifPresent(n -> change(d -> with(d, n)));
            }
        });
        order.valueProperty().addListener((o, was, is) -> {
            if (is != null) {
                change(d -> d.withPreprocessing(d.normalization(), d.imageSteps(), is));
            }
        });
        for (TextField number : List.of(scale, mean, deviation)) {
            number.textProperty().addListener((o, was, is) -> numbersTyped());
        }
        for (TextField size : List.of(resize, crop)) {
            size.textProperty().addListener((o, was, is) -> sizesTyped());
        }
    }

    /** The first field that is shown takes the focus. */
    void focusFirst() {
        (layout.isVisible() ? layout : range).requestFocus();
    }

    private void change(java.util.function.UnaryOperator<DatasetDescriptor> choice) {
        if (!showing) {
            controller.change(choice);
        }
    }

    private static DatasetDescriptor with(DatasetDescriptor d, Normalization n) {
        return d.withPreprocessing(n, d.imageSteps(), d.channelOrder());
    }

    private void numbersTyped() {
        if (showing) {
            return;
        }
        Optional<List<Double>> scales =
                scale.numbers(NumberList.parse(scale.getText()).filter(n -> n.size() == 1));
        Optional<List<Double>> means = mean.numbers(NumberList.parse(mean.getText()));
        Optional<List<Double>> deviations = deviation.numbers(
                NumberList.parse(deviation.getText()).filter(n -> n.stream().allMatch(x -> x != 0)));
        if (scales.isPresent() && means.isPresent() && deviations.isPresent()) {
            boolean alike = means.get().size() == 1
                    || deviations.get().size() == 1
                    || means.get().size() == deviations.get().size();
            if (deviation.numbers(deviations.filter(n -> alike)).isPresent()) {
                change(d -> with(d, new Normalization(scales.get().get(0), means.get(), deviations.get())));
            }
        }
    }

    private void sizesTyped() {
        if (showing) {
            return;
        }
        Optional<List<Integer>> resized = sizes(resize);
        Optional<List<Integer>> cropped = sizes(crop);
        if (resized.isPresent() && cropped.isPresent()) {
            Optional<ImageSteps.Resize> r = resized.filter(s -> !s.isEmpty())
                    .map(s ->
                            new ImageSteps.Resize(s.get(0), s.size() == 2 ? s.get(1) : ImageSteps.Resize.KEEP_ASPECT));
            Optional<ImageSteps.Size> c =
                    cropped.filter(s -> !s.isEmpty()).map(s -> new ImageSteps.Size(s.get(0), s.get(s.size() - 1)));
            change(d -> d.withPreprocessing(d.normalization(), new ImageSteps(r, c), d.channelOrder()));
        }
    }

    /** None for an empty field, one or two; empty where it says neither. */
    private static Optional<List<Integer>> sizes(ChoiceField field) {
        Optional<List<Integer>> sizes = field.getText().isBlank()
                ? Optional.of(List.of())
                : NumberList.parseSizes(field.getText()).filter(s -> s.size() <= 2);
        return field.numbers(sizes);
    }

    private void show() {
        DatasetDescriptor d = model.descriptorProperty().get();
        if (d == null) {
            return;
        }
        showing = true;
        try {
            PreviewSheet sheet = model.sheetProperty().get();
            Optional<FileDataset> data =
                    Optional.ofNullable(sheet).map(s -> s.preview().data());
            showLayouts(d, data);
            Normalization n = d.normalization();
            range.setValue(ValueRange.of(n));
            scale.show(
                    NumberList.text(List.of(n.scale())),
                    NumberList.parse(scale.getText()).equals(Optional.of(List.of(n.scale()))));
            mean.show(
                    NumberList.text(n.mean()), NumberList.parse(mean.getText()).equals(Optional.of(n.mean())));
            deviation.show(
                    NumberList.text(n.std()),
                    NumberList.parse(deviation.getText()).equals(Optional.of(n.std())));
            order.setValue(d.channelOrder());
            data.ifPresent(
                    f -> order.setVisible(d.channelOrder() == ChannelOrder.BGR || channels(f) == PICTURE_CHANNELS));
            resize.setVisible(d.isOfPictures());
            crop.setVisible(d.isOfPictures());
            resize.setPromptText(
                    modelSize().map(s -> "as they are; the model takes " + s).orElse("as they are"));
            crop.setPromptText("none");
            resize.show(
                    resizeText(d),
                    resizeText(d).isEmpty() == resize.getText().isBlank()
                            && sizes(resize).isPresent());
            crop.show(
                    cropText(d),
                    cropText(d).isEmpty() == crop.getText().isBlank()
                            && sizes(crop).isPresent());
            truth.show(d, data);
        } finally {
            showing = false;
        }
    }

    private void showLayouts(DatasetDescriptor d, Optional<FileDataset> data) {
        data.ifPresent(f -> {
            int rank = f.inputs().get(0).shape().rank();
            List<Optional<SampleLayout>> fitting = new ArrayList<>();
            fitting.add(Optional.empty());
            Stream.of(SampleLayout.values())
                    .filter(l -> l.rank() == rank && (!d.isOfPictures() || l != SampleLayout.HW))
                    .map(Optional::of)
                    .forEach(fitting::add);
            if (!fitting.equals(List.copyOf(layout.getItems()))) {
                layout.getItems().setAll(fitting);
            }
            layout.setVisible(fitting.size() > 1 || d.layout().isPresent());
        });
        // what was found may have another name now
        layout.setValue(null);
        layout.setValue(d.layout());
    }

    private static long channels(FileDataset data) {
        Shape s = data.inputs().get(0).shape();
        return data.layout()
                .filter(l -> l.rank() == s.rank())
                .map(l -> l.channels(s))
                .orElse(1L);
    }

    private static String resizeText(DatasetDescriptor d) {
        return d.imageSteps()
                .resize()
                .map(r -> r.width() == ImageSteps.Resize.KEEP_ASPECT
                        ? Integer.toString(r.height())
                        : r.height() + " × " + r.width())
                .orElse("");
    }

    private static String cropText(DatasetDescriptor d) {
        return d.imageSteps()
                .centerCrop()
                .map(c -> c.height() == c.width() ? Integer.toString(c.height()) : c.height() + " × " + c.width())
                .orElse("");
    }

    /** Height and width of the picture that the model takes, where its input says them. */
    private Optional<String> modelSize() {
        Shape s = controller.graph().inputs().get(0).shape();
        if (s.rank() != 4) {
            return Optional.empty();
        }
        int h = s.dim(1) == 1 || s.dim(1) == PICTURE_CHANNELS ? 2 : 1;
        return s.dim(h) > 0 && s.dim(h + 1) > 0 ? Optional.of(s.dim(h) + " × " + s.dim(h + 1)) : Optional.empty();
    }
}
