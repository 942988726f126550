package dev.vernier.app.export;

import dev.vernier.app.controls.DialogFit;
import dev.vernier.app.format.NumberText;
import dev.vernier.app.notice.Notice;
import dev.vernier.app.notice.NoticeBar;
import dev.vernier.io.AtomicFile;
import dev.vernier.io.report.ProofPage;
import dev.vernier.io.runtime.LayerProof;
import dev.vernier.io.runtime.ProofReport;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import javafx.stage.FileChooser.ExtensionFilter;
import javafx.stage.Window;

/** A proof to read: how often runtime and simulation agree, how far they are apart, where they part, how long a sample takes. */
final class ProofSheet {
    private static final double HEADING_LETTER = 7;
    private static final double HEADING_PADDING = 30;

    private static final ButtonType SAVE = new ButtonType("Save report…", ButtonBar.ButtonData.LEFT);

    private final Proved proved;
    private final Dialog<Void> dialog = new Dialog<>();
    private final NoticeBar notice = new NoticeBar();

    ProofSheet(Window owner, Proved proved) {
        this.proved = proved;
        dialog.initOwner(owner);
        DialogFit.within(owner, dialog);
        dialog.setTitle("Proof of " + proved.file());
        dialog.setResizable(true);
        dialog.getDialogPane().getStylesheets().setAll(owner.getScene().getStylesheets());
        dialog.getDialogPane().setContent(content());
        dialog.getDialogPane().getButtonTypes().setAll(SAVE, ButtonType.CLOSE);
        Button save = (Button) dialog.getDialogPane().lookupButton(SAVE);
        save.setId("proof-save");
        save.addEventFilter(ActionEvent.ACTION, e -> {
            e.consume();
            ask();
        });
    }

    void show() {
        dialog.show();
    }

    private Node content() {
        ProofReport r = proved.report();
        Label agreement = new Label(NumberText.percent(r.agreementTop1()));
        agreement.getStyleClass().add("big-number");
        agreement.setId("proof-agreement");
        Label of = new Label("of " + NumberText.exactCount(r.samples()) + " samples: the same prediction in "
                + r.runtime().title() + " " + r.runtimeVersion() + " as in the simulation");
        of.getStyleClass().add("secondary");
        of.setWrapText(true);
        Label parting = new Label(r.parting()
                .map(l -> "They part at " + l.layer() + ": " + NumberText.percent(l.withinOneStep())
                        + " of its result within one step")
                .orElse("They agree in all " + r.layers().size() + " layers"));
        parting.setId("proof-parting");
        parting.setWrapText(true);
        parting.getStyleClass().add(r.parting().isPresent() ? "proof-parts" : "proof-together");
        VBox box = new VBox(agreement, of, numbers(r), parting, layers(r), notice);
        box.getStyleClass().add("proof-sheet");
        return box;
    }

    private GridPane numbers(ProofReport r) {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("proof-numbers");
        int row = 0;
        row = add(grid, row, "Accuracy in the runtime", percent(r.runtimeTop1()), "Share of labels that it predicts");
        row = add(grid, row, "Accuracy simulated", percent(r.simulatedTop1()), "Share of labels that Vernier predicts");
        row = add(
                grid,
                row,
                "Outputs within one step",
                percent(OptionalDouble.of(r.withinOneStep())),
                "Share of the outputs that differ by at most " + NumberText.significant(r.step(), 3)
                        + ", a step of the output's grid; of a float output 1e-4 of the largest");
        row = add(
                grid,
                row,
                "Largest difference",
                NumberText.significant(r.maxAbsDifference(), 3),
                "Of any output, in the output's own unit");
        row = add(
                grid,
                row,
                "Milliseconds a sample, float",
                millis(r.millisPerSampleFloat()),
                "Median over batches, on this machine");
        row = add(
                grid,
                row,
                "Milliseconds a sample, quantized",
                millis(OptionalDouble.of(r.millisPerSampleQuantized())),
                "Median over batches, on this machine");
        add(grid, row, "File", NumberText.bytes(r.fileBytes()), r.fileBytes() + " bytes");
        return grid;
    }

    private static int add(GridPane grid, int row, String name, String value, String meaning) {
        Label label = new Label(name);
        Label number = new Label(value);
        number.getStyleClass().add("number");
        number.setAccessibleText(name + " " + value);
        number.setTooltip(new Tooltip(meaning));
        label.setTooltip(new Tooltip(meaning));
        grid.add(label, row % 2 * 2, row / 2);
        grid.add(number, row % 2 * 2 + 1, row / 2);
        return row + 1;
    }

    private static String percent(OptionalDouble share) {
        return share.isPresent() ? NumberText.percent(share.getAsDouble()) : NumberText.NONE;
    }

    private static String millis(OptionalDouble millis) {
        return millis.isPresent() ? NumberText.significant(millis.getAsDouble(), 3) + " ms" : NumberText.NONE;
    }

    private static TableView<LayerProof> layers(ProofReport r) {
        TableView<LayerProof> table = new TableView<>();
        table.setId("proof-layers");
        table.setAccessibleText("Layers, runtime beside simulation");
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.getColumns().add(column("Layer", LayerProof::layer, false));
        table.getColumns().add(column("Within a step", l -> NumberText.percent(l.withinOneStep()), true));
        table.getColumns()
                .add(column("Largest difference", l -> NumberText.significant(l.maxAbsDifference(), 3), true));
        table.getColumns().add(column("Step", l -> NumberText.significant(l.step(), 3), true));
        table.setRowFactory(t -> new TableRow<>() {
            @Override
            protected void updateItem(LayerProof l, boolean empty) {
                super.updateItem(l, empty);
                getStyleClass().remove("proof-parting-row");
                if (!empty && l.parts()) {
                    getStyleClass().add("proof-parting-row");
                }
            }
        });
        table.getItems().setAll(r.layers());
        table.setPlaceholder(new Label("The file's layers were not compared"));
        r.parting().ifPresent(l -> {
            table.getSelectionModel().select(l);
            table.scrollTo(l);
        });
        return table;
    }

    private static TableColumn<LayerProof, String> column(
            String title, Function<LayerProof, String> text, boolean number) {
        TableColumn<LayerProof, String> c = new TableColumn<>(title);
        c.setCellValueFactory(f -> new ReadOnlyStringWrapper(text.apply(f.getValue())));
        c.setMinWidth(Region.USE_COMPUTED_SIZE);
        if (number) {
            // beside a long layer name the heading stays whole
            c.setMinWidth(title.length() * HEADING_LETTER + HEADING_PADDING);
            c.getStyleClass().add("number-column");
        }
        return c;
    }

    private void ask() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Save report");
        chooser.getExtensionFilters().setAll(new ExtensionFilter("HTML page", "*.html"));
        chooser.setInitialFileName(proved.file() + ".proof.html");
        File to = chooser.showSaveDialog(dialog.getDialogPane().getScene().getWindow());
        if (to != null) {
            save(to.toPath());
        }
    }

    /** Writes the report beside the window's thread's other work: a page of some kilobytes. */
    void save(Path to) {
        String page = ProofPage.html(proved.report(), proved.model(), proved.file(), proved.data(), proved.plan());
        try {
            AtomicFile.write(to, out -> out.write(page.getBytes(StandardCharsets.UTF_8)));
            notice.noticeProperty().set(Notice.information("Saved", to.toString()));
        } catch (dev.vernier.engine.VernierException e) {
            notice.noticeProperty().set(Notice.of("Report not saved", e));
        }
    }
}
