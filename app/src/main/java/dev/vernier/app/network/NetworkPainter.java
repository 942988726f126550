package dev.vernier.app.network;

import dev.vernier.app.format.ShortText;
import dev.vernier.app.plot.Painter;
import dev.vernier.app.plot.PlotColor;
import dev.vernier.app.plot.PlotStyle;
import dev.vernier.engine.spec.Precision;
import java.util.List;
import java.util.Set;
import javafx.geometry.Rectangle2D;
import javafx.geometry.VPos;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/** Draws the part of the network that a view shows: edges as curves, a box for each layer with its name and what the colour says. */
final class NetworkPainter {
    private static final double NAMES_FROM = 0.42;
    private static final double STRIP = 5;
    private static final double INSET = 11;
    /** Widths of a character of the number and of the small text, at full size; text has several, this is a wide one's. */
    private static final double VALUE_CHARACTER = 6;

    private static final double SMALL_CHARACTER = 5.6;
    /** Local SQNR from which an error is small, and up to which it is large: as in the layer table. */
    private static final double GOOD_FROM_DB = 30;

    private static final double WARN_FROM_DB = 20;

    private final Painter g;
    private final PlotStyle style;
    private final NetworkLayout layout;
    private final NetworkView view;
    private final List<NetworkNode> nodes;
    private final NetworkColoring coloring;
    private final long largest;

    NetworkPainter(
            Painter g,
            PlotStyle style,
            NetworkLayout layout,
            NetworkView view,
            List<NetworkNode> nodes,
            NetworkColoring coloring) {
        this.g = g;
        this.style = style;
        this.layout = layout;
        this.view = view;
        this.nodes = nodes;
        this.coloring = coloring;
        this.largest = nodes.stream().mapToLong(NetworkNode::bytes).max().orElse(1);
    }

    void paint(double width, double height, Set<String> selected) {
        Rectangle2D seen = view.seen(width, height);
        for (NetworkLayout.Edge e : layout.edges()) {
            if (touches(e, seen)) {
                boolean marked = selected.contains(nodes.get(e.from()).layer().name())
                        || selected.contains(nodes.get(e.to()).layer().name());
                paintEdge(e, marked);
            }
        }
        double halfW = NetworkLayout.BOX_WIDTH / 2;
        double halfH = NetworkLayout.BOX_HEIGHT / 2;
        for (int i = 0; i < nodes.size(); i++) {
            if (seen.intersects(layout.x()[i] - halfW, layout.y()[i] - halfH, 2 * halfW, 2 * halfH)) {
                paintBox(i, selected.contains(nodes.get(i).layer().name()));
            }
        }
    }

