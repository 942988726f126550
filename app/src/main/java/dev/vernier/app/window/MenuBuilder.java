package dev.vernier.app.window;

import dev.vernier.app.cures.CuresController;
import dev.vernier.app.cures.CuresMenu;
import dev.vernier.app.distribution.DistributionModel;
import dev.vernier.app.distribution.DistributionView;
import dev.vernier.app.drawer.DrawerPlace;
import dev.vernier.app.export.ExportActions;
import dev.vernier.app.files.FileActions;
import dev.vernier.app.help.HelpPage;
import dev.vernier.app.history.PlanHistory;
import dev.vernier.app.plot.CanvasPlot;
import dev.vernier.app.plot.PlotActions;
import dev.vernier.app.preferences.MemorySetting;
import dev.vernier.app.project.WorkbenchController;
import dev.vernier.app.project.WorkbenchModel;
import dev.vernier.app.theme.Appearance;
import dev.vernier.app.theme.Theme;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.TargetRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.BooleanProperty;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;

/** Builds the menus. Everything the window can do stands here with its shortcut. */
final class MenuBuilder {
    private static final int HISTORY_SHOWN = 30;

    private final WorkbenchModel model;
    private final WorkbenchController controller;
    private final DistributionModel distribution;
    private final Appearance appearance;
    private final FileActions files;
    private final WindowActions window;

    /** What the window itself does. */
    interface WindowActions {
        /** Export and Prove. */
        ExportActions exports();

        CuresController cures();

        void findLayer();

        void findCommand();

        /** The drawer's views there are. */
        List<DrawerPlace> drawerPlaces();

        void openDrawer(DrawerPlace place);

        /** The plots that are shown and can be saved. */
        List<CanvasPlot> plots();

        void showHistory();

        /** The first start's tour, again. */
        void showTour();

        void showHelp(HelpPage page);

        void showImportReport();

        /** How the open data are read. */
        void editData();

        void showShortcuts();

        void showAbout();

        void close();
    }

    MenuBuilder(
            WorkbenchModel model,
            WorkbenchController controller,
            DistributionModel distribution,
            Appearance appearance,
            FileActions files,
            WindowActions window) {
        this.model = model;
        this.controller = controller;
        this.distribution = distribution;
        this.appearance = appearance;
        this.files = files;
        this.window = window;
    }

    MenuBar build() {
        MenuBar bar = new MenuBar(file(), edit(), view(), quantize(), analyze(), help());
        bar.setUseSystemMenuBar(true);
        return bar;
    }

    private BooleanBinding noProject() {
        return model.projectProperty().isNull();
    }

    private BooleanBinding notMeasurable() {
        return Bindings.createBooleanBinding(
                () -> model.projectProperty().get() == null
                        || !model.projectProperty().get().isMeasurable(),
                model.projectProperty());
    }

    private static MenuItem item(Shortcut shortcut, Runnable action) {
        MenuItem item = item(shortcut.words(), action);
        item.setAccelerator(shortcut.keys());
        item.setId("menu-" + shortcut.name());
        return item;
    }

    private static MenuItem item(String words, Runnable action) {
        MenuItem item = new MenuItem(words);
        // names of layers and files have underscores of their own
        item.setMnemonicParsing(false);
        item.setOnAction(e -> action.run());
        return item;
    }

    private static MenuItem unless(BooleanBinding disabled, MenuItem item) {
        item.disableProperty().bind(disabled);
        return item;
    }

    private MenuItem restoreUnsaved() {
        MenuItem restore = item("Restore unsaved work", files::restoreUnsaved);
        restore.setId("menu-restore-unsaved");
        restore.setDisable(!files.hasUnsavedOfBefore());
        model.projectProperty().addListener((o, was, is) -> restore.setDisable(!files.hasUnsavedOfBefore()));
        return restore;
    }

    private MenuItem importReport() {
        MenuItem report = item("Import report…", window::showImportReport);
        report.setId("menu-import-report");
        report.disableProperty().bind(model.importReportProperty().isNull());
        return report;
    }

