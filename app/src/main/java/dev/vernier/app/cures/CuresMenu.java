package dev.vernier.app.cures;

import dev.vernier.app.project.WorkbenchModel;
import dev.vernier.engine.analyze.Improvement;
import java.util.Set;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;

/** The menu of cures: for the whole network, for the selected layers, and away with them. */
public final class CuresMenu {
    private final CuresController controller;
    private final WorkbenchModel workbench;

    public CuresMenu(CuresController controller, WorkbenchModel workbench) {
        this.controller = controller;
        this.workbench = workbench;
    }

    public Menu build() {
        return new Menu(
                "Cures",
                null,
                apply("cle", "Equalize channels across layers", () -> controller.applyToAll(Improvement.CLE)),
                new SeparatorMenuItem(),
                ofAll(Improvement.WEIGHT_CLIPPING, "Clip weights by least squared error, every layer"),
                ofAll(Improvement.ADAROUND, "Learn rounding (AdaRound), every layer"),
                ofAll(Improvement.BIAS_CORRECTION, "Correct biases, every layer"),
                new SeparatorMenuItem(),
                ofSelected(Improvement.WEIGHT_CLIPPING, "Clip weights by least squared error, selected layers"),
                ofSelected(Improvement.ADAROUND, "Learn rounding (AdaRound), selected layers"),
                ofSelected(Improvement.BIAS_CORRECTION, "Correct biases, selected layers"),
                new SeparatorMenuItem(),
                remove("selected", "Remove cures from the selected layers", () -> controller.removeFrom(selected())),
                remove("all", "Remove all cures", controller::removeAll));
    }

    private MenuItem ofAll(Improvement cure, String words) {
        return apply(cure.label(), words, () -> controller.applyToAll(cure));
    }

    private MenuItem ofSelected(Improvement cure, String words) {
        return apply(cure.label() + "-selected", words, () -> controller.apply(cure, selected()));
    }

    private MenuItem apply(String id, String words, Runnable action) {
        BooleanBinding impossible = Bindings.createBooleanBinding(
                () -> workbench.projectProperty().get() == null
                        || !workbench.projectProperty().get().isMeasurable()
                        || controller.runningProperty().get(),
                workbench.projectProperty(),
                controller.runningProperty());
        return item("menu-cure-" + id, words, action, impossible);
    }

    private MenuItem remove(String id, String words, Runnable action) {
        BooleanBinding none = Bindings.createBooleanBinding(
                () -> workbench.planProperty().get() == null
                        || workbench.planProperty().get().cures().isNone(),
                workbench.planProperty());
        return item("menu-remove-cures-" + id, words, action, none);
    }

    private static MenuItem item(String id, String words, Runnable action, BooleanBinding disabled) {
        MenuItem item = new MenuItem(words);
        item.setId(id);
        item.setOnAction(e -> action.run());
        item.disableProperty().bind(disabled);
        return item;
    }

    private Set<String> selected() {
        return Set.copyOf(workbench.selectedLayers());
    }
}
