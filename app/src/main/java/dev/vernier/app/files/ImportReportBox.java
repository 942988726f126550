package dev.vernier.app.files;

import dev.vernier.app.controls.DialogFit;
import dev.vernier.io.ImportFinding;
import dev.vernier.io.ImportReport;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.transformation.FilteredList;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.Modality;
import javafx.stage.Window;

/** Everything found while the open model was read, as {@code vernier inspect} lists it: filtered by words, copied, linked to its layer. */
public final class ImportReportBox {
    private final Dialog<Void> dialog = new Dialog<>();

    /**
     * @param model the model's name
     * @param selectLayer selects the layer that a chosen finding is about
     */
    public ImportReportBox(Window owner, String model, ImportReport report, Consumer<String> selectLayer) {
        dialog.initOwner(owner);
        DialogFit.within(owner, dialog);
        dialog.initModality(Modality.NONE);
        dialog.setResizable(true);
        dialog.setTitle("Import report of " + model);
        FilteredList<ImportFinding> shown = new FilteredList<>(FXCollections.observableList(report.findings()));
        TableView<ImportFinding> table = table(shown);
        table.getSelectionModel().selectedItemProperty().addListener((o, was, is) -> {
            if (is != null && !is.layer().isEmpty()) {
                selectLayer.accept(is.layer());
            }
        });
        TextField filter = new TextField();
        filter.setId("report-filter");
        filter.setPromptText("Filter, e.g. warning or conv1");
        filter.setAccessibleText("Filter findings");
        HBox.setHgrow(filter, Priority.ALWAYS);
        Label count = new Label();
        count.getStyleClass().addAll("number", "secondary");
        Runnable show = () -> {
            String words = filter.getText().toLowerCase(Locale.ROOT).strip();
            shown.setPredicate(f -> line(f).toLowerCase(Locale.ROOT).contains(words));
            count.setText(shown.size() + " of " + report.findings().size());
        };
        filter.textProperty().addListener((o, was, is) -> show.run());
        show.run();
        Button copy = new Button("Copy");
        copy.setId("copy-report");
        copy.setOnAction(e -> copy(shown));
        HBox head = new HBox(filter, count, copy);
        head.getStyleClass().add("report-head");
        VBox box = new VBox(head, table);
        VBox.setVgrow(table, Priority.ALWAYS);
        box.getStyleClass().add("report-box");
        dialog.getDialogPane().setContent(box);
        dialog.getDialogPane().getButtonTypes().add(ButtonType.CLOSE);
        dialog.getDialogPane().getStylesheets().setAll(owner.getScene().getStylesheets());
    }

    private static TableView<ImportFinding> table(FilteredList<ImportFinding> shown) {
        TableView<ImportFinding> table = new TableView<>(shown);
        table.setId("import-report");
        table.setAccessibleText("What was found while the model was read");
        table.setPlaceholder(new Label("Nothing to tell: the model was taken as it is in its file"));
        TableColumn<ImportFinding, String> sentences = column("what was found", 560, ImportFinding::sentence);
        sentences.setCellFactory(c -> new WrappedCell());
        table.getColumns()
                .setAll(List.of(
                        column("severity", 90, f -> f.severity().name().toLowerCase(Locale.ROOT)),
                        column("layer", 200, ImportFinding::layer),
                        sentences));
        return table;
    }

    private static TableColumn<ImportFinding, String> column(
            String title, double width, java.util.function.Function<ImportFinding, String> text) {
        TableColumn<ImportFinding, String> column = new TableColumn<>(title);
        column.setCellValueFactory(c -> new ReadOnlyStringWrapper(text.apply(c.getValue())));
        column.setPrefWidth(width);
        return column;
    }

    private static String line(ImportFinding f) {
        return f.severity().name().toLowerCase(Locale.ROOT) + "\t" + f.layer() + "\t" + f.sentence();
    }

    private static void copy(List<ImportFinding> findings) {
        ClipboardContent content = new ClipboardContent();
        content.putString(findings.stream().map(ImportReportBox::line).collect(Collectors.joining("\n")));
        Clipboard.getSystemClipboard().setContent(content);
    }

    /** Shows it beside the window, which stays usable. */
    public void show() {
        dialog.show();
    }
}
