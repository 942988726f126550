package dev.vernier.app.window;

import dev.vernier.app.controls.StackingRow;
import dev.vernier.app.controls.WrappingRow;
import dev.vernier.app.distribution.DistributionModel;
import dev.vernier.app.export.ExportActions;
import dev.vernier.app.history.PlanHistory;
import dev.vernier.app.project.Project;
import dev.vernier.app.project.WorkbenchController;
import dev.vernier.app.project.WorkbenchModel;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.TargetRuntime;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanExpression;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** Builds the line at the top: menus, what is open, undo and redo, preset and target. */
final class ToolbarBuilder {
    private final WorkbenchModel model;
    private final WorkbenchController controller;
    private final DistributionModel distribution;
    private final ExportActions exports;
    private final BooleanExpression opening;

    /** @param opening while something is being opened */
    ToolbarBuilder(
            WorkbenchModel model,
            WorkbenchController controller,
            DistributionModel distribution,
            ExportActions exports,
            BooleanExpression opening) {
        this.opening = opening;
        this.exports = exports;
        this.distribution = distribution;
        this.model = model;
        this.controller = controller;
    }

    Region build(MenuBar menus) {
        Label title = new Label();
        title.setId("title");
        title.getStyleClass().add("document-title");
        title.setMinWidth(0);
        title.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> model.projectProperty().get() == null && opening.get()
                                ? "opening…"
                                : titleOf(model.projectProperty().get()),
                        model.projectProperty(),
                        opening));
        menus.setMinWidth(Region.USE_PREF_SIZE);
        WrappingRow right = new WrappingRow(
                step("↶", "undo", Shortcut.UNDO, PlanHistory::canUndo, PlanHistory::undoWords, controller::undo),
                step("↷", "redo", Shortcut.REDO, PlanHistory::canRedo, PlanHistory::redoWords, controller::redo),
                history(),
                named("Preset", preset()),
                named("Target", target()),
                compareRules(),
                action(
                        "Prove",
                        Shortcut.PROVE,
                        exports::prove,
                        "Run the present plan in the runtime of its target beside the simulation"),
                export());
        right.getStyleClass().add("toolbar-right");
        title.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(title, Priority.ALWAYS);
        HBox left = new HBox(menus, title);
        left.getStyleClass().add("toolbar-left");
        left.setAlignment(Pos.CENTER_LEFT);
        StackingRow bar = new StackingRow(left, right);
        bar.getStyleClass().add("toolbar");
        return bar;
    }

    private Node history() {
        Button b = new Button("History");
        b.setId("history");
        b.setTooltip(new Tooltip(
                "Every step so far in words   " + Shortcut.HISTORY.keys().getDisplayText()));
        b.setMinWidth(Region.USE_PREF_SIZE);
        b.disableProperty().bind(model.historyProperty().isNull());
        HistoryPopup popup = new HistoryPopup(model, controller);
        b.setOnAction(e -> popup.open(b));
        return b;
    }

    /** What all the tuning is for: the one button that stands out. */
    private Node export() {
        Button b = action("Export…", Shortcut.EXPORT, exports::export, "Write the present plan as a file");
        b.getStyleClass().add("accent-button");
        return b;
    }

    private Button action(String words, Shortcut shortcut, Runnable action, String meaning) {
        Button b = new Button(words);
        b.setId(shortcut.name().toLowerCase(Locale.ROOT));
        b.setMinWidth(Region.USE_PREF_SIZE);
        b.setTooltip(new Tooltip(meaning + "   " + shortcut.keys().getDisplayText()));
        b.setOnAction(e -> action.run());
        b.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> model.projectProperty().get() == null
                                || (shortcut == Shortcut.PROVE
                                        && !model.projectProperty().get().isMeasurable()),
                        model.projectProperty()));
        return b;
    }

    private Node compareRules() {
        ToggleButton compare = new ToggleButton("Compare rules");
        compare.setId("compare-rules");
        compare.setMinWidth(Region.USE_PREF_SIZE);
        compare.setTooltip(
                new Tooltip(
                        "Every rule's range over the histogram, with its local SQNR and what the network scores with it on the first samples"));
        compare.selectedProperty().bindBidirectional(distribution.comparingRulesProperty());
        return compare;
    }

    static String titleOf(Project project) {
        return project == null ? "no model open" : project.modelName() + " · " + project.dataWords();
    }

    /** In a narrow window the name goes to the next line with what it names. */
    private static Node named(String text, MenuButton menu) {
        Label l = new Label(text);
        l.getStyleClass().add("secondary");
        l.setMinWidth(Region.USE_PREF_SIZE);
        l.setLabelFor(menu);
        HBox box = new HBox(l, menu);
        box.getStyleClass().add("toolbar-named");
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private Node step(
            String sign,
            String id,
            Shortcut shortcut,
            Predicate<PlanHistory> can,
            Function<PlanHistory, Optional<String>> words,
            Runnable action) {
        Button b = new Button(sign);
        b.setId(id);
        b.getStyleClass().add("icon");
        b.setOnAction(e -> action.run());
        Tooltip tip = new Tooltip();
        Runnable show = () -> {
            PlanHistory h = model.historyProperty().get();
            b.setDisable(h == null || !can.test(h));
            String what = shortcut.words()
                    + (h == null ? "" : words.apply(h).map(w -> " " + w).orElse(""));
            tip.setText(what + "   " + shortcut.keys().getDisplayText());
            b.setAccessibleText(what);
        };
        model.historyProperty().addListener((o, was, is) -> show.run());
        show.run();
        b.setTooltip(tip);
        b.setMinWidth(Region.USE_PREF_SIZE);
        return b;
    }

    private QuantPlan plan() {
        return model.planProperty().get();
    }

    private MenuButton preset() {
        MenuButton menu = new MenuButton();
        menu.setId("preset");
        menu.setTooltip(new Tooltip("What every layer gets that is not set differently"));
        for (Preset p : Preset.values()) {
            menu.getItems()
                    .add(choice(
                            p.label(),
                            p.description(),
                            () -> plan() != null && plan().preset() == p,
                            () -> controller.setPreset(p)));
        }
        menu.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> plan() == null ? "—" : plan().preset().label() + changes(plan()),
                        model.planProperty(),
                        model.projectProperty()));
        menu.disableProperty().bind(model.projectProperty().isNull());
        menu.setMinWidth(Region.USE_PREF_SIZE);
        return menu;
    }

    /** A mark where layers are set otherwise; what a quantized file asks for is no change. */
    private String changes(QuantPlan plan) {
        Project project = model.projectProperty().get();
        if (plan.overrides().isEmpty() || project == null) {
            return "";
        }
        return project.changedLayers(plan).isEmpty() ? " · file" : " *";
    }

    private MenuButton target() {
        MenuButton menu = new MenuButton();
        menu.setId("target");
        menu.setTooltip(new Tooltip("Whose rules the plan is simulated by"));
        for (TargetRuntime t : TargetRuntime.values()) {
            menu.getItems()
                    .add(choice(
                            t.title(),
                            "",
                            () -> plan() != null && plan().target() == t,
                            () -> controller.setTarget(t)));
        }
        menu.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> plan() == null ? "—" : plan().target().title(), model.planProperty()));
        menu.disableProperty().bind(model.projectProperty().isNull());
        menu.setMinWidth(Region.USE_PREF_SIZE);
        return menu;
    }

    private RadioMenuItem choice(
            String text, String explanation, java.util.function.BooleanSupplier present, Runnable choose) {
        RadioMenuItem item = new RadioMenuItem();
        Label name = new Label(text);
        name.getStyleClass().add("menu-choice");
        Label about = new Label(explanation);
        about.getStyleClass().add("menu-explanation");
        item.setGraphic(new HBox(name, about));
        item.setId("choice-" + text.replace(' ', '-'));
        item.setOnAction(e -> {
            choose.run();
            item.setSelected(present.getAsBoolean());
        });
        model.planProperty().addListener((o, was, is) -> item.setSelected(present.getAsBoolean()));
        return item;
    }
}
