package dev.vernier.app.window;

import dev.vernier.app.controls.KeyboardFocus;
import dev.vernier.app.cures.CuresController;
import dev.vernier.app.cures.CuresViewBuilder;
import dev.vernier.app.data.DataActions;
import dev.vernier.app.diagnosis.DiagnosisController;
import dev.vernier.app.diagnosis.FindingBox;
import dev.vernier.app.diagnosis.FindingCures;
import dev.vernier.app.distribution.DistributionController;
import dev.vernier.app.distribution.DistributionModel;
import dev.vernier.app.distribution.DistributionView;
import dev.vernier.app.distribution.DistributionViewBuilder;
import dev.vernier.app.drawer.DrawerContext;
import dev.vernier.app.drawer.DrawerModel;
import dev.vernier.app.drawer.DrawerPane;
import dev.vernier.app.drawer.DrawerPlace;
import dev.vernier.app.export.ExportActions;
import dev.vernier.app.export.ExportController;
import dev.vernier.app.files.FileActions;
import dev.vernier.app.files.FileMenu;
import dev.vernier.app.files.FilesController;
import dev.vernier.app.files.ImportReportBox;
import dev.vernier.app.files.ProjectsController;
import dev.vernier.app.help.HelpPage;
import dev.vernier.app.help.HelpWindow;
import dev.vernier.app.jobs.Jobs;
import dev.vernier.app.layererror.LayerErrorController;
import dev.vernier.app.layererror.LayerErrorModel;
import dev.vernier.app.layererror.LayerErrorViewBuilder;
import dev.vernier.app.layers.LayersController;
import dev.vernier.app.layers.LayersModel;
import dev.vernier.app.layers.LayersViewBuilder;
import dev.vernier.app.notice.NoticeBar;
import dev.vernier.app.now.NowController;
import dev.vernier.app.now.NowModel;
import dev.vernier.app.now.NowViewBuilder;
import dev.vernier.app.palette.Command;
import dev.vernier.app.palette.CommandPalette;
import dev.vernier.app.plot.CanvasPlot;
import dev.vernier.app.preferences.Preferences;
import dev.vernier.app.project.PlanEvaluator;
import dev.vernier.app.project.Project;
import dev.vernier.app.project.WorkbenchController;
import dev.vernier.app.project.WorkbenchModel;
import dev.vernier.app.status.StatusBar;
import dev.vernier.app.theme.Appearance;
import dev.vernier.app.workbench.OpenRequest;
import dev.vernier.engine.evaluate.EvaluationResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javafx.application.Platform;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Orientation;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.MenuBar;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;

/** The workbench in a stage: makes models, controllers and panes and sets them together. */
public final class WorkbenchWindow {
    private static final double MIN_WIDTH = 1120;
    private static final double MIN_HEIGHT = 640;
    private static final double LAYERS_SHARE = 0.52;

    private final Stage stage;
    private final WorkbenchModel model = new WorkbenchModel();
    private final WorkbenchController controller;
    private final Jobs jobs = new Jobs();
    private final BooleanBinding busy = Bindings.isNotEmpty(jobs.running());
    private final Appearance appearance = new Appearance();
    private final LayersModel layers = new LayersModel();
    private final DistributionModel distribution = new DistributionModel();
    private final NowModel now = new NowModel();
    private final DrawerModel drawer = new DrawerModel();
    private final FilesController files;
    private final ProjectsController projects;
    private final FileActions fileMenu;
    private final ExportActions exports;
    private final DataActions data;
    private final CuresController cures;
    private final FindingCures findingCures;
    private final LayersViewBuilder layersView;
    private final CommandPalette palette = new CommandPalette();
    private final WindowMemory memory;
    private MenuBar menus;
    private DrawerPane drawerPane;
    private DropTarget dropTarget;

