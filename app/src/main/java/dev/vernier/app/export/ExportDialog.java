package dev.vernier.app.export;

import dev.vernier.app.controls.DialogFit;
import dev.vernier.app.format.NumberText;
import dev.vernier.app.notice.Notice;
import dev.vernier.app.notice.NoticeBar;
import dev.vernier.io.export.ExportFormat;
import dev.vernier.io.export.LayerNumber;
import dev.vernier.io.tflite.PortType;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.TextField;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import javafx.stage.FileChooser.ExtensionFilter;
import javafx.stage.Window;
import javafx.util.StringConverter;

/** Asks for a format and a file, says beforehand what the target does otherwise, writes, and offers to prove what was written. */
final class ExportDialog {
    private static final ButtonType EXPORT = new ButtonType("Export", ButtonBar.ButtonData.OK_DONE);

    private final ExportController controller;
    private final Consumer<Proved> onProved;
    private final Dialog<Void> dialog = new Dialog<>();
    private final ComboBox<ExportFormat> format = new ComboBox<>();
    private final ComboBox<LayerNumber> number = new ComboBox<>();
    private final ComboBox<PortType> ports = new ComboBox<>();
    private final Label purpose = new Label();
    private final Label contents = new Label();
    private final TextField file = new TextField();
    private final Label findingsTitle = new Label();
    private final FindingList findings = new FindingList();
    private final NoticeBar notice = new NoticeBar();
    private final Label written = new Label();
    private final Button prove = new Button("Prove");
    private final HBox done = new HBox(written, prove);
    private final ProgressIndicator busy = new ProgressIndicator();
    private File folder;
    private Exported exported;

    ExportDialog(Window owner, ExportController controller, File folder, Consumer<Proved> onProved) {
        this.controller = controller;
        this.folder = folder;
        this.onProved = onProved;
        dialog.initOwner(owner);
        DialogFit.within(owner, dialog);
        dialog.setTitle("Export");
        dialog.getDialogPane().getStylesheets().setAll(owner.getScene().getStylesheets());
        dialog.getDialogPane().setContent(content());
        dialog.getDialogPane().getButtonTypes().setAll(EXPORT, ButtonType.CLOSE);
        Button write = (Button) dialog.getDialogPane().lookupButton(EXPORT);
        write.setId("export-write");
        write.disableProperty().bind(file.textProperty().isEmpty().or(busy.visibleProperty()));
        write.addEventFilter(ActionEvent.ACTION, e -> {
            e.consume();
            write();
        });
    }

    /** Where files were written last. */
    File folder() {
        return folder;
    }

    void onClosed(Runnable listener) {
        dialog.setOnHidden(e -> listener.run());
    }

    void show() {
        dialog.show();
        format.requestFocus();
    }

    private Node content() {
        format.setId("export-format");
        format.getItems().setAll(controller.formats());
        format.setConverter(words(ExportFormat::title));
        format.setValue(
                format.getItems().contains(controller.formatOfTarget())
                        ? controller.formatOfTarget()
                        : format.getItems().get(0));
        format.valueProperty().addListener((o, was, is) -> showFormat());
        format.setMaxWidth(Double.MAX_VALUE);
        number.getItems().setAll(LayerNumber.values());
        number.setConverter(words(LayerNumber::title));
        number.setValue(LayerNumber.OUTPUT_SQNR);
        number.setMaxWidth(Double.MAX_VALUE);
        ports.setId("export-ports");
        ports.getItems().setAll(PortType.values());
        ports.setConverter(words(PortType::label));
        ports.setValue(PortType.FLOAT32);
        ports.setMaxWidth(Double.MAX_VALUE);
        file.setId("export-file");
        HBox.setHgrow(file, Priority.ALWAYS);
        Button choose = new Button("Choose…");
        choose.setOnAction(e -> chooseFile());
        HBox path = new HBox(file, choose);
        path.getStyleClass().add("export-path");
        GridPane grid = new GridPane();
        grid.getStyleClass().add("export-choices");
        ColumnConstraints names = new ColumnConstraints();
        ColumnConstraints values = new ColumnConstraints();
        values.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().setAll(names, values);
        row(grid, 0, "Format", format);
        purpose.getStyleClass().addAll("secondary", "small");
        grid.add(purpose, 1, 1);
        rowWhereItMatters(grid, 2, "Number", number);
        rowWhereItMatters(grid, 3, "Inputs and outputs", ports);
        row(grid, 4, "File", path);
        file.setAccessibleText("File");
        row(grid, 5, "Contents", contents);
        contents.setId("export-contents");
        findingsTitle.getStyleClass().add("section-title");
        findings.setId("export-findings");
        written.setId("export-written");
        written.setWrapText(true);
        HBox.setHgrow(written, Priority.ALWAYS);
        written.setMaxWidth(Double.MAX_VALUE);
        prove.setId("export-prove");
        prove.setOnAction(e -> prove());
        prove.setMinWidth(Region.USE_PREF_SIZE);
        done.getStyleClass().add("export-done");
        done.setVisible(false);
        busy.setVisible(false);
        busy.managedProperty().bind(busy.visibleProperty());
        busy.setPrefSize(20, 20);
        busy.setAccessibleText("Writing");
        VBox box = new VBox(grid, findingsTitle, findings, notice, new HBox(busy, done));
        HBox.setHgrow(done, Priority.ALWAYS);
        box.getStyleClass().add("export-dialog");
        showFormat();
        return box;
    }

