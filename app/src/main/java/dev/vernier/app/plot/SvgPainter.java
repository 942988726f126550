package dev.vernier.app.plot;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Base64;
import java.util.Locale;
import javafx.geometry.VPos;
import javafx.scene.image.Image;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import javafx.scene.text.TextAlignment;

/**
 * Writes SVG 1.1 with nothing that only browsers understand: text has its baseline as a number, colours have their opacity beside them,
 * fonts name a substitute.
 */
public final class SvgPainter implements Painter {
    private static final int DECIMALS = 2;

    private final StringBuilder body = new StringBuilder();
    private final double width;
    private final double height;
    private int clips;

    /** @param ground what is under everything; null for nothing */
    public SvgPainter(double width, double height, Color ground) {
        this.width = width;
        this.height = height;
        if (ground != null) {
            fillRectangle(0, 0, width, height, ground);
        }
    }

    /** The whole document. */
    public String document() {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\""
                + " xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"" + number(width) + "\" height=\""
                + number(height) + "\" viewBox=\"0 0 " + number(width) + " " + number(height) + "\">\n" + body
                + "</svg>\n";
    }

    private static String number(double x) {
        return new BigDecimal(x)
                .setScale(DECIMALS, RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String color(String attribute, Color c) {
        String rgb = String.format(
                Locale.ROOT,
                " %s=\"#%02x%02x%02x\"",
                attribute,
                Math.round(c.getRed() * 255),
                Math.round(c.getGreen() * 255),
                Math.round(c.getBlue() * 255));
        return c.isOpaque() ? rgb : rgb + " " + attribute + "-opacity=\"" + number(c.getOpacity()) + "\"";
    }

    private static String stroke(Color c, double lineWidth, double... dashes) {
        StringBuilder s = new StringBuilder(" fill=\"none\"" + color("stroke", c));
        s.append(" stroke-width=\"").append(number(lineWidth)).append('"');
        if (dashes.length > 0) {
            s.append(" stroke-dasharray=\"");
            for (int i = 0; i < dashes.length; i++) {
                s.append(i == 0 ? "" : " ").append(number(dashes[i]));
            }
            s.append('"');
        }
        return s.toString();
    }

    private void element(String name, String attributes) {
        body.append('<').append(name).append(attributes).append("/>\n");
    }

    private static String attributes(Object... namesAndNumbers) {
        StringBuilder s = new StringBuilder();
        for (int i = 0; i < namesAndNumbers.length; i += 2) {
            s.append(' ').append(namesAndNumbers[i]).append("=\"");
            s.append(number((Double) namesAndNumbers[i + 1])).append('"');
        }
        return s.toString();
    }

    private static String rectangle(double x, double y, double width, double height) {
        return attributes("x", x, "y", y, "width", width, "height", height);
    }

    private static String points(double[] x, double[] y) {
        StringBuilder s = new StringBuilder(" points=\"");
        for (int i = 0; i < x.length; i++) {
            s.append(i == 0 ? "" : " ").append(number(x[i])).append(',').append(number(y[i]));
        }
        return s.append('"').toString();
    }

    @Override
    public void fillRectangle(double x, double y, double w, double h, Color fill) {
        element("rect", rectangle(x, y, w, h) + color("fill", fill));
    }

    @Override
    public void strokeRectangle(double x, double y, double w, double h, Color stroke, double lineWidth) {
        element("rect", rectangle(x, y, w, h) + stroke(stroke, lineWidth));
    }

    @Override
    public void fillRoundRectangle(double x, double y, double w, double h, double radius, Color fill) {
        element("rect", rectangle(x, y, w, h) + attributes("rx", radius) + color("fill", fill));
    }

    @Override
    public void strokeRoundRectangle(
            double x, double y, double w, double h, double radius, Color stroke, double lineWidth) {
        element("rect", rectangle(x, y, w, h) + attributes("rx", radius) + stroke(stroke, lineWidth));
    }

    @Override
    public void line(double x1, double y1, double x2, double y2, Color stroke, double lineWidth, double... dashes) {
        element("line", attributes("x1", x1, "y1", y1, "x2", x2, "y2", y2) + stroke(stroke, lineWidth, dashes));
    }

    @Override
    public void polyline(double[] x, double[] y, Color stroke, double lineWidth, double... dashes) {
        element("polyline", points(x, y) + stroke(stroke, lineWidth, dashes));
    }

    @Override
    public void fillPolygon(double[] x, double[] y, Color fill) {
        element("polygon", points(x, y) + color("fill", fill));
    }

    @Override
    public void curve(double[] x, double[] y, Color stroke, double lineWidth) {
        StringBuilder path = new StringBuilder(" d=\"");
        String[] commands = {"M", " C", " ", " "};
        for (int i = 0; i < commands.length; i++) {
            path.append(commands[i]).append(number(x[i])).append(',').append(number(y[i]));
        }
        element("path", path + "\"" + stroke(stroke, lineWidth));
    }

    @Override
    public void disk(double centerX, double centerY, double radius, Color fill) {
        element("circle", attributes("cx", centerX, "cy", centerY, "r", radius) + color("fill", fill));
    }

    @Override
    public void ring(double centerX, double centerY, double radius, Color stroke, double lineWidth) {
        element("circle", attributes("cx", centerX, "cy", centerY, "r", radius) + stroke(stroke, lineWidth));
    }

    @Override
    public void text(String text, double x, double y, TextAlignment align, VPos origin, Font font, Color fill) {
        Text measured = new Text(text);
        measured.setFont(font);
        double ascent = measured.getBaselineOffset();
        double lineHeight = measured.getLayoutBounds().getHeight();
        double baseline = origin == VPos.TOP
                ? y + ascent
                : origin == VPos.CENTER
                        ? y + ascent - lineHeight / 2
                        : origin == VPos.BOTTOM ? y + ascent - lineHeight : y;
        String anchor = align == TextAlignment.RIGHT ? "end" : align == TextAlignment.CENTER ? "middle" : "start";
        body.append("<text")
                .append(attributes("x", x, "y", baseline, "font-size", font.getSize()))
                .append(" font-family=\"")
                .append(families(font))
                .append("\" text-anchor=\"")
                .append(anchor)
                .append('"')
                .append(color("fill", fill))
                .append(" xml:space=\"preserve\">")
                .append(escaped(text))
                .append("</text>\n");
    }

    private static String families(Font font) {
        boolean numbers = font.getFamily().contains("Mono");
        return "'" + escaped(font.getFamily()) + "', " + (numbers ? "monospace" : "sans-serif");
    }

    @Override
    public void pixels(Image image, double x, double y, double w, double h) {
        element(
                "image",
                rectangle(x, y, w, h) + " preserveAspectRatio=\"none\" style=\"image-rendering:pixelated\""
                        + " xlink:href=\"data:image/png;base64,"
                        + Base64.getEncoder().encodeToString(PngImage.encode(image)) + "\"");
    }

    @Override
    public void within(double x, double y, double w, double h, Runnable drawing) {
        String id = "clip" + ++clips;
        body.append("<clipPath id=\"").append(id).append("\">\n");
        element("rect", rectangle(x, y, w, h));
        body.append("</clipPath>\n<g clip-path=\"url(#").append(id).append(")\">\n");
        drawing.run();
        body.append("</g>\n");
    }

    @Override
    public void lower(double dy, Runnable drawing) {
        body.append("<g transform=\"translate(0 ").append(number(dy)).append(")\">\n");
        drawing.run();
        body.append("</g>\n");
    }
}