    private Menu file() {
        Menu recent = new Menu("Open recent");
        recent.getItems().add(new MenuItem("Nothing was open yet"));
        recent.setOnShowing(e -> recent.getItems().setAll(files.recentItems()));
        Menu samples = new Menu("Open sample");
        samples.getItems().setAll(files.sampleItems());
        return new Menu(
                "_File",
                null,
                item(Shortcut.OPEN_MODEL, files::openModel),
                item(Shortcut.OPEN_DATA, files::openData),
                item("Open image folder…", files::openImageFolder),
                unless(notMeasurable(), item(Shortcut.EDIT_DATA, window::editData)),
                unless(noProject(), item("Open calibration data…", files::openCalibrationData)),
                recent,
                samples,
                importReport(),
                new SeparatorMenuItem(),
                item(Shortcut.OPEN_PROJECT, files::openProject),
                restoreUnsaved(),
                unless(noProject(), item(Shortcut.SAVE_PROJECT, files::saveProject)),
                unless(noProject(), item("Save project as…", files::saveProjectAs)),
                new SeparatorMenuItem(),
                unless(noProject(), item(Shortcut.OPEN_PLAN, files::openPlan)),
                unless(noProject(), item(Shortcut.SAVE_PLAN, files::savePlan)),
                unless(noProject(), item(Shortcut.SAVE_PLAN_AS, files::savePlanAs)),
                new SeparatorMenuItem(),
                unless(noProject(), item(Shortcut.EXPORT, () -> window.exports().export())),
                unless(
                        notMeasurable(),
                        item(Shortcut.PROVE, () -> window.exports().prove())),
                new SeparatorMenuItem(),
                item(Shortcut.CLOSE, window::close));
    }

