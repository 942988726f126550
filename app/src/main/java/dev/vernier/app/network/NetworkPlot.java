package dev.vernier.app.network;

import dev.vernier.app.plot.CanvasPlot;
import dev.vernier.app.plot.Painter;
import dev.vernier.app.plot.PlotNumbers;
import dev.vernier.app.plot.PlotStyle;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javafx.geometry.Rectangle2D;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;

/**
 * The network. Dragging moves it, the wheel zooms, a click selects a layer; arrow keys go from layer to layer along the edges and across a
 * rank, plus and minus zoom, 0 shows all.
 */
final class NetworkPlot extends CanvasPlot {
    private static final double READABLE = 0.8;
    private static final double ZOOM = 1.0018;
    private static final double KEY_ZOOM = 1.25;
    private static final double DRAG_FROM = 4;
    private static final double MAP_MARGIN = 8;
    private static final double MAP_SHARE = 0.14;
    /** Narrower than a very long network would be. */
    private static final double LEAST_MAP = 12;

    private final NetworkModel model;
    private final Consumer<NetworkNode> select;
    private final Tooltip tooltip = new Tooltip();
    private NetworkView view;
    private MouseEvent pressed;
    private NetworkView viewThen;
    private boolean onMap;
    private boolean showsAll;

    /** @param select hears the layer that was clicked */
    NetworkPlot(NetworkModel model, Consumer<NetworkNode> select) {
        this.model = model;
        this.select = select;
        setId("network");
        setMinSize(0, 0);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAccessibleText("The network");
        titleProperty().set("Network");
        redrawOn(model.nodesProperty(), model.coloringProperty(), model.selectedProperty(), focusedProperty());
        model.layoutProperty().addListener((o, was, is) -> {
            view = null;
            showsAll = false;
            redraw();
        });
        model.selectedProperty().addListener((o, was, is) -> reveal(is));
        widthProperty().addListener((o, was, is) -> resized());
        heightProperty().addListener((o, was, is) -> resized());
        setOnMousePressed(this::pressed);
        setOnMouseDragged(this::dragged);
        setOnMouseReleased(this::released);
        setOnMouseMoved(this::moved);
        setOnScroll(e -> {
            if (view != null && e.getDeltaY() != 0) {
                show(view.zoomed(Math.pow(ZOOM, e.getDeltaY()), e.getX(), e.getY()));
                e.consume();
            }
        });
        setOnKeyPressed(this::typed);
    }

    private NetworkLayout laidOut() {
        return model.layoutProperty().get();
    }

    private void show(NetworkView next) {
        view = next;
        showsAll = false;
        redraw();
    }

    /** Everything at once. */
    void showAll() {
        if (laidOut() != null) {
            show(NetworkView.all(laidOut(), getWidth(), getHeight()));
            showsAll = true;
        }
    }

    private void resized() {
        if (showsAll) {
            showAll();
        }
    }

    private NetworkView view(double width, double height, PlotStyle style) {
        if (view == null) {
            view = NetworkView.first(laidOut(), width, height, READABLE * style.scale());
            reveal(model.selectedProperty().get());
        }
        return view;
    }

    private boolean isReady() {
        return laidOut() != null
                && laidOut().x().length == model.nodesProperty().get().size();
    }

    @Override
    public boolean hasPicture() {
        return isReady();
    }

    private int indexOf(String layer) {
        List<NetworkNode> nodes = model.nodesProperty().get();
        return IntStream.range(0, nodes.size())
                .filter(i -> nodes.get(i).layer().name().equals(layer))
                .findFirst()
                .orElse(-1);
    }

    /** One that was selected elsewhere comes into sight. */
    private void reveal(Set<String> selected) {
        if (!isReady() || view == null || selected.size() != 1) {
            return;
        }
        int i = indexOf(selected.iterator().next());
        if (i >= 0) {
            setAccessibleText(model.nodesProperty().get().get(i).sentence());
            view = view.showing(
                    laidOut().x()[i],
                    laidOut().y()[i],
                    getWidth(),
                    getHeight(),
                    NetworkLayout.BOX_WIDTH * view.zoom(),
                    NetworkLayout.BOX_HEIGHT * view.zoom() * 1.5);
            redraw();
        }
    }

    private Optional<Integer> at(double x, double y) {
        if (!isReady() || view == null) {
            return Optional.empty();
        }
        double px = view.layoutX(x);
        double py = view.layoutY(y);
        return IntStream.range(0, laidOut().x().length)
                .filter(i -> Math.abs(laidOut().x()[i] - px) <= NetworkLayout.BOX_WIDTH / 2
                        && Math.abs(laidOut().y()[i] - py) <= NetworkLayout.BOX_HEIGHT / 2)
                .boxed()
                .findFirst();
    }

    /** Where the map stands; nowhere as long as everything is seen. */
    private Optional<Rectangle2D> map(double width, double height) {
        Rectangle2D seen = view.seen(width, height);
        if (seen.contains(0, 0, laidOut().width(), laidOut().height())) {
            return Optional.empty();
        }
        double scale = Math.min(
                width * MAP_SHARE / laidOut().width(),
                (height - 2 * MAP_MARGIN) / laidOut().height());
        double w = Math.max(LEAST_MAP, laidOut().width() * scale);
        double h = Math.min(
                height - 2 * MAP_MARGIN,
                Math.max(LEAST_MAP, laidOut().height() * w / laidOut().width()));
        return h < LEAST_MAP
                ? Optional.empty()
                : Optional.of(new Rectangle2D(width - w - MAP_MARGIN, MAP_MARGIN, w, h));
    }

