package dev.vernier.app.export;

import dev.vernier.engine.target.TargetFinding;
import dev.vernier.engine.target.TargetFindings;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** What a target does otherwise: each sentence once, with how much it matters and the layers it is about. */
final class FindingList extends ScrollPane {
    private final VBox rows = new VBox();

    FindingList() {
        getStyleClass().add("finding-list");
        rows.getStyleClass().add("finding-rows");
        setContent(rows);
        setFitToWidth(true);
        setAccessibleText("What the target does otherwise");
    }

    void show(List<TargetFinding> findings, String target) {
        rows.getChildren().clear();
        if (findings.isEmpty()) {
            rows.getChildren().add(secondary(target + " runs the plan as asked."));
        }
        TargetFindings.bySentence(findings)
                .values()
                .forEach(same -> rows.getChildren().add(row(same)));
    }

    /** For a format that no runtime runs. */
    void showNothing() {
        rows.getChildren().setAll(secondary("A config says what is asked; the tool that reads it has its own limits."));
    }

    private static Region row(List<TargetFinding> same) {
        TargetFinding f = same.get(0);
        Label weight = new Label(f.weight().label());
        weight.getStyleClass().addAll("finding-weight", "finding-" + f.weight().label());
        weight.setMinWidth(Region.USE_PREF_SIZE);
        Label sentence = new Label(f.asked() + ": " + f.instead() + ".");
        sentence.setWrapText(true);
        sentence.setMinHeight(Region.USE_PREF_SIZE);
        String layers =
                String.join(", ", same.stream().map(TargetFinding::layer).toList());
        VBox text = new VBox(sentence, secondary("To settle it: " + f.cure() + "."), secondary(layers));
        HBox.setHgrow(text, Priority.ALWAYS);
        HBox row = new HBox(weight, text);
        row.getStyleClass().add("finding-row");
        return row;
    }

    private static Label secondary(String text) {
        Label l = new Label(text);
        l.getStyleClass().addAll("secondary", "small");
        l.setWrapText(true);
        l.setMinHeight(Region.USE_PREF_SIZE);
        return l;
    }
}