    private Menu edit() {
        MenuItem undo = item(Shortcut.UNDO, controller::undo);
        MenuItem redo = item(Shortcut.REDO, controller::redo);
        undo.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> history() == null
                                ? "Undo"
                                : history().undoWords().map(w -> "Undo " + w).orElse("Undo"),
                        model.historyProperty()));
        redo.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> history() == null
                                ? "Redo"
                                : history().redoWords().map(w -> "Redo " + w).orElse("Redo"),
                        model.historyProperty()));
        undo.disableProperty().bind(cannot(PlanHistory::canUndo));
        redo.disableProperty().bind(cannot(PlanHistory::canRedo));
        Menu steps = new Menu("Go to step");
        steps.disableProperty().bind(noProject());
        steps.getItems().add(new MenuItem());
        steps.setOnShowing(e -> steps.getItems().setAll(historyItems()));
        return new Menu(
                "_Edit",
                null,
                undo,
                redo,
                unless(noProject(), item(Shortcut.HISTORY, window::showHistory)),
                steps,
                new SeparatorMenuItem(),
                unless(noProject(), item(Shortcut.PIN, controller::pin)),
                new SeparatorMenuItem(),
                item(Shortcut.FIND_LAYER, window::findLayer),
                item(Shortcut.FIND_COMMAND, window::findCommand));
    }

    private PlanHistory history() {
        return model.historyProperty().get();
    }

    private BooleanBinding cannot(java.util.function.Predicate<PlanHistory> can) {
        return Bindings.createBooleanBinding(() -> history() == null || !can.test(history()), model.historyProperty());
    }

    private List<MenuItem> historyItems() {
        List<MenuItem> items = new ArrayList<>();
        PlanHistory h = history();
        for (int i = Math.max(0, h.steps().size() - HISTORY_SHOWN);
                i < h.steps().size();
                i++) {
            int step = i;
            RadioMenuItem item = new RadioMenuItem(h.steps().get(i).words());
            item.setMnemonicParsing(false);
            item.setSelected(i == h.position());
            item.setOnAction(e -> controller.goTo(step));
            items.add(0, item);
        }
        return items;
    }

    private Menu view() {
        Menu theme = new Menu("Theme");
        for (Theme t : Theme.values()) {
            RadioMenuItem item = new RadioMenuItem(t.title());
            item.setSelected(appearance.themeProperty().get() == t);
            appearance.themeProperty().addListener((o, was, is) -> item.setSelected(is == t));
            item.setOnAction(e -> {
                appearance.themeProperty().set(t);
                item.setSelected(true);
            });
            theme.getItems().add(item);
        }
        return new Menu(
                "_View",
                null,
                item(Shortcut.WEIGHTS, () -> distribution.viewProperty().set(DistributionView.WEIGHTS)),
                item(Shortcut.ACTIVATIONS, () -> distribution.viewProperty().set(DistributionView.ACTIVATIONS)),
                item(Shortcut.BOTH, () -> distribution.viewProperty().set(DistributionView.BOTH)),
                item(Shortcut.ERROR, () -> distribution.viewProperty().set(DistributionView.ERROR)),
                new SeparatorMenuItem(),
                check(Shortcut.LOG_COUNTS, distribution.logarithmicProperty()),
                check(Shortcut.BY_CHANNEL, distribution.byChannelProperty()),
                check(Shortcut.COMPARE_RULES, distribution.comparingRulesProperty()),
                new SeparatorMenuItem(),
                plots(),
                new SeparatorMenuItem(),
                theme,
                item(Shortcut.NEXT_THEME, this::nextTheme),
                item(Shortcut.LARGER_TEXT, () -> appearance.stepTextScale(0.1)),
                item(Shortcut.SMALLER_TEXT, () -> appearance.stepTextScale(-0.1)),
                item(Shortcut.NORMAL_TEXT, () -> appearance.textScaleProperty().set(1)),
                new SeparatorMenuItem(),
                new MemoryMenu(MemorySetting.ofUser(), model.openNoticeProperty()::set).build());
    }

    private Menu plots() {
        Menu plots = new Menu("Copy or save plot");
        plots.getItems().add(new MenuItem());
        plots.setOnShowing(e -> plots.getItems().setAll(plotMenus()));
        return plots;
    }

    private List<MenuItem> plotMenus() {
        List<MenuItem> menus = new ArrayList<>();
        for (CanvasPlot plot : window.plots()) {
            Menu menu = new Menu(plot.titleProperty().get());
            menu.setMnemonicParsing(false);
            menu.getItems().setAll(new PlotActions(plot).items());
            menus.add(menu);
        }
        if (menus.isEmpty()) {
            MenuItem none = new MenuItem("No plot is shown");
            none.setDisable(true);
            menus.add(none);
        }
        return menus;
    }

    private void nextTheme() {
        int next = (appearance.themeProperty().get().ordinal() + 1) % Theme.values().length;
        appearance.themeProperty().set(Theme.values()[next]);
    }

    private static CheckMenuItem check(Shortcut shortcut, BooleanProperty property) {
        CheckMenuItem item = new CheckMenuItem(shortcut.words());
        item.setAccelerator(shortcut.keys());
        item.selectedProperty().bindBidirectional(property);
        return item;
    }

    private Menu quantize() {
        Menu preset = new Menu("Preset");
        for (Preset p : Preset.values()) {
            preset.getItems().add(item(p.label() + "   " + p.description(), () -> controller.setPreset(p)));
        }
        Menu target = new Menu("Target");
        for (TargetRuntime t : TargetRuntime.values()) {
            target.getItems().add(item(t.title(), () -> controller.setTarget(t)));
        }
        preset.disableProperty().bind(noProject());
        target.disableProperty().bind(noProject());
        return new Menu(
                "_Quantize",
                null,
                preset,
                target,
                new SeparatorMenuItem(),
                unless(noProject(), item("Selected layers as the preset", () -> controller.resetToPreset(selected()))),
                unless(
                        noProject(),
                        item(
                                "Leave selected layers float",
                                () -> controller.configure(selected(), c -> LayerConfig.FLOAT))),
                unless(
                        noProject(),
                        item("Quantize only the selected layers", () -> controller.quantizeOnly(selected()))),
                unless(
                        noProject(),
                        item("Quantize all but the selected layers", () -> controller.quantizeAllBut(selected()))),
                new SeparatorMenuItem(),
                new CuresMenu(window.cures(), model).build(),
                new SeparatorMenuItem(),
                unless(
                        noProject(),
                        item(
                                "All layers as the preset",
                                () -> controller.setPreset(controller.plan().preset()))));
    }

    private Set<String> selected() {
        return Set.copyOf(model.selectedLayers());
    }

    /** The drawer's views; the commands of one are in its own header. */
    private Menu analyze() {
        Menu menu = new Menu("_Analyze");
        for (DrawerPlace place : window.drawerPlaces()) {
            MenuItem item = item(place.title(), () -> window.openDrawer(place));
            item.setAccelerator(place.keys());
            item.setId("menu-" + place.name());
            menu.getItems().add(item);
        }
        menu.setVisible(!menu.getItems().isEmpty());
        return menu;
    }

    private Menu help() {
        Menu help = new Menu("_Help", null, item("Tour of the window", window::showTour), new SeparatorMenuItem());
        for (HelpPage page : HelpPage.values()) {
            help.getItems().add(item(page.title(), () -> window.showHelp(page)));
        }
        help.getItems().add(new SeparatorMenuItem());
        help.getItems()
                .addAll(item(Shortcut.SHORTCUTS, window::showShortcuts), item("About Vernier", window::showAbout));
        return help;
    }
}