    private void pressed(MouseEvent e) {
        requestFocus();
        if (!isReady() || view == null) {
            return;
        }
        pressed = e;
        viewThen = view;
        onMap = map(getWidth(), getHeight())
                .filter(m -> m.contains(e.getX(), e.getY()))
                .isPresent();
        if (onMap) {
            lookAt(e);
        }
    }

    private void lookAt(MouseEvent e) {
        map(getWidth(), getHeight()).ifPresent(m -> {
            double x = (e.getX() - m.getMinX()) * laidOut().width() / m.getWidth();
            double y = (e.getY() - m.getMinY()) * laidOut().height() / m.getHeight();
            show(view.panned(getWidth() / 2 - view.x(x), getHeight() / 2 - view.y(y)));
        });
    }

    private void dragged(MouseEvent e) {
        if (pressed == null) {
            return;
        }
        if (onMap) {
            lookAt(e);
        } else {
            setCursor(Cursor.CLOSED_HAND);
            show(viewThen.panned(e.getX() - pressed.getX(), e.getY() - pressed.getY()));
        }
    }

    private void released(MouseEvent e) {
        setCursor(Cursor.DEFAULT);
        boolean still = pressed != null && Math.hypot(e.getX() - pressed.getX(), e.getY() - pressed.getY()) < DRAG_FROM;
        pressed = null;
        if (still && !onMap) {
            at(e.getX(), e.getY())
                    .ifPresent(i -> select.accept(model.nodesProperty().get().get(i)));
        }
    }

    private void moved(MouseEvent e) {
        Optional<Integer> i = at(e.getX(), e.getY());
        setCursor(i.isPresent() ? Cursor.HAND : Cursor.DEFAULT);
        if (i.isPresent()) {
            tooltip.setText(model.nodesProperty().get().get(i.get()).sentence());
            Tooltip.install(this, tooltip);
        } else {
            Tooltip.uninstall(this, tooltip);
        }
    }

    private void typed(KeyEvent e) {
        if (!isReady() || view == null) {
            return;
        }
        String key = e.getText();
        if (e.getCode().isArrowKey()) {
            next(e.getCode())
                    .ifPresent(i -> select.accept(model.nodesProperty().get().get(i)));
        } else if (key.equals("+") || key.equals("=") || key.equals("-")) {
            show(view.zoomed(key.equals("-") ? 1 / KEY_ZOOM : KEY_ZOOM, getWidth() / 2, getHeight() / 2));
        } else if (key.equals("0")) {
            showAll();
        } else {
            return;
        }
        e.consume();
    }

    private Optional<Integer> next(KeyCode key) {
        int present = model.selectedProperty().get().stream()
                .findFirst()
                .map(this::indexOf)
                .orElse(-1);
        if (present < 0) {
            return Optional.of(0);
        }
        boolean down = laidOut().downwards();
        NetworkEdges edges = model.edgesProperty().get();
        if (key == (down ? KeyCode.DOWN : KeyCode.RIGHT)) {
            return edges.readersOf(present).stream().findFirst();
        }
        if (key == (down ? KeyCode.UP : KeyCode.LEFT)) {
            return edges.readBy(present).stream().findFirst();
        }
        boolean forward = key == (down ? KeyCode.RIGHT : KeyCode.DOWN);
        double[] across = down ? laidOut().x() : laidOut().y();
        return IntStream.range(0, across.length)
                .filter(i -> laidOut().rank()[i] == laidOut().rank()[present] && i != present)
                .filter(i -> forward ? across[i] > across[present] : across[i] < across[present])
                .boxed()
                .min((a, b) ->
                        Double.compare(Math.abs(across[a] - across[present]), Math.abs(across[b] - across[present])));
    }

    private NetworkPainter painter(Painter painter, double width, double height, PlotStyle style) {
        return new NetworkPainter(
                painter,
                style,
                laidOut(),
                view(width, height, style),
                model.nodesProperty().get(),
                model.coloringProperty().get());
    }

    @Override
    protected void draw(Painter painter, double width, double height, PlotStyle style) {
        if (isReady()) {
            NetworkPainter network = painter(painter, width, height, style);
            painter.within(0, 0, width, height, () -> {
                network.paint(width, height, model.selectedProperty().get());
                network.paintLegend(10 * style.scale(), 12 * style.scale());
            });
        }
    }

    @Override
    protected void drawHand(Painter painter, double width, double height, PlotStyle style) {
        if (isReady()) {
            NetworkPainter network = painter(painter, width, height, style);
            map(width, height).ifPresent(m -> network.paintMap(m, view.seen(width, height)));
        }
        drawFocus(painter, width, height, style);
    }

    @Override
    public Optional<PlotNumbers> numbers() {
        PlotNumbers.Table table = PlotNumbers.table("layer", "operation", "precision", "local SQNR, dB", "bytes");
        for (NetworkNode n : model.nodesProperty().get()) {
            table.row(n.layer().name(), n.operation(), n.precision(), n.sqnrDb(), n.bytes());
        }
        return Optional.of(table.done());
    }
}