    /**
     * @param evaluators makes the evaluator of a project that is opened
     */
    public WorkbenchWindow(Stage stage, Function<Project, PlanEvaluator> evaluators) {
        this.stage = stage;
        this.controller = new WorkbenchController(model, evaluators);
        this.files = new FilesController(model, controller, jobs);
        this.projects = new ProjectsController(model, controller, files, jobs);
        this.fileMenu = new FileMenu(stage, files, projects);
        this.exports = new ExportActions(stage, new ExportController(model, jobs), files::modelFolder);
        this.cures = new CuresController(model, controller, jobs);
        this.findingCures = new FindingCures(model, controller, cures);
        new DiagnosisController(model);
        this.data = new DataActions(stage, model, files, jobs);
        this.layersView = new LayersViewBuilder(layers, new LayersController(layers, model, controller, cures), busy);
        this.memory = new WindowMemory(stage, appearance, files, projects, layersView, distribution, drawer);
        projects.keepViewOf(memory.ofView(model, this::selectLayer));
    }

    /** Fills the stage and shows it. */
    public void show() {
        // the distribution listens to the selection that the layer table makes
        DistributionViewBuilder distributionView = new DistributionViewBuilder(
                distribution, new DistributionController(distribution, model, controller), errorView());
        BorderPane root = new BorderPane();
        root.getStyleClass().add("workbench");
        NoticeBar notice = new NoticeBar();
        notice.setId("open-notice");
        notice.noticeProperty().bindBidirectional(model.openNoticeProperty());
        BorderPane centre = new BorderPane();
        drawerPane = new DrawerPane(drawer, DrawerTabs.all(drawerContext()), centre, layersView::focusTable);
        centre.setBottom(drawerPane);
        // what is done with a notice leaves the keyboard where the work is
        model.openNoticeProperty().addListener((o, was, is) -> {
            if (is == null && KeyboardFocus.isIn(notice)) {
                layersView.focusTable();
            }
        });
        menus = buildMenus();
        root.setTop(new VBox(new ToolbarBuilder(model, controller, distribution, exports, busy).build(menus), notice));
        SplitPane panes = new SplitPane(layersView.build(), distributionView.build());
        panes.setOrientation(Orientation.HORIZONTAL);
        panes.setDividerPositions(LAYERS_SHARE);
        panes.getStyleClass().add("panes");
        centre.setCenter(panes);
        root.setCenter(centre);
        Region nowPane = new NowViewBuilder(
                        now,
                        new NowController(now, model, controller),
                        model,
                        new CuresViewBuilder(cures, model).build(),
                        new FindingBox(
                                model, findingCures, () -> drawer.openProperty().set(DrawerPlace.DIAGNOSIS)))
                .build();
        root.setRight(nowPane);
        root.setBottom(new StatusBar(model, controller, jobs));
        Scene scene = new Scene(root, WindowMemory.WIDTH, WindowMemory.HEIGHT);
        appearance.dress(scene);
        dropTarget = new DropTarget(root, fileMenu);
        stage.setScene(scene);
        stage.setMinWidth(MIN_WIDTH);
        stage.setMinHeight(MIN_HEIGHT);
        memory.placeWindow(MIN_WIDTH, MIN_HEIGHT);
        stage.titleProperty()
                .bind(Bindings.createStringBinding(
                        () -> model.projectProperty().get() == null
                                ? "Vernier"
                                : ToolbarBuilder.titleOf(model.projectProperty().get()) + " — Vernier",
                        model.projectProperty()));
        stage.setOnHidden(e -> close());
        scene.addEventHandler(KeyEvent.KEY_TYPED, e -> {
            if ("?".equals(e.getCharacter()) && !(e.getTarget() instanceof TextInputControl)) {
                new ShortcutSheet(stage, drawerPane.places()).show();
            }
        });
        memory.restoreColumns();
        stage.show();
        layersView.focusTable();
    }

    private Region errorView() {
        LayerErrorModel errors = new LayerErrorModel();
        new LayerErrorController(errors, model);
        errors.shownProperty().bind(distribution.viewProperty().isEqualTo(DistributionView.ERROR));
        return new LayerErrorViewBuilder(errors)
                .build(model.layerProperty().map(l -> l.name() + " error").orElse(""));
    }

    private DrawerContext drawerContext() {
        return new DrawerContext(model, controller, cures, findingCures, jobs, distribution, this::selectLayer);
    }

