package dev.vernier.app.drawer;

import dev.vernier.app.controls.KeyboardFocus;
import dev.vernier.app.controls.StackingRow;
import dev.vernier.app.controls.WrappingRow;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Rectangle;
import org.controlsfx.control.SegmentedButton;

/**
 * A strip of tabs and, where one is open, its view. The upper edge is dragged, or moved with the arrow keys, to resize it; Escape closes
 * it.
 *
 * <p>Style classes {@code drawer}, {@code drawer-header}, {@code drawer-content}; {@code drawer-edge} for the upper edge.
 */
public final class DrawerPane extends VBox {
    /** What the panes above keep of the window, in px. */
    private static final double ROOM_ABOVE = 220;

    private final DrawerModel model;
    private final Map<DrawerPlace, DrawerTab> tabs = new EnumMap<>(DrawerPlace.class);
    private final Map<DrawerPlace, Region> views = new EnumMap<>(DrawerPlace.class);
    private final Map<DrawerPlace, List<Node>> tools = new EnumMap<>(DrawerPlace.class);
    private final Map<DrawerPlace, ToggleButton> buttons = new EnumMap<>(DrawerPlace.class);
    private final StackPane content = new StackPane();
    private final WrappingRow toolBox = new WrappingRow();
    private final Button close = new Button("✕");
    private final DrawerEdge edge;
    private final Runnable onClosed;

    /**
     * @param all the views there are, one a place at most
     * @param room the region that the drawer shares with the panes above it
     * @param onClosed gives the keyboard to somebody else
     */
    public DrawerPane(DrawerModel model, List<DrawerTab> all, Region room, Runnable onClosed) {
        this.model = model;
        this.onClosed = onClosed;
        this.edge = new DrawerEdge(model);
        all.forEach(t -> tabs.put(t.place(), t));
        getStyleClass().add("drawer");
        content.getStyleClass().add("drawer-content");
        content.setMinHeight(0);
        // a view that needs more room than it has must not cover its neighbours
        Rectangle edges = new Rectangle();
        edges.widthProperty().bind(content.widthProperty());
        edges.heightProperty().bind(content.heightProperty());
        content.setClip(edges);
        content.prefHeightProperty()
                .bind(Bindings.createDoubleBinding(
                        () -> Math.max(
                                DrawerModel.MIN_HEIGHT,
                                Math.min(model.heightProperty().get(), room.getHeight() - ROOM_ABOVE)),
                        model.heightProperty(),
                        room.heightProperty()));
        edge.managedProperty().bind(edge.visibleProperty());
        getChildren().addAll(edge, header(), content);
        setVisible(!tabs.isEmpty());
        setManaged(!tabs.isEmpty());
        addEventHandler(KeyEvent.KEY_PRESSED, e -> {
            if (e.getCode() == KeyCode.ESCAPE && model.openProperty().get() != null) {
                model.openProperty().set(null);
                onClosed.run();
                e.consume();
            }
        });
        model.openProperty().addListener((o, was, is) -> show(was, is));
        show(null, model.openProperty().get());
    }

    private Region header() {
        SegmentedButton strip = new SegmentedButton();
        for (DrawerPlace place : tabs.keySet()) {
            ToggleButton b = new ToggleButton(place.title());
            b.setId("drawer-" + place.name());
            b.setMinWidth(USE_PREF_SIZE);
            b.setTooltip(new Tooltip(place.description() + "   " + place.keys().getDisplayText()));
            b.setOnAction(e -> {
                boolean opens = model.openProperty().get() != place;
                model.openProperty().set(opens ? place : null);
                b.setSelected(opens);
            });
            buttons.put(place, b);
        }
        strip.getButtons().setAll(buttons.values());
        // a click on the open tab closes it, which a group would not let happen without a say
        strip.setToggleGroup(null);
        strip.setMinWidth(USE_PREF_SIZE);
        toolBox.getStyleClass().add("drawer-tools");
        close.getStyleClass().addAll("quiet", "drawer-close");
        close.setId("close-drawer");
        close.setMinWidth(USE_PREF_SIZE);
        close.setAccessibleText("Close the drawer");
        close.setTooltip(new Tooltip("Close the drawer   Esc"));
        close.managedProperty().bind(close.visibleProperty());
        close.setOnAction(e -> {
            model.openProperty().set(null);
            onClosed.run();
        });
        StackingRow tabsAndTools = new StackingRow(strip, toolBox);
        HBox.setHgrow(tabsAndTools, Priority.ALWAYS);
        HBox header = new HBox(tabsAndTools, close);
        header.getStyleClass().addAll("pane-header", "drawer-header");
        header.setAlignment(Pos.CENTER_LEFT);
        return header;
    }

    private void show(DrawerPlace was, DrawerPlace is) {
        DrawerTab tab = is == null ? null : tabs.get(is);
        Optional.ofNullable(was).map(tabs::get).ifPresent(t -> t.shown(false));
        buttons.forEach((place, b) -> b.setSelected(place == is));
        edge.setVisible(tab != null);
        close.setVisible(tab != null);
        content.setVisible(tab != null);
        content.setManaged(tab != null);
        if (tab == null) {
            content.getChildren().clear();
            toolBox.getChildren().clear();
            return;
        }
        Region view = views.computeIfAbsent(is, p -> tab.build());
        view.setMinHeight(0);
        content.getChildren().setAll(view);
        toolBox.getChildren().setAll(tools.computeIfAbsent(is, p -> tab.tools()));
        tab.shown(true);
    }

    /** Opens the view at {@code place} and gives it the keyboard; closes it where it has the keyboard already. */
    public void toggle(DrawerPlace place) {
        if (model.openProperty().get() == place && KeyboardFocus.isIn(this)) {
            model.openProperty().set(null);
            onClosed.run();
            return;
        }
        model.openProperty().set(place);
        firstFocusable(content).orElse(buttons.get(place)).requestFocus();
    }

    private static Optional<Node> firstFocusable(Parent parent) {
        for (Node n : parent.getChildrenUnmodifiable()) {
            if (!n.isVisible() || n.isDisabled()) {
                continue;
            }
            if (n.isFocusTraversable()) {
                return Optional.of(n);
            }
            Optional<Node> inside = n instanceof Parent ? firstFocusable((Parent) n) : Optional.empty();
            if (inside.isPresent()) {
                return inside;
            }
        }
        return Optional.empty();
    }

    /** The places that are filled, from left to right. */
    public List<DrawerPlace> places() {
        return new ArrayList<>(tabs.keySet());
    }
}
