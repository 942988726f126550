package dev.vernier.app.search;

import dev.vernier.app.plot.CanvasPlot;
import dev.vernier.app.plot.Painter;
import dev.vernier.app.plot.PlotNumbers;
import dev.vernier.app.plot.PlotStyle;
import dev.vernier.engine.evaluate.Interval;
import dev.vernier.engine.search.Candidate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;

/** The front, see {@link FrontPainter}. A click picks a point, a second one adopts it; arrow keys go along the front, Enter adopts. */
final class FrontPlot extends CanvasPlot {
    private static final double PICK_DISTANCE = 14;

    private final SearchModel model;
    private final Function<Candidate, String> words;
    private final Consumer<Candidate> pick;
    private final Consumer<Candidate> adopt;
    private final Tooltip tooltip = new Tooltip();

    /**
     * @param words a candidate as a sentence
     * @param pick hears the candidate to tell about
     * @param adopt hears the candidate to make the present plan
     */
    FrontPlot(
            SearchModel model, Function<Candidate, String> words, Consumer<Candidate> pick, Consumer<Candidate> adopt) {
        this.model = model;
        this.words = words;
        this.pick = pick;
        this.adopt = adopt;
        setId("search-front");
        setMinSize(0, 0);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        titleProperty().set("Search front");
        redrawOn(model.resultProperty(), model.chosenProperty(), model.pointedProperty(), focusedProperty());
        model.chosenProperty().addListener((o, was, is) -> tell());
        model.resultProperty().addListener((o, was, is) -> tell());
        setOnMouseMoved(this::moved);
        setOnMouseExited(e -> model.pointedProperty().set(null));
        setOnMouseClicked(e -> {
            requestFocus();
            if (e.getButton() == MouseButton.PRIMARY) {
                at(e).ifPresent(e.getClickCount() == 2 ? adopt : pick);
            }
        });
        setOnKeyPressed(this::pressed);
        tell();
    }

    /** For screen readers. */
    private void tell() {
        Candidate chosen = model.chosenProperty().get();
        setAccessibleText(
                chosen == null
                        ? "Front of the search, " + model.front().size() + " plans"
                        : words.apply(chosen) + ", " + (model.front().indexOf(chosen) + 1) + " of "
                                + model.front().size());
    }

    private FrontAxes axes(double width, double height, PlotStyle style) {
        return FrontAxes.of(model.front(), model.resultProperty().get().goal(), width, height, style.scale());
    }

    private Optional<Candidate> at(MouseEvent e) {
        if (!hasPicture()) {
            return Optional.empty();
        }
        FrontAxes axes = axes(getWidth(), getHeight(), style());
        return model.front().stream()
                .filter(c -> distance(axes, c, e) < PICK_DISTANCE)
                .min(Comparator.comparingDouble(c -> distance(axes, c, e)));
    }

    private static double distance(FrontAxes axes, Candidate c, MouseEvent e) {
        return Math.hypot(axes.x(c) - e.getX(), axes.y(c) - e.getY());
    }

    private void moved(MouseEvent e) {
        Optional<Candidate> candidate = at(e);
        model.pointedProperty().set(candidate.orElse(null));
        setCursor(candidate.isPresent() ? Cursor.HAND : Cursor.DEFAULT);
        if (candidate.isPresent()) {
            tooltip.setText(words.apply(candidate.get()) + "\nClick to see why, twice to make it the present plan");
            Tooltip.install(this, tooltip);
        } else {
            Tooltip.uninstall(this, tooltip);
        }
    }

    private void pressed(KeyEvent e) {
        List<Candidate> front = model.front();
        int present = front.indexOf(model.chosenProperty().get());
        boolean back = e.getCode() == KeyCode.LEFT;
        if ((back || e.getCode() == KeyCode.RIGHT) && !front.isEmpty()) {
            int next = present < 0 ? 0 : Math.max(0, Math.min(front.size() - 1, present + (back ? -1 : 1)));
            pick.accept(front.get(next));
            e.consume();
        } else if (e.getCode() == KeyCode.ENTER && present >= 0) {
            adopt.accept(front.get(present));
            e.consume();
        }
    }

    @Override
    public boolean hasPicture() {
        return !model.front().isEmpty();
    }

    @Override
    public Optional<PlotNumbers> numbers() {
        PlotNumbers.Table table =
                PlotNumbers.table("size, bytes", "bit operations", "drop, points", "score", "low", "high", "chosen");
        for (Candidate c : model.front()) {
            Optional<Interval> interval = c.main().ci95();
            table.row(
                    c.sizeBytes(),
                    c.bitOperations(),
                    c.drop(),
                    c.main().value(),
                    interval.map(Interval::low).orElse(Double.NaN),
                    interval.map(Interval::high).orElse(Double.NaN),
                    c.equals(model.chosenProperty().get()) ? "chosen" : "");
        }
        return Optional.of(table.done());
    }

    @Override
    protected void draw(Painter painter, double width, double height, PlotStyle style) {
        if (hasPicture()) {
            new FrontPainter(
                            painter,
                            style,
                            axes(width, height, style),
                            model.front(),
                            model.chosenProperty().get())
                    .paint();
        }
    }

    @Override
    protected void drawHand(Painter painter, double width, double height, PlotStyle style) {
        Candidate pointed = model.pointedProperty().get();
        if (pointed != null && model.front().contains(pointed)) {
            FrontAxes axes = axes(width, height, style);
            painter.ring(axes.x(pointed), axes.y(pointed), FrontPainter.RADIUS * 2 * style.scale(), style.accent(), 2);
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
