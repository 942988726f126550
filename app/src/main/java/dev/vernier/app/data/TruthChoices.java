package dev.vernier.app.data;

import dev.vernier.io.dataset.DatasetDescriptor;
import dev.vernier.io.dataset.DatasetDescriptor.LabelsFrom;
import dev.vernier.io.dataset.DatasetFormat;
import dev.vernier.io.dataset.FileDataset;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.TextField;

/** The fields that say where labels or targets are: a folder's names, columns of a table, a file of their own. */
final class TruthChoices {
    private static final String FOUND = "as found";

    private final DataController controller;
    private final ComboBox<LabelsFrom> folders = new ComboBox<>();
    private final ComboBox<String> column = new ComboBox<>();
    private final TextField targets = new TextField();
    private final TextField file = new TextField();
    private boolean showing;

    TruthChoices(DataController controller) {
        this.controller = controller;
        folders.setId("data-folders");
        folders.getItems().setAll(LabelsFrom.values());
        folders.setConverter(DataChoices.words(
                f -> f == LabelsFrom.FOLDER ? "folder names in order" : "digits the folder names begin with"));
        column.setId("data-label-column");
        targets.setId("data-targets");
        targets.setPromptText("none, or headings");
        file.setId("data-labels-file");
        file.setPromptText("as found");
        folders.valueProperty().addListener((o, was, is) -> change(d -> is == null ? d : d.withLabelsFrom(is)));
        column.valueProperty().addListener((o, was, is) -> columnsChosen());
        targets.textProperty().addListener((o, was, is) -> columnsChosen());
        file.textProperty().addListener((o, was, is) -> fileTyped());
    }

    /** By name, in order. */
    Map<String, Control> rows() {
        Map<String, Control> rows = new LinkedHashMap<>();
        rows.put("Classes from", folders);
        rows.put("Label column", column);
        rows.put("Target columns", targets);
        rows.put("Labels file", file);
        return rows;
    }

    String meaning(String name) {
        switch (name) {
            case "Classes from":
                return "How the names of subfolders become class numbers";
            case "Label column":
                return "The column that holds the class";
            case "Target columns":
                return "Headings of the numbers that a regression should answer, parted by commas";
            default:
                return "An IDX or .npy file in the folder of the data, with a label or target for each sample";
        }
    }

    private void change(UnaryOperator<DatasetDescriptor> choice) {
        if (!showing) {
            controller.change(choice);
        }
    }

    private void columnsChosen() {
        Optional<String> label = Optional.ofNullable(column.getValue()).filter(c -> !c.equals(FOUND) && !c.isBlank());
        List<String> named = Arrays.stream(targets.getText().split(","))
                .map(String::strip)
                .filter(t -> !t.isEmpty())
                .toList();
        change(d -> d.withColumns(label, named));
    }

    private void fileTyped() {
        String name = file.getText().strip();
        change(d -> {
            try {
                return d.withLabelsFile(
                        name.isEmpty()
                                ? Optional.empty()
                                : Optional.of(d.path().toAbsolutePath().resolveSibling(Path.of(name))));
            } catch (InvalidPathException e) {
                return d;
            }
        });
    }

    void show(DatasetDescriptor d, Optional<FileDataset> data) {
        showing = true;
        try {
            boolean table = d.format() == DatasetFormat.CSV;
            folders.setVisible(d.isOfPictures());
            folders.setValue(d.labelsFrom());
            column.setVisible(table);
            targets.setVisible(table);
            file.setVisible(d.format().hasLabelsFile());
            data.filter(f -> table).ifPresent(f -> showHeadings(f.headings()));
            String label = d.labelColumn().orElse(FOUND);
            if (!label.equals(column.getValue())) {
                column.setValue(label);
            }
            if (!targets.isFocused()) {
                targets.setText(String.join(", ", d.targetColumns()));
            }
            if (!file.isFocused()) {
                file.setText(d.labelsFile()
                        .map(f -> d.path()
                                .toAbsolutePath()
                                .getParent()
                                .relativize(f.toAbsolutePath())
                                .toString())
                        .orElse(""));
            }
        } finally {
            showing = false;
        }
    }

    private void showHeadings(List<String> headings) {
        List<String> items = new ArrayList<>(List.of(FOUND, "none", "first", "last"));
        headings.stream().filter(h -> !h.isBlank()).forEach(items::add);
        if (!items.equals(List.copyOf(column.getItems()))) {
            column.getItems().setAll(items);
        }
    }
}