    private void selectLayer(String name) {
        layers.all().stream().filter(r -> r.name().equals(name)).findFirst().ifPresent(layersView::show);
    }

    void showImportReport() {
        new ImportReportBox(
                        stage,
                        model.projectProperty().get().modelName(),
                        model.importReportProperty().get(),
                        this::selectLayer)
                .show();
    }

    private MenuBar buildMenus() {
        return new MenuBuilder(model, controller, distribution, appearance, fileMenu, new MenuBuilder.WindowActions() {
                    @Override
                    public ExportActions exports() {
                        return exports;
                    }

                    @Override
                    public CuresController cures() {
                        return cures;
                    }

                    @Override
                    public void findLayer() {
                        layersView.focusFilter();
                    }

                    @Override
                    public void findCommand() {
                        palette.open(stage, menus.getMenus(), layerCommands());
                    }

                    @Override
                    public List<DrawerPlace> drawerPlaces() {
                        return drawerPane.places();
                    }

                    @Override
                    public void openDrawer(DrawerPlace place) {
                        drawerPane.toggle(place);
                    }

                    @Override
                    public List<CanvasPlot> plots() {
                        return CanvasPlot.savable(stage.getScene().getRoot());
                    }

                    @Override
                    public void showHistory() {
                        ((Button) stage.getScene().lookup("#history")).fire();
                    }

                    @Override
                    public void showTour() {
                        new Tour(stage.getScene()).start();
                    }

                    @Override
                    public void showHelp(HelpPage page) {
                        HelpWindow.open(stage, page);
                    }

                    @Override
                    public void showImportReport() {
                        WorkbenchWindow.this.showImportReport();
                    }

                    @Override
                    public void editData() {
                        data.edit();
                    }

                    @Override
                    public void showShortcuts() {
                        new ShortcutSheet(stage, drawerPane.places()).show();
                    }

                    @Override
                    public void showAbout() {
                        new AboutBox(stage).show();
                    }

                    @Override
                    public void close() {
                        stage.close();
                    }
                })
                .build();
    }

    private List<Command> layerCommands() {
        return layers.all().stream()
                .map(r -> new Command(r.name(), "Layer", "", () -> layersView.select(r)))
                .toList();
    }

    /** Opens what {@code request} names; where it names nothing, the project that was open at the end of the last run. */
    public void openFirst(OpenRequest request) {
        Optional<Path> last = memory.lastProject();
        if (last.isPresent() && request.equals(OpenRequest.bundledSample())) {
            projects.openLast(last.get());
        } else {
            files.open(request);
        }
    }

    /** Takes over what was remembered; before {@link #show()}. */
    public void remember(Preferences preferences) {
        memory.recall(preferences);
    }

    /** What to remember for the next start. */
    public Preferences preferences() {
        return memory.preferences();
    }

    /** Shows the tour once the first evaluation has been seen, unless that happened on an earlier start. */
    public void tourOnFirstStart() {
        if (memory.isFirstStart()) {
            model.resultProperty().addListener(new ChangeListener<>() {
                @Override
                public void changed(
                        ObservableValue<? extends EvaluationResult> o, EvaluationResult was, EvaluationResult is) {
                    if (is != null && is.isFinal()) {
                        model.resultProperty().removeListener(this);
                        Platform.runLater(() -> new Tour(stage.getScene()).start());
                    }
                }
            });
        }
    }

    private void close() {
        projects.close();
        jobs.close();
        controller.close();
    }

    MenuBar menus() {
        return menus;
    }

    DropTarget dropTarget() {
        return dropTarget;
    }

    public WorkbenchModel model() {
        return model;
    }

    public WorkbenchController controller() {
        return controller;
    }

    public ProjectsController projects() {
        return projects;
    }

    public FilesController files() {
        return files;
    }

    public Jobs jobs() {
        return jobs;
    }

    public Appearance appearance() {
        return appearance;
    }

    public DrawerModel drawer() {
        return drawer;
    }

    public DistributionModel distribution() {
        return distribution;
    }
}
