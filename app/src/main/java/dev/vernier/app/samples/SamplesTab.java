package dev.vernier.app.samples;

import dev.vernier.app.drawer.DrawerContext;
import dev.vernier.app.drawer.DrawerPlace;
import dev.vernier.app.drawer.DrawerTab;
import dev.vernier.app.drawer.Segments;
import dev.vernier.app.notice.NoticeBar;
import dev.vernier.app.project.Project;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SplitPane;
import javafx.scene.image.ImageView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** The samples as pictures, what both models say of one, and what becomes of it in the selected layer. */
public final class SamplesTab implements DrawerTab {
    private final SamplesModel model = new SamplesModel();
    private final SamplesController controller;
    private final DrawerContext window;
    private final BooleanProperty maps = new SimpleBooleanProperty(this, "maps", true);
    private final ObjectProperty<Boolean> mapsChoice = maps.asObject();
    private SampleGrid grid;

    public SamplesTab(DrawerContext window) {
        this.window = window;
        this.controller = new SamplesController(model, window);
    }

    @Override
    public DrawerPlace place() {
        return DrawerPlace.SAMPLES;
    }

    @Override
    public Region build() {
        grid = new SampleGrid(model);
        FeatureMaps featureMaps = new FeatureMaps(model);
        ConfusionPlot confusion = new ConfusionPlot(model);
        featureMaps.visibleProperty().bind(maps);
        confusion.visibleProperty().bind(maps.not());
        SplitPane split = new SplitPane(grid, oneSample(), new StackPane(featureMaps, confusion));
        split.setDividerPositions(0.3, 0.6);
        split.setMinHeight(0);
        return NoticeBar.above(split, model.noticeProperty());
    }

    private Region oneSample() {
        ImageView picture = new ImageView();
        picture.setId("sample-picture");
        picture.setSmooth(false);
        picture.setPreserveRatio(true);
        picture.imageProperty()
                .bind(Bindings.createObjectBinding(
                        () -> model.selectedProperty().get() < 0
                                ? null
                                : grid.images().get(model.selectedProperty().get()),
                        model.selectedProperty(),
                        grid.picturesProperty()));
        Label caption = new Label();
        caption.setId("sample-words");
        caption.setWrapText(true);
        caption.getStyleClass().add("sample-words");
        caption.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> model.selectedProperty().get() < 0
                                ? ""
                                : SampleTile.sentence(
                                                model, model.selectedProperty().get())
                                        .replace(", ", "\n"),
                        model.selectedProperty(),
                        model.predictionsProperty(),
                        model.labelsProperty()));
        caption.setMinHeight(Region.USE_PREF_SIZE);
        VBox left = new VBox(picture, caption);
        left.getStyleClass().add("sample-detail");
        left.setMinSize(0, 0);
        picture.fitWidthProperty().bind(left.widthProperty().subtract(16));
        picture.fitHeightProperty()
                .bind(Bindings.createDoubleBinding(
                        () -> Math.max(24, left.getHeight() - caption.getHeight() - 24),
                        left.heightProperty(),
                        caption.heightProperty()));
        ScoreBars bars = new ScoreBars(model);
        HBox box = new HBox(left, bars);
        HBox.setHgrow(bars, Priority.ALWAYS);
        box.setMinSize(0, 0);
        return box;
    }

    @Override
    public void shown(boolean visible) {
        Project project = window.workbench().projectProperty().get();
        grid.images().show(project == null ? null : project.data().orElse(null));
        controller.shown(visible);
    }

    @Override
    public List<Node> tools() {
        window.workbench()
                .projectProperty()
                .addListener((o, was, is) ->
                        grid.images().show(is == null ? null : is.data().orElse(null)));
        Label summary = new Label();
        summary.setId("samples-summary");
        summary.textProperty().bind(model.summaryProperty());
        return List.of(
                summary,
                classes(),
                Segments.of(
                        "samples-",
                        List.of(SampleFilter.values()),
                        model.filterProperty(),
                        SampleFilter::title,
                        SampleFilter::description),
                Segments.of(
                        "samples-",
                        List.of(true, false),
                        mapsChoice,
                        m -> m ? "Maps" : "Confusion",
                        m -> m
                                ? "The selected layer's output for the selected sample"
                                : "Which labels are taken for which classes"));
    }

    private MenuButton classes() {
        MenuButton menu = new MenuButton();
        menu.setId("samples-class");
        menu.setMinWidth(Region.USE_PREF_SIZE);
        menu.setAccessibleText("Class");
        menu.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> model.classFilterProperty().get() < 0
                                ? "All classes"
                                : model.name(model.classFilterProperty().get()),
                        model.classFilterProperty(),
                        model.classNamesProperty()));
        menu.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> model.labelsProperty().get().length == 0, model.labelsProperty()));
        model.labelsProperty().addListener((o, was, is) -> fill(menu, is));
        fill(menu, model.labelsProperty().get());
        return menu;
    }

    private void fill(MenuButton menu, int[] labels) {
        TreeSet<Integer> classes = new TreeSet<>();
        for (int label : labels) {
            if (label >= 0) {
                classes.add(label);
            }
        }
        List<RadioMenuItem> items = new ArrayList<>();
        items.add(item("All classes", SamplesModel.NONE));
        classes.forEach(c -> items.add(item(model.name(c), c)));
        menu.getItems().setAll(items);
    }

    private RadioMenuItem item(String words, int classNumber) {
        RadioMenuItem item = new RadioMenuItem(words);
        item.setMnemonicParsing(false);
        item.setSelected(model.classFilterProperty().get() == classNumber);
        model.classFilterProperty().addListener((o, was, is) -> item.setSelected(is.intValue() == classNumber));
        item.setOnAction(e -> {
            model.classFilterProperty().set(classNumber);
            item.setSelected(true);
        });
        return item;
    }
}
