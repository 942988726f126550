package dev.vernier.app.sensitivity;

import dev.vernier.app.plot.CanvasPlot;
import dev.vernier.app.plot.Painter;
import dev.vernier.app.plot.PlotNumbers;
import dev.vernier.app.plot.PlotStyle;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.collections.ListChangeListener;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;

/**
 * The bars, see {@link SensitivityPainter}; a click or the arrow keys select a layer. Only the rows that there is room for are drawn, from the
 * {@linkplain #firstProperty first} on.
 */
final class SensitivityPlot extends CanvasPlot {
    private final SensitivityModel model;
    private final Consumer<String> select;
    private final IntegerProperty first = new SimpleIntegerProperty(this, "first");
    private final ReadOnlyIntegerWrapper rows = new ReadOnlyIntegerWrapper(this, "rows");
    private final Tooltip tooltip = new Tooltip();
    private int pointed = -1;

    /** @param select hears the layer that was chosen */
    SensitivityPlot(SensitivityModel model, Consumer<String> select) {
        this.model = model;
        this.select = select;
        setId("sensitivity-plot");
        setMinSize(0, 0);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.LIST_VIEW);
        model.bars().addListener((ListChangeListener<SensitivityBar>) c -> {
            first.set(within(first.get()));
            tell();
        });
        model.metricProperty().addListener((o, was, is) -> tell());
        model.wayProperty().addListener((o, was, is) -> tell());
        model.selectedProperty().addListener((o, was, is) -> tell());
        redrawOn(first, focusedProperty(), model.wholeCostProperty(), heightProperty());
        heightProperty().addListener((o, was, is) -> fit());
        setOnMouseMoved(e -> point(rowAt(e)));
        setOnMouseExited(e -> point(-1));
        setOnMouseClicked(e -> {
            requestFocus();
            int row = rowAt(e);
            if (e.getButton() == MouseButton.PRIMARY && row >= 0) {
                select.accept(model.bars().get(row).layer());
            }
        });
        setOnScroll(e -> {
            first.set(within(first.get() - (int) Math.signum(e.getDeltaY()) * 2));
            e.consume();
        });
        setOnKeyPressed(this::pressed);
        tell();
    }

    /** Index of the bar at the top. */
    IntegerProperty firstProperty() {
        return first;
    }

    /** How many bars there is room for. */
    ReadOnlyIntegerProperty rowsProperty() {
        return rows.getReadOnlyProperty();
    }

    private void fit() {
        rows.set(SensitivityPainter.rowsIn(getHeight(), style()));
        first.set(within(first.get()));
    }

    private int within(int row) {
        return Math.max(0, Math.min(row, model.bars().size() - rows.get()));
    }

    /** Title and words for screen readers follow what is shown. */
    private void tell() {
        String what = "Sensitivity, " + model.wayProperty().get().title().toLowerCase(java.util.Locale.ROOT) + ", "
                + model.metricProperty().get().title();
        titleProperty().set(model.bars().isEmpty() ? "" : what);
        int at = selectedIndex();
        setAccessibleText(at < 0 ? what : sentence(at));
        redraw();
    }

    private String sentence(int row) {
        SensitivityBar b = model.bars().get(row);
        return b.layer() + ", " + (row + 1) + " of " + model.bars().size() + ": "
                + model.metricProperty().get().title() + " " + b.text();
    }

    private int selectedIndex() {
        String selected = model.selectedProperty().get();
        for (int i = 0; i < model.bars().size(); i++) {
            if (model.bars().get(i).layer().equals(selected)) {
                return i;
            }
        }
        return -1;
    }

    private int rowAt(MouseEvent e) {
        double below = e.getY() - SensitivityPainter.top(style());
        int row = first.get() + (int) (below / SensitivityPainter.rowHeight(style()));
        return below >= 0 && row < Math.min(model.bars().size(), first.get() + rows.get()) ? row : -1;
    }

    private void point(int row) {
        if (row == pointed) {
            return;
        }
        pointed = row;
        setCursor(row < 0 ? Cursor.DEFAULT : Cursor.HAND);
        if (row < 0) {
            Tooltip.uninstall(this, tooltip);
        } else {
            boolean chance = model.wayProperty().get() == SensitivityWay.ALONE
                    && model.bars().get(row).mayBeChance();
            tooltip.setText(sentence(row)
                    + (chance ? "\nMay be chance: the 95 % interval holds no loss at all" : "")
                    + "\nClick to select the layer");
            Tooltip.install(this, tooltip);
        }
        redraw();
    }

    private void pressed(KeyEvent e) {
        if (model.bars().isEmpty()) {
            return;
        }
        int at = selectedIndex();
        int last = model.bars().size() - 1;
        int next;
        switch (e.getCode()) {
            case DOWN:
                next = Math.min(last, at + 1);
                break;
            case UP:
                next = Math.max(0, at - 1);
                break;
            case PAGE_DOWN:
                next = Math.min(last, at + Math.max(1, rows.get()));
                break;
            case PAGE_UP:
                next = Math.max(0, at - Math.max(1, rows.get()));
                break;
            case HOME:
                next = 0;
                break;
            case END:
                next = last;
                break;
            default:
                return;
        }
        select.accept(model.bars().get(next).layer());
        first.set(within(Math.max(next - Math.max(1, rows.get()) + 1, Math.min(first.get(), next))));
        e.consume();
    }

    @Override
    public Optional<PlotNumbers> numbers() {
        PlotNumbers.Table table = PlotNumbers.table(
                "layer", model.metricProperty().get().title(), "cost", "cost, low 95 %", "cost, high 95 %");
        model.bars().forEach(b -> table.row(b.layer(), b.value(), b.cost(), b.low(), b.high()));
        return Optional.of(table.done());
    }

    @Override
    protected void draw(Painter painter, double width, double height, PlotStyle style) {
        if (!model.bars().isEmpty()) {
            int shown = SensitivityPainter.rowsIn(height, style);
            new SensitivityPainter(
                            painter,
                            style,
                            List.copyOf(model.bars()),
                            new SensitivityScale(model.metricProperty().get()),
                            model.wholeCostProperty().get(),
                            width,
                            height)
                    .paint(Math.max(0, Math.min(first.get(), model.bars().size() - shown)));
        }
    }

    @Override
    protected void drawHand(Painter painter, double width, double height, PlotStyle style) {
        double row = SensitivityPainter.rowHeight(style);
        double top = SensitivityPainter.top(style);
        int selected = selectedIndex();
        if (selected >= first.get() && selected < first.get() + rows.get()) {
            painter.fillRectangle(0, top + (selected - first.get()) * row + 2, 3, row - 4, style.accent());
        }
        if (pointed >= first.get() && pointed < model.bars().size()) {
            painter.strokeRectangle(
                    0.5, top + (pointed - first.get()) * row + 0.5, width - 1, row - 1, style.hairline(), 1);
        }
        drawFocus(painter, width, height, style);
    }

    /** Every layer that is measured. */
    @Override
    protected double leastFigureHeight(PlotStyle figureStyle) {
        return SensitivityPainter.heightOf(model.bars().size(), figureStyle);
    }

    @Override
    protected double computePrefHeight(double width) {
        return 200;
    }

    @Override
    protected double computePrefWidth(double height) {
        return 420;
    }
}
