package dev.vernier.app.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.app.distribution.HistogramPlot;
import dev.vernier.app.plot.CanvasPlot;
import dev.vernier.app.plot.Figure;
import dev.vernier.app.plot.PlotFile;
import dev.vernier.app.theme.Theme;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javafx.event.Event;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ContextMenuEvent;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.util.WaitForAsyncUtils;

/** Plots leave the window as pictures and numbers. */
class PlotJourneyTest extends WindowJourney {
    private void save(Figure figure, Path file) throws Exception {
        CompletableFuture<Void> done = WaitForAsyncUtils.waitForAsyncFx(10_000, () -> PlotFile.save(figure, 2, file));
        done.get(20, TimeUnit.SECONDS);
    }

    @Test
    void everyPlotIsSavedAsPngSvgAndCsv(@TempDir Path folder) throws Exception {
        showActivationsOf(RUINED);
        await(() -> window.distribution().comparisonProperty().get() != null);
        List<CanvasPlot> plots = WaitForAsyncUtils.waitForAsyncFx(
                5_000, () -> CanvasPlot.savable(stage.getScene().getRoot()));
        assertThat(plots)
                .extracting(p -> p.titleProperty().get())
                .contains(
                        RUINED + " activations histogram",
                        RUINED + " activations SQNR against clip",
                        RUINED + " activations channels");

        for (CanvasPlot plot : plots) {
            Figure shown = WaitForAsyncUtils.waitForAsyncFx(5_000, () -> Figure.asShown(plot));
            save(shown, folder.resolve("plot.png"));
            BufferedImage png = ImageIO.read(folder.resolve("plot.png").toFile());
            assertThat(png.getWidth()).isEqualTo((int) (2 * shown.width()));
            assertThat(png.getHeight()).isEqualTo((int) (2 * shown.height()));

            save(shown, folder.resolve("plot.svg"));
            var svg = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(folder.resolve("plot.svg").toFile());
            assertThat(svg.getElementsByTagName("*").getLength())
                    .as(plot.titleProperty().get())
                    .isGreaterThan(8);

            save(shown, folder.resolve("plot.csv"));
            assertThat(Files.readAllLines(folder.resolve("plot.csv"))).hasSizeGreaterThan(2);
        }
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("plot.png", "plot.svg", "plot.csv");
    }

    @Test
    void theNumbersOfAHistogramAreAllItsValues() throws Exception {
        showActivationsOf(RUINED);
        HistogramPlot plot = (HistogramPlot) withId("histogram");
        double sum = plot.numbers().orElseThrow().rows().stream()
                .mapToDouble(r -> (Double) r.get(2))
                .sum();
        double total = window.distribution()
                .tensorProperty()
                .get()
                .statistics()
                .histogram()
                .total();
        assertThat(sum).isBetween(total * 0.999, total * 1.001);
    }

    @Test
    void aFigureHasColoursAndTextOfItsOwn() throws Exception {
        showActivationsOf(RUINED);
        HistogramPlot plot = (HistogramPlot) withId("histogram");
        robot.interact(() -> window.appearance().themeProperty().set(Theme.DARK));
        robot.interact(() -> {
            Figure shown = Figure.asShown(plot);
            Figure print = Figure.of(plot, 640, 360, Theme.LIGHT, 1.5);
            assertThat(shown.style().ground().getBrightness()).isLessThan(0.3);
            assertThat(print.style().ground().getBrightness()).isEqualTo(1);
            assertThat(print.style().fontSize())
                    .isEqualTo(shown.style().fontSize() * 1.5, org.assertj.core.data.Offset.offset(0.1));
            assertThat(print.toImage(3).getWidth()).isEqualTo(1920);
            window.appearance().themeProperty().set(Theme.LIGHT);
        });
    }

    @Test
    void aRightClickOffersToCopyAndSave() throws Exception {
        showActivationsOf(RUINED);
        Node curve = withId("clip-curve");
        await(() -> window.distribution().comparisonProperty().get() != null);
        // the toolkit without a display turns no right click into this event
        Bounds at = robot.bounds(curve).query();
        robot.interact(() -> Event.fireEvent(
                curve,
                new ContextMenuEvent(
                        ContextMenuEvent.CONTEXT_MENU_REQUESTED,
                        20,
                        20,
                        at.getMinX() + 20,
                        at.getMinY() + 20,
                        false,
                        null)));
        assertThat(robot.lookup("Copy numbers as CSV").tryQuery()).isPresent();
        robot.clickOn("Copy numbers as CSV");
        robot.interact(() -> assertThat(Clipboard.getSystemClipboard().getString())
                .startsWith("rule,share of the range,low,high,\"SQNR, dB\"\r\n"));
    }

    @Test
    void whatCannotBeWrittenSaysWhy(@TempDir Path folder) throws Exception {
        showActivationsOf(RUINED);
        HistogramPlot plot = (HistogramPlot) withId("histogram");
        Figure shown = WaitForAsyncUtils.waitForAsyncFx(5_000, () -> Figure.asShown(plot));
        assertThatThrownBy(() -> save(shown, folder.resolve("missing/plot.png")))
                .hasMessageContaining("its folder does not exist");
        assertThatThrownBy(() -> save(shown, folder.resolve("plot.bmp"))).hasMessageContaining(".png, .svg or .csv");
        assertThat(folder).isEmptyDirectory();
    }
}