    private static boolean touches(NetworkLayout.Edge e, Rectangle2D seen) {
        double left = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double top = Double.POSITIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < e.x().length; i++) {
            left = Math.min(left, e.x()[i]);
            right = Math.max(right, e.x()[i]);
            top = Math.min(top, e.y()[i]);
            bottom = Math.max(bottom, e.y()[i]);
        }
        return left <= seen.getMaxX() && right >= seen.getMinX() && top <= seen.getMaxY() && bottom >= seen.getMinY();
    }

    private void paintEdge(NetworkLayout.Edge e, boolean marked) {
        Color color = marked ? style.accent() : style.secondaryInk().deriveColor(0, 1, 1, 0.6);
        double width = Math.max(0.6, Math.min(1.6, (marked ? 1.8 : 1.1) * Math.sqrt(view.zoom())));
        int last = e.x().length - 1;
        for (int i = 0; i < last; i++) {
            double x1 = view.x(e.x()[i]);
            double y1 = view.y(e.y()[i]);
            double x2 = view.x(e.x()[i + 1]);
            double y2 = view.y(e.y()[i + 1]);
            boolean straight = layout.downwards() ? Math.abs(x1 - x2) < 0.5 : Math.abs(y1 - y2) < 0.5;
            if (straight) {
                g.line(x1, y1, x2, y2, color, width);
            } else if (layout.downwards()) {
                double m = (y1 + y2) / 2;
                g.curve(new double[] {x1, x1, x2, x2}, new double[] {y1, m, m, y2}, color, width);
            } else {
                double m = (x1 + x2) / 2;
                g.curve(new double[] {x1, m, m, x2}, new double[] {y1, y1, y2, y2}, color, width);
            }
        }
        arrow(view.x(e.x()[last]), view.y(e.y()[last]), 4.5 * view.zoom(), color);
    }

    private void arrow(double x, double y, double size, Color color) {
        if (size > 1.2) {
            g.fillPolygon(
                    layout.downwards()
                            ? new double[] {x, x - size * 0.7, x + size * 0.7}
                            : new double[] {x, x - size * 1.5, x - size * 1.5},
                    layout.downwards()
                            ? new double[] {y, y - size * 1.5, y - size * 1.5}
                            : new double[] {y, y - size * 0.7, y + size * 0.7},
                    color);
        }
    }

    private void paintBox(int i, boolean selected) {
        NetworkNode node = nodes.get(i);
        double z = view.zoom();
        double w = NetworkLayout.BOX_WIDTH * z;
        double h = NetworkLayout.BOX_HEIGHT * z;
        double left = view.x(layout.x()[i]) - w / 2;
        double top = view.y(layout.y()[i]) - h / 2;
        double radius = 4 * z;
        Color color = colorOf(node);
        g.fillRoundRectangle(left, top, w, h, radius, style.ground());
        g.fillRoundRectangle(left, top, w, h, radius, color.deriveColor(0, 1, 1, z < NAMES_FROM ? 0.75 : 0.1));
        if (z >= NAMES_FROM) {
            g.fillRectangle(left, top + radius, STRIP * z, h - 2 * radius, color);
        }
        if (coloring == NetworkColoring.SIZE && node.bytes() > 0) {
            double inner = w - (INSET + 6) * z;
            g.fillRectangle(left + INSET * z, top + h - 5 * z, inner * node.bytes() / largest, 3 * z, color);
        }
        g.strokeRoundRectangle(
                left,
                top,
                w,
                h,
                radius,
                selected ? style.accent() : color.deriveColor(0, 1, 1, 0.7),
                selected ? 2.5 : 1);
        if (z >= NAMES_FROM) {
            paintTexts(node, left, top, z);
        }
    }

    private void paintTexts(NetworkNode node, double left, double top, double z) {
        double size = 11 * z;
        Font name = Font.font("Inter Medium", size);
        Font small = Font.font("Inter", size * 0.91);
        Font number = Font.font(style.numberFont().getFamily(), size * 0.91);
        double x = left + INSET * z;
        double right = left + (NetworkLayout.BOX_WIDTH - 6) * z;
        String value = node.value(coloring);
        g.text(
                ShortText.withoutMiddle(node.layer().name(), 22),
                x,
                top + 4.5 * z,
                TextAlignment.LEFT,
                VPos.TOP,
                name,
                style.ink());
        double below = top + (coloring == NetworkColoring.SIZE ? 18 : 20.5) * z;
        double widthLeft = NetworkLayout.BOX_WIDTH - INSET - 6 - VALUE_CHARACTER * value.length() - 6;
        int room = (int) (widthLeft / SMALL_CHARACTER);
        // what is fused goes first: the operation itself says most
        String whole = node.operation();
        String operation = whole.length() <= room ? whole : whole.split(" \\+ ", 2)[0];
        g.text(
                ShortText.withoutMiddle(operation, room),
                x,
                below,
                TextAlignment.LEFT,
                VPos.TOP,
                small,
                style.secondaryInk());
        g.text(value, right, below, TextAlignment.RIGHT, VPos.TOP, number, style.ink());
    }

    /** What the colour of a box says, always beside it in words. */
    private Color colorOf(NetworkNode node) {
        switch (coloring) {
            case PRECISION:
                return precisionColor(node);
            case ERROR:
                if (Double.isNaN(node.sqnrDb())) {
                    return style.hairline();
                }
                return node.sqnrDb() >= GOOD_FROM_DB
                        ? style.good()
                        : node.sqnrDb() >= WARN_FROM_DB ? style.color(PlotColor.WARN) : style.clip();
            default:
                return node.bytes() > 0 ? style.accent() : style.hairline();
        }
    }

    private Color precisionColor(NetworkNode node) {
        if (node.layer().hasWeights()) {
            return style.color(PlotColor.of(node.config().weights().precision()));
        }
        Precision activations = node.config().activations().precision();
        return node.hasActivationChoice() ? style.color(PlotColor.of(activations)) : style.hairline();
    }

    /** The whole network in a corner, with the part that is seen framed. */
    void paintMap(Rectangle2D map, Rectangle2D seen) {
        double across = map.getWidth() / layout.width();
        double down = map.getHeight() / layout.height();
        g.fillRectangle(map.getMinX(), map.getMinY(), map.getWidth(), map.getHeight(), style.ground());
        g.strokeRectangle(
                PlotStyle.crisp(map.getMinX()),
                PlotStyle.crisp(map.getMinY()),
                Math.floor(map.getWidth()) - 1,
                Math.floor(map.getHeight()) - 1,
                style.hairline(),
                1);
        double w = Math.max(2, NetworkLayout.BOX_WIDTH * across);
        double h = Math.max(1.5, NetworkLayout.BOX_HEIGHT * down);
        for (int i = 0; i < nodes.size(); i++) {
            g.fillRectangle(
                    map.getMinX() + layout.x()[i] * across - w / 2,
                    map.getMinY() + layout.y()[i] * down - h / 2,
                    w,
                    h,
                    colorOf(nodes.get(i)));
        }
        g.within(
                map.getMinX(),
                map.getMinY(),
                map.getWidth(),
                map.getHeight(),
                () -> g.strokeRectangle(
                        map.getMinX() + seen.getMinX() * across,
                        map.getMinY() + seen.getMinY() * down,
                        Math.max(3, seen.getWidth() * across),
                        Math.max(3, seen.getHeight() * down),
                        style.accent(),
                        1.5));
    }

    /** What the colours mean, in a line. */
    void paintLegend(double x, double y) {
        double at = x;
        double s = style.scale();
        for (Legend l : legend()) {
            g.fillRectangle(at, y - 4 * s, 8 * s, 8 * s, l.color());
            g.text(l.words(), at + 13 * s, y, TextAlignment.LEFT, VPos.CENTER, style.textFont(), style.secondaryInk());
            at += (13 + 14) * s + style.numberWidth(l.words().length()) * 0.92;
        }
    }

    private record Legend(Color color, String words) {}

    private List<Legend> legend() {
        switch (coloring) {
            case PRECISION:
                return nodes.stream()
                        .filter(n -> n.layer().hasWeights() || n.hasActivationChoice())
                        .map(n -> n.layer().hasWeights()
                                ? n.config().weights().precision()
                                : n.config().activations().precision())
                        .distinct()
                        .sorted()
                        .map(p -> new Legend(style.color(PlotColor.of(p)), p.label()))
                        .toList();
            case ERROR:
                return List.of(
                        new Legend(style.good(), "30 dB and more"),
                        new Legend(style.color(PlotColor.WARN), "20 to 30 dB"),
                        new Legend(style.clip(), "below 20 dB"));
            default:
                return List.of(new Legend(style.accent(), "bar: share of the largest layer"));
        }
    }
}
