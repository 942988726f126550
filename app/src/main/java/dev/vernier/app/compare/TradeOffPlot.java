package dev.vernier.app.compare;

import dev.vernier.app.plot.CanvasPlot;
import dev.vernier.app.plot.Painter;
import dev.vernier.app.plot.PlotNumbers;
import dev.vernier.app.plot.PlotStyle;
import dev.vernier.engine.evaluate.Interval;
import dev.vernier.engine.evaluate.PlanScore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;

/** Size against score, see {@link TradeOffPainter}; a click on a point adopts its plan. Arrow keys go from point to point. */
final class TradeOffPlot extends CanvasPlot {
    private static final double PICK_DISTANCE = 12;

    private final ObservableList<ComparedPlan> rows;
    private final ObjectProperty<String> pointed;
    private final Consumer<ComparedPlan> adopt;
    private final Tooltip tooltip = new Tooltip();

    /**
     * @param pointed name of the plan pointed at, here or elsewhere
     * @param adopt hears the plan that was clicked
     */
    TradeOffPlot(ObservableList<ComparedPlan> rows, ObjectProperty<String> pointed, Consumer<ComparedPlan> adopt) {
        this.rows = rows;
        this.pointed = pointed;
        this.adopt = adopt;
        setId("trade-off");
        setMinSize(0, 0);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAccessibleText("Size against score");
        titleProperty().set("Size against score");
        rows.addListener((ListChangeListener<ComparedPlan>) c -> redraw());
        redrawOn(pointed, focusedProperty());
        setOnMouseMoved(this::moved);
        setOnMouseExited(e -> pointed.set(null));
        setOnMouseClicked(e -> {
            requestFocus();
            if (e.getButton() == MouseButton.PRIMARY) {
                at(e).ifPresent(adopt);
            }
        });
        setOnKeyPressed(this::pressed);
    }

    private List<ComparedPlan> measured() {
        return rows.stream().filter(ComparedPlan::isMeasured).toList();
    }

    private void moved(MouseEvent e) {
        Optional<ComparedPlan> row = at(e);
        pointed.set(row.map(ComparedPlan::name).orElse(null));
        setCursor(row.isPresent() ? Cursor.HAND : Cursor.DEFAULT);
        if (row.isPresent()) {
            boolean present = row.get().kind() == ComparedPlan.Kind.PRESENT;
            tooltip.setText(row.get().sentence() + (present ? "" : "\nClick to make it the present plan"));
            Tooltip.install(this, tooltip);
        } else {
            Tooltip.uninstall(this, tooltip);
        }
    }

    private Optional<ComparedPlan> at(MouseEvent e) {
        TradeOffAxes axes = TradeOffAxes.of(measured(), getWidth(), getHeight(), style().scale());
        return measured().stream()
                .filter(r -> distance(axes, r, e) < PICK_DISTANCE)
                .min(Comparator.comparingDouble(r -> distance(axes, r, e)));
    }

    private static double distance(TradeOffAxes axes, ComparedPlan r, MouseEvent e) {
        return Math.hypot(axes.x(r) - e.getX(), axes.y(r) - e.getY());
    }

    private void pressed(KeyEvent e) {
        List<ComparedPlan> bySize = new ArrayList<>(measured());
        if (bySize.isEmpty()) {
            return;
        }
        bySize.sort(Comparator.comparingLong(r -> r.score().orElseThrow().sizeBytes()));
        int present = bySize.stream().map(ComparedPlan::name).toList().indexOf(pointed.get());
        if (e.getCode() == KeyCode.LEFT || e.getCode() == KeyCode.RIGHT) {
            int next = Math.floorMod(present + (e.getCode() == KeyCode.LEFT ? -1 : 1), bySize.size());
            pointed.set(bySize.get(next).name());
            setAccessibleText(bySize.get(next).sentence());
            e.consume();
        } else if (e.getCode() == KeyCode.ENTER && present >= 0) {
            adopt.accept(bySize.get(present));
            e.consume();
        }
    }

    @Override
    public boolean hasPicture() {
        return !measured().isEmpty();
    }

    @Override
    public Optional<PlotNumbers> numbers() {
        PlotNumbers.Table table = PlotNumbers.table(
                "plan", "score", "low", "high", "size, bytes", "float size, bytes", "ms in ONNX Runtime");
        for (ComparedPlan r : measured()) {
            PlanScore s = r.score().orElseThrow();
            Optional<Interval> interval = s.main().ci95();
            table.row(
                    r.name(),
                    s.main().value(),
                    interval.map(Interval::low).orElse(Double.NaN),
                    interval.map(Interval::high).orElse(Double.NaN),
                    s.sizeBytes(),
                    s.floatBytes(),
                    r.time().map(RuntimeTime::millis).orElse(Double.NaN));
        }
        return Optional.of(table.done());
    }

    @Override
    protected void draw(Painter painter, double width, double height, PlotStyle style) {
        List<ComparedPlan> shown = measured();
        if (!shown.isEmpty()) {
            new TradeOffPainter(painter, style, TradeOffAxes.of(shown, width, height, style.scale()), shown)
                    .paint(width);
        }
    }

    @Override
    protected void drawHand(Painter painter, double width, double height, PlotStyle style) {
        TradeOffAxes axes = TradeOffAxes.of(measured(), width, height, style.scale());
        for (ComparedPlan r : measured()) {
            if (r.name().equals(pointed.get())) {
                painter.ring(axes.x(r), axes.y(r), TradeOffPainter.RADIUS * 1.9 * style.scale(), style.accent(), 2);
            }
        }
        drawFocus(painter, width, height, style);
    }

    @Override
    protected double computePrefHeight(double width) {
        return 200;
    }

    @Override
    protected double computePrefWidth(double height) {
        return 400;
    }
}
