package dev.vernier.app.window;

import java.util.List;
import java.util.Optional;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Polygon;

/**
 * A few words beside the things that matter, one after the other, over the window; they follow what they point at. Everything stays in
 * use meanwhile; Escape or Skip ends it.
 *
 * <p>Style classes {@code tour}, {@code tour-title}, {@code tour-buttons}, {@code tour-arrow}.
 */
final class Tour {
    private static final double ARROW = 10;
    private static final double GAP = 2;

    /** Where the words stand, seen from what they point at. */
    private enum Side {
        LEFT,
        BELOW
    }

    /** @param anchor selector of the node that is pointed at */
    private record Stop(String anchor, Side side, String title, String words) {}

    private static final List<Stop> STOPS = List.of(
            new Stop(
                    "#clip-high",
                    Side.LEFT,
                    "Drag this handle",
                    "It says how much of the values quantization keeps; what lies beyond is clipped. Scale, error and accuracy"
                            + " answer while you drag. Arrow keys move it too, a double click goes back to the rule."),
            new Stop(
                    ".precision-cell .chip",
                    Side.BELOW,
                    "Every layer has its precision",
                    "Click one, or select several rows and type 8, 16, 4 or f. Layers set differently from the preset"
                            + " carry a mark."),
            new Stop(
                    "#accuracy",
                    Side.LEFT,
                    "What the plan does",
                    "Accuracy with its 95 % interval, size and agreement with the float model, measured on the data. Pin a"
                            + " plan as A, B, C to compare it with the next."),
            new Stop(
                    "#history",
                    Side.BELOW,
                    "Nothing is lost",
                    "Every step stands in the history and can be taken back. Ctrl+K finds any command or layer, ? shows"
                            + " all keys, and Help has this tour again."));

    private final Scene scene;
    private final Pane root;
    private final VBox box = new VBox();
    private final Polygon arrow = new Polygon();
    private final Label title = new Label();
    private final Label words = new Label();
    private final Label place = new Label();
    private final Button next = new Button();
    private final Button skip = new Button("Skip the tour");
    /** Had the keyboard before, and gets it back. */
    private Node before;

    private final Runnable follow = this::point;
    private int index;
    private Node anchor;

    /** @param scene whose root is a pane */
    Tour(Scene scene) {
        this.scene = scene;
        this.root = (Pane) scene.getRoot();
        title.getStyleClass().add("tour-title");
        words.setWrapText(true);
        next.setId("tour-next");
        next.setOnAction(e -> show(index + 1));
        skip.setId("tour-skip");
        skip.getStyleClass().add("link");
        skip.setOnAction(e -> end());
        place.getStyleClass().addAll("secondary", "small");
        HBox buttons = new HBox(next, skip, place);
        buttons.getStyleClass().add("tour-buttons");
        box.getChildren().addAll(title, words, buttons);
        box.getStyleClass().add("tour");
        box.setId("tour");
        box.setManaged(false);
        arrow.getStyleClass().add("tour-arrow");
        arrow.setManaged(false);
        arrow.setMouseTransparent(true);
        box.addEventHandler(KeyEvent.KEY_PRESSED, e -> {
            if (e.getCode() == KeyCode.ESCAPE) {
                end();
                e.consume();
            }
        });
    }

    void start() {
        before = scene.getFocusOwner();
        root.lookupAll(".tour, .tour-arrow").forEach(root.getChildren()::remove);
        root.getChildren().addAll(box, arrow);
        scene.addPostLayoutPulseListener(follow);
        show(0);
    }

    private void end() {
        root.getChildren().removeAll(box, arrow);
        if (before != null) {
            before.requestFocus();
        }
        scene.removePostLayoutPulseListener(follow);
    }

    private void show(int stop) {
        if (stop >= STOPS.size()) {
            end();
            return;
        }
        index = stop;
        Stop s = STOPS.get(stop);
        Optional<Node> found = root.lookupAll(s.anchor()).stream()
                .filter(n -> n.isVisible() && n.getLayoutBounds().getWidth() > 0)
                .findFirst();
        if (found.isEmpty()) {
            show(stop + 1);
            return;
        }
        anchor = found.get();
        boolean last = stop == STOPS.size() - 1;
        title.setText(s.title());
        words.setText(s.words());
        place.setText((stop + 1) + " of " + STOPS.size());
        next.setText(last ? "Done" : "Next");
        skip.setVisible(!last);
        skip.setManaged(!last);
        box.setAccessibleText(s.title() + ". " + s.words());
        box.applyCss();
        point();
        next.requestFocus();
    }

    private void point() {
        boolean shown = isShown(anchor);
        box.setVisible(shown);
        arrow.setVisible(shown);
        if (!shown) {
            return;
        }
        Bounds at = anchor.localToScene(anchor.getLayoutBounds());
        double w = Math.ceil(box.prefWidth(Region.USE_COMPUTED_SIZE));
        double h = Math.ceil(box.prefHeight(w));
        double middleX = (at.getMinX() + at.getMaxX()) / 2;
        double middleY = (at.getMinY() + at.getMaxY()) / 2;
        if (STOPS.get(index).side() == Side.LEFT) {
            double tip = at.getMinX() - GAP;
            double right = tip - ARROW;
            box.resizeRelocate(Math.max(0, right - w), clamp(middleY - h / 2, scene.getHeight() - h), w, h);
            arrow.getPoints().setAll(right - 1, middleY - ARROW, tip, middleY, right - 1, middleY + ARROW);
        } else {
            double tip = at.getMaxY() + GAP;
            double top = tip + ARROW;
            box.resizeRelocate(clamp(middleX - w / 2, scene.getWidth() - w), top, w, h);
            arrow.getPoints().setAll(middleX - ARROW, top + 1, middleX, tip, middleX + ARROW, top + 1);
        }
    }

    private static boolean isShown(Node node) {
        Node n = node;
        while (n != null && n.isVisible()) {
            n = n.getParent();
        }
        return n == null;
    }

    private static double clamp(double x, double most) {
        return Math.round(Math.max(4, Math.min(most - 4, x)));
    }
}