    private static <T> StringConverter<T> words(java.util.function.Function<T, String> title) {
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

    private static Label row(GridPane grid, int row, String name, Node control) {
        Label label = new Label(name);
        label.setLabelFor(control);
        label.setMinWidth(Region.USE_PREF_SIZE);
        control.setAccessibleText(name);
        grid.add(label, 0, row);
        grid.add(control, 1, row);
        return label;
    }

    /** Takes no room while {@code control} is not visible. */
    private static void rowWhereItMatters(GridPane grid, int row, String name, Node control) {
        Label label = row(grid, row, name, control);
        label.visibleProperty().bind(control.visibleProperty());
        label.managedProperty().bind(control.visibleProperty());
        control.managedProperty().bind(control.visibleProperty());
    }

    private void showFormat() {
        ExportFormat chosen = format.getValue();
        purpose.setText(chosen.purpose());
        number.setVisible(chosen == ExportFormat.MODEL_EXPLORER);
        ports.setVisible(chosen == ExportFormat.TFLITE);
        contents.setText(controller.contents(chosen));
        File in = folder == null ? new File(System.getProperty("user.home")) : folder;
        file.setText(new File(in, controller.suggestedName(chosen)).getPath());
        boolean runs = chosen.kind() == ExportFormat.Kind.MODEL;
        String target = controller.target(chosen).title();
        findingsTitle.setText(runs ? "What " + target + " does otherwise than asked" : "What will be said");
        if (runs) {
            findings.show(controller.findings(chosen), target);
        } else {
            findings.showNothing();
        }
        done.setVisible(false);
        notice.noticeProperty().set(null);
    }

    private void chooseFile() {
        FileChooser chooser = new FileChooser();
        ExportFormat chosen = format.getValue();
        chooser.setTitle("Export " + chosen.title());
        chooser.getExtensionFilters().setAll(new ExtensionFilter(chosen.title(), "*" + chosen.ending()));
        File present = new File(file.getText());
        chooser.setInitialFileName(present.getName());
        if (present.getParentFile() != null && present.getParentFile().isDirectory()) {
            chooser.setInitialDirectory(present.getParentFile());
        }
        File answer = chooser.showSaveDialog(dialog.getDialogPane().getScene().getWindow());
        if (answer != null) {
            file.setText(answer.getPath());
        }
    }

    private void write() {
        Path to;
        try {
            to = Path.of(file.getText().strip());
        } catch (InvalidPathException e) {
            notice.noticeProperty()
                    .set(Notice.warning("Not exported", file.getText() + " is no file name; choose another"));
            return;
        }
        notice.noticeProperty().set(null);
        done.setVisible(false);
        busy.setVisible(true);
        var choices = new ExportController.Choices(number.getValue(), ports.getValue());
        controller.export(format.getValue(), choices, to, this::showWritten, e -> {
            busy.setVisible(false);
            notice.noticeProperty().set(Notice.of("Not exported", e));
        });
    }

    private void showWritten(Exported result) {
        exported = result;
        busy.setVisible(false);
        folder = result.file().toAbsolutePath().getParent().toFile();
        written.setText("Written: " + result.file().getFileName() + ", " + NumberText.bytes(result.bytes())
                + noted(result.notes()));
        prove.setVisible(result.format().kind() == ExportFormat.Kind.MODEL);
        done.setVisible(true);
    }

    private static String noted(List<String> notes) {
        if (notes.isEmpty()) {
            return "";
        }
        String more = notes.size() > 1 ? " And " + (notes.size() - 1) + " more notes like this." : "";
        return ". " + notes.get(0) + "." + more;
    }

    private void prove() {
        controller.prove(exported, onProved);
        dialog.close();
    }
}
