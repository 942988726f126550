package dev.vernier.app.samples;

import dev.vernier.app.format.NumberText;
import dev.vernier.app.format.ShortText;
import dev.vernier.app.plot.CanvasPlot;
import dev.vernier.app.plot.Painter;
import dev.vernier.app.plot.PlotStyle;
import dev.vernier.engine.evaluate.SampleActivations;
import javafx.geometry.VPos;
import javafx.scene.image.PixelWriter;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;

/** A layer's output for the selected sample, channel by channel: float, quantized, and what quantized has more (blue) or less (red). */
final class FeatureMaps extends CanvasPlot {
    private static final double TOP = 24;
    private static final double LEFT = 64;
    private static final double GAP = 4;
    private static final double MOST_SIDE = 92;
    /** Characters after the layer's name. */
    private static final int ROOM_FOR_NUMBERS = 66;

    private final SamplesModel model;

    FeatureMaps(SamplesModel model) {
        this.model = model;
        setId("feature-maps");
        setMinSize(0, 0);
        titleProperty().set("Feature maps");
        redrawOn(model.activationsProperty());
    }

    @Override
    public boolean hasPicture() {
        return model.activationsProperty().get() != null;
    }

    @Override
    protected void draw(Painter g, double width, double height, PlotStyle style) {
        SampleActivations a = model.activationsProperty().get();
        double s = style.scale();
        if (a == null) {
            g.text(
                    "Choose a sample and a layer to see what becomes of it",
                    width / 2,
                    height / 2,
                    TextAlignment.CENTER,
                    VPos.CENTER,
                    style.textFont(),
                    style.secondaryInk());
            return;
        }
        MapSheet sheet = MapSheet.of(
                a.floatOutput().shape(), model.channelsLastProperty().get());
        float[] floats = a.floatOutput().toFloats();
        float[] quantized = a.quantizedOutput().toFloats();
        if (floats.length != quantized.length || floats.length == 0) {
            return;
        }
        double left = LEFT * s;
        double rowHeight = (height - TOP * s - 8 * s) / 3 - GAP * s;
        double mapHeight = Math.max(8, Math.min(MOST_SIDE * s, rowHeight));
        double mapWidth = sheet.isStrip()
                ? Math.max(20, width - left - 8 * s)
                : Math.min(width - left, mapHeight * sheet.columns() / sheet.rows());
        int fit = (int) Math.max(1, (width - left - 8 * s + GAP) / (mapWidth + GAP));
        int maps = Math.min(sheet.maps(), fit);
        float[] errors = new float[floats.length];
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        float worst = 0;
        for (int i = 0; i < floats.length; i++) {
            errors[i] = quantized[i] - floats[i];
            low = Math.min(low, floats[i]);
            high = Math.max(high, floats[i]);
            worst = Math.max(worst, Math.abs(errors[i]));
        }
        g.text(
                ShortText.withoutMiddle(
                                model.activationsOfProperty().get(),
                                Math.max(8, (int) (width / style.numberWidth(1)) - ROOM_FOR_NUMBERS))
                        + " · " + maps + " of " + sheet.maps()
                        + (sheet.isStrip() ? "" : " channels") + " · values " + NumberText.significant(low, 3) + " to "
                        + NumberText.significant(high, 3) + " · largest error " + NumberText.significant(worst, 3),
                8 * s,
                8 * s,
                TextAlignment.LEFT,
                VPos.TOP,
                style.textFont(),
                style.secondaryInk());
        String[] names = {"float", "quantized", "error"};
        for (int row = 0; row < 3; row++) {
            double y = TOP * s + row * (mapHeight + GAP * s);
            g.text(
                    names[row],
                    left - 8 * s,
                    y + mapHeight / 2,
                    TextAlignment.RIGHT,
                    VPos.CENTER,
                    style.textFont(),
                    style.ink());
            float[] values = row == 0 ? floats : row == 1 ? quantized : errors;
            for (int m = 0; m < maps; m++) {
                WritableImage image = row < 2
                        ? image(sheet, values, m, low, high, style.ground(), style.ink())
                        : errorImage(sheet, values, m, worst, style);
                double x = left + m * (mapWidth + GAP);
                g.pixels(image, x, y, mapWidth, mapHeight);
                g.strokeRectangle(
                        PlotStyle.crisp(x),
                        PlotStyle.crisp(y),
                        Math.floor(mapWidth),
                        Math.floor(mapHeight),
                        style.hairline(),
                        1);
            }
        }
    }

    private static WritableImage image(
            MapSheet sheet, float[] values, int map, float low, float high, Color from, Color to) {
        WritableImage image = new WritableImage(sheet.shownColumns(), sheet.shownRows());
        PixelWriter pixels = image.getPixelWriter();
        double range = Math.max(1e-30, (double) high - low);
        for (int y = 0; y < sheet.shownRows(); y++) {
            for (int x = 0; x < sheet.shownColumns(); x++) {
                double share = (values[sheet.index(map, y, x)] - low) / range;
                pixels.setColor(x, y, from.interpolate(to, share >= 0 ? Math.min(1, share) : 0));
            }
        }
        return image;
    }

    private static WritableImage errorImage(MapSheet sheet, float[] errors, int map, float worst, PlotStyle style) {
        WritableImage image = new WritableImage(sheet.shownColumns(), sheet.shownRows());
        PixelWriter pixels = image.getPixelWriter();
        for (int y = 0; y < sheet.shownRows(); y++) {
            for (int x = 0; x < sheet.shownColumns(); x++) {
                double e = worst == 0 ? 0 : errors[sheet.index(map, y, x)] / worst;
                Color to = e > 0 ? style.accent() : style.clip();
                pixels.setColor(x, y, style.ground().interpolate(to, Math.min(1, Math.sqrt(Math.abs(e)))));
            }
        }
        return image;
    }
}
