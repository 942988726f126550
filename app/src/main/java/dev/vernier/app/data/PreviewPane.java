package dev.vernier.app.data;

import dev.vernier.engine.datacheck.DataFinding;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.HPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** What looks wrong, then each input of the model over the first samples: pictures, or rows of numbers. */
final class PreviewPane extends ScrollPane {
    private static final double PICTURE = 76;

    private final VBox content = new VBox();

    PreviewPane(DataModel model) {
        getStyleClass().add("data-preview");
        setId("data-preview");
        content.getStyleClass().add("data-preview-content");
        setContent(content);
        setFitToWidth(true);
        setAccessibleText("The first samples as the network sees them");
        model.sheetProperty().addListener((o, was, is) -> show(is));
    }

    private void show(PreviewSheet sheet) {
        List<Node> parts = new ArrayList<>();
        if (sheet == null) {
            parts.add(secondary("No samples to show."));
        } else {
            sheet.preview().findings().forEach(f -> parts.add(finding(f)));
            if (sheet.preview().misfit().isEmpty() && sheet.preview().findings().isEmpty()) {
                parts.add(secondary("Nothing looks wrong about range, layout and labels."));
            }
            for (InputStrip strip : sheet.strips()) {
                parts.add(strip(strip, sheet));
            }
        }
        content.getChildren().setAll(parts);
    }

    private static Node finding(DataFinding f) {
        Label severity = new Label(f.isWarning() ? "warning" : "note");
        severity.getStyleClass().addAll("finding-weight", f.isWarning() ? "finding-differs" : "finding-note");
        severity.setMinWidth(Region.USE_PREF_SIZE);
        Label sentence = new Label(f.sentence() + ".");
        sentence.setWrapText(true);
        sentence.setMinHeight(Region.USE_PREF_SIZE);
        sentence.setMinWidth(0);
        HBox.setHgrow(sentence, Priority.ALWAYS);
        HBox row = new HBox(severity, sentence);
        row.getStyleClass().add("finding-row");
        row.setAccessibleText(severity.getText() + ": " + f.sentence());
        return row;
    }

    private static Label secondary(String text) {
        Label l = new Label(text);
        l.getStyleClass().add("secondary");
        l.setWrapText(true);
        return l;
    }

    private static Label number(String text) {
        Label l = new Label(text);
        l.getStyleClass().addAll("number", "small");
        return l;
    }

    private static Node strip(InputStrip strip, PreviewSheet sheet) {
        Label title = new Label(strip.title());
        title.getStyleClass().add("section-title");
        VBox box = new VBox(title, number(strip.range()));
        box.getStyleClass().add("data-strip");
        strip.channels().forEach(c -> box.getChildren().add(number(c)));
        box.getChildren().add(strip.pictures().isEmpty() ? table(strip, sheet) : pictures(strip, sheet.answers()));
        return box;
    }

    private static Node pictures(InputStrip strip, List<String> answers) {
        FlowPane flow = new FlowPane();
        flow.getStyleClass().add("data-pictures");
        for (int i = 0; i < strip.pictures().size(); i++) {
            Image image = strip.pictures().get(i);
            ImageView view = new ImageView(image);
            view.setPreserveRatio(true);
            view.setSmooth(Math.max(image.getWidth(), image.getHeight()) > PICTURE);
            view.setFitWidth(PICTURE);
            view.setFitHeight(PICTURE);
            StackPane frame = new StackPane(view);
            frame.getStyleClass().add("sample-picture");
            frame.setMinSize(PICTURE, PICTURE);
            Label caption = new Label(answers.isEmpty() ? "#" + i : answers.get(i));
            caption.getStyleClass().add("sample-caption");
            caption.setMaxWidth(PICTURE);
            VBox tile = new VBox(frame, caption);
            tile.setAccessibleText("Sample " + i + (answers.isEmpty() ? "" : ", " + answers.get(i)));
            flow.getChildren().add(tile);
        }
        return flow;
    }

    private static Node table(InputStrip strip, PreviewSheet sheet) {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("data-table");
        List<String> answers = sheet.answers();
        grid.add(cell(sheet.answersTitle(), "secondary"), 0, 0);
        for (int c = 0; c < strip.columns().size(); c++) {
            grid.add(cell(strip.columns().get(c), "secondary"), c + 1, 0);
        }
        for (int s = 0; s < strip.rows().size(); s++) {
            grid.add(cell(answers.isEmpty() ? Integer.toString(s) : answers.get(s), "secondary"), 0, s + 1);
            for (int c = 0; c < strip.rows().get(s).size(); c++) {
                grid.add(cell(strip.rows().get(s).get(c), "number"), c + 1, s + 1);
            }
        }
        ScrollPane wide = new ScrollPane(grid);
        wide.setVbarPolicy(ScrollBarPolicy.NEVER);
        wide.getStyleClass().add("data-table-frame");
        wide.setAccessibleText("The first numbers of " + strip.rows().size() + " samples");
        return wide;
    }

    private static Label cell(String text, String style) {
        Label l = new Label(text);
        l.getStyleClass().addAll(style, "small");
        l.setMinWidth(Region.USE_PREF_SIZE);
        GridPane.setHalignment(l, HPos.RIGHT);
        return l;
    }
}
