package dev.vernier.app.cures;

import dev.vernier.app.project.WorkbenchModel;
import dev.vernier.engine.analyze.Improvement;
import dev.vernier.engine.spec.QuantPlan;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Builds the list of cures that the plan in effect carries, each with a way to take it away; not there without any. */
public final class CuresViewBuilder {
    private final CuresController controller;
    private final WorkbenchModel workbench;

    public CuresViewBuilder(CuresController controller, WorkbenchModel workbench) {
        this.controller = controller;
        this.workbench = workbench;
    }

    public Node build() {
        Label title = new Label("Cures");
        title.getStyleClass().add("section-title");
        title.setTooltip(new Tooltip("What the plan does beside choosing grids; in the exported file, too"));
        VBox lines = new VBox();
        lines.setId("cures");
        VBox box = new VBox(title, lines);
        box.getStyleClass().add("section");
        box.managedProperty().bind(box.visibleProperty());
        Runnable show = () -> {
            lines.getChildren().setAll(lines(workbench.planProperty().get()));
            box.setVisible(!lines.getChildren().isEmpty());
        };
        workbench.planProperty().addListener((o, was, is) -> {
            if (was == null || is == null || !was.cures().equals(is.cures())) {
                show.run();
            }
        });
        show.run();
        return box;
    }

    private List<Node> lines(QuantPlan plan) {
        List<Node> lines = new ArrayList<>();
        if (plan != null) {
            for (Improvement cure : Improvement.values()) {
                CureWords.inPlan(plan, cure).ifPresent(words -> lines.add(line(cure, words)));
            }
        }
        return lines;
    }

    private Node line(Improvement cure, String words) {
        Label label = new Label(words);
        label.setWrapText(true);
        label.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(label, Priority.ALWAYS);
        Button remove = new Button("✕");
        remove.setId("remove-cure-" + cure.label());
        remove.getStyleClass().add("quiet");
        remove.setMinWidth(Region.USE_PREF_SIZE);
        remove.setAccessibleText("Remove " + CureWords.name(cure));
        remove.setTooltip(new Tooltip("Remove " + CureWords.name(cure) + " from the plan"));
        remove.setOnAction(e -> controller.remove(cure));
        HBox line = new HBox(label, remove);
        line.getStyleClass().add("cure-line");
        return line;
    }
}
