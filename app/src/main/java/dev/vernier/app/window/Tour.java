package dev.vernier.app.window;

import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.controlsfx.control.PopOver;
import org.controlsfx.control.PopOver.ArrowLocation;

/** A few words beside the things that matter, one after the other. Everything stays in use meanwhile; Escape or Skip ends it. */
final class Tour {
    private final Scene scene;
    private PopOver shown;

    Tour(Scene scene) {
        this.scene = scene;
    }

    /** @param anchor selector of the node that is pointed at */
    private record Stop(String anchor, ArrowLocation arrow, String title, String words) {}

    private static final List<Stop> STOPS = List.of(
            new Stop(
                    "#clip-high",
                    ArrowLocation.RIGHT_CENTER,
                    "Drag this handle",
                    "It says how much of the values quantization keeps; what lies beyond is clipped. Scale, error and accuracy"
                            + " answer while you drag. Arrow keys move it too, a double click goes back to the rule."),
            new Stop(
                    ".precision-cell .chip",
                    ArrowLocation.TOP_LEFT,
                    "Every layer has its precision",
                    "Click one, or select several rows and type 8, 16, 4 or f. Layers set differently from the preset"
                            + " carry a mark."),
            new Stop(
                    "#accuracy",
                    ArrowLocation.RIGHT_TOP,
                    "What the plan does",
                    "Accuracy with its 95 % interval, size and agreement with the float model, measured on the data. Pin a"
                            + " plan as A, B, C to compare it with the next."),
            new Stop(
                    "#history",
                    ArrowLocation.TOP_CENTER,
                    "Nothing is lost",
                    "Every step stands in the history and can be taken back. Ctrl+K finds any command or layer, ? shows"
                            + " all keys, and Help has this tour again."));

    void start() {
        show(0);
    }

    private void show(int index) {
        if (shown != null) {
            shown.hide();
            shown = null;
        }
        if (index >= STOPS.size()) {
            return;
        }
        Stop stop = STOPS.get(index);
        Optional<Node> anchor = scene.getRoot().lookupAll(stop.anchor()).stream()
                .filter(n -> n.isVisible() && n.getLayoutBounds().getWidth() > 0)
                .findFirst();
        if (anchor.isEmpty() || scene.getWindow() == null || !scene.getWindow().isShowing()) {
            show(index + 1);
            return;
        }
        shown = new PopOver(content(stop, index));
        shown.setId("tour");
        shown.getStyleClass().add("tour-popover");
        shown.setAnimated(false);
        shown.setDetachable(false);
        shown.setAutoHide(false);
        shown.setHideOnEscape(true);
        shown.setArrowLocation(stop.arrow());
        shown.show(anchor.get());
    }

    private Region content(Stop stop, int index) {
        Label title = new Label(stop.title());
        title.getStyleClass().add("tour-title");
        Label words = new Label(stop.words());
        words.setWrapText(true);
        boolean last = index == STOPS.size() - 1;
        Button next = new Button(last ? "Done" : "Next");
        next.setId("tour-next");
        next.setDefaultButton(true);
        next.setOnAction(e -> show(index + 1));
        HBox buttons = new HBox(next);
        if (!last) {
            Button skip = new Button("Skip the tour");
            skip.setId("tour-skip");
            skip.getStyleClass().add("link");
            skip.setOnAction(e -> show(STOPS.size()));
            buttons.getChildren().add(skip);
        }
        Label place = new Label((index + 1) + " of " + STOPS.size());
        place.getStyleClass().addAll("secondary", "small");
        buttons.getChildren().add(place);
        buttons.getStyleClass().add("tour-buttons");
        VBox box = new VBox(title, words, buttons);
        box.getStyleClass().add("tour");
        return box;
    }
}
