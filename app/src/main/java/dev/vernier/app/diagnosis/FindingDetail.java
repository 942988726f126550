package dev.vernier.app.diagnosis;

import dev.vernier.engine.diagnose.Cure;
import dev.vernier.engine.diagnose.Evidence;
import dev.vernier.engine.diagnose.Finding;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.geometry.HPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** One finding in full: why, the numbers, a small picture, and a button for each cure with what it promises. */
final class FindingDetail extends ScrollPane {
    private final FindingCures cures;
    private final Consumer<String> selectLayer;
    private final ChannelBars bars = new ChannelBars();

    FindingDetail(FindingCures cures, Consumer<String> selectLayer) {
        this.cures = cures;
        this.selectLayer = selectLayer;
        getStyleClass().addAll("edge-to-edge", "diagnosis-detail");
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setMinWidth(0);
        bars.setMinWidth(0);
    }

    /** @param f null for none */
    void show(Finding f) {
        bars.findingProperty().set(f);
        if (f == null) {
            setContent(null);
            return;
        }
        Label title = wrapped(f.title(), "diagnosis-title");
        HBox.setHgrow(title, Priority.ALWAYS);
        title.setMaxWidth(Double.MAX_VALUE);
        HBox head = new HBox(title, layers(f));
        head.getStyleClass().add("diagnosis-head");
        VBox words = new VBox(head, wrapped(f.sentence()));
        f.cures().forEach(c -> words.getChildren().add(cure(c, f.cures().indexOf(c))));
        words.getStyleClass().add("diagnosis-words");
        words.setMinWidth(0);
        words.setPrefWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        HBox content = new HBox(words, evidence(f));
        content.getStyleClass().add("diagnosis-content");
        setContent(content);
        setVvalue(0);
    }

    private Node layers(Finding f) {
        Button show = new Button("Show layer");
        show.setId("finding-layer");
        show.getStyleClass().add("link");
        show.setMinWidth(Region.USE_PREF_SIZE);
        show.setTooltip(new Tooltip("Select " + f.layer() + " in the layer table"));
        show.setOnAction(e -> selectLayer.accept(f.layer()));
        return show;
    }

    private Node evidence(Finding f) {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("diagnosis-evidence");
        int row = 0;
        for (Evidence e : f.evidence()) {
            Label name = new Label(e.name());
            name.getStyleClass().addAll("secondary", "small");
            Label value = new Label(e.text());
            value.getStyleClass().addAll("number", "small");
            value.setMinWidth(Region.USE_PREF_SIZE);
            GridPane.setHgrow(name, Priority.ALWAYS);
            GridPane.setHalignment(value, HPos.RIGHT);
            value.setTooltip(new Tooltip(e.name() + ", in " + e.unit().label()));
            grid.addRow(row++, name, value);
        }
        VBox box = new VBox();
        box.getStyleClass().add("diagnosis-numbers");
        if (!f.profile().isEmpty() && !f.channels().isEmpty()) {
            box.getChildren().add(bars);
        }
        box.getChildren().add(grid);
        return box;
    }

    private Node cure(Cure cure, int index) {
        Button apply = new Button(sentence(cure.words()));
        apply.setMnemonicParsing(false);
        apply.setId("cure-" + index);
        apply.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        if (index == 0) {
            apply.getStyleClass().add("accent-button");
        }
        apply.setTooltip(new Tooltip("Applies this to the plan as one undo step"));
        apply.disableProperty().bind(cures.applicable().not());
        apply.setOnAction(e -> cures.apply(cure));
        apply.setAccessibleText(cure.words() + ": " + cure.promise());
        Label promise = wrapped(sentence(cure.promise()), "secondary", "small");
        promise.setMaxWidth(Double.MAX_VALUE);
        VBox box = new VBox(apply, promise);
        box.getStyleClass().add("diagnosis-cure");
        return box;
    }

    static String sentence(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private static Label wrapped(String text, String... classes) {
        Label l = new Label(text);
        l.setWrapText(true);
        l.setMinHeight(Region.USE_PREF_SIZE);
        l.getStyleClass().addAll(classes);
        return l;
    }
}
