package dev.vernier.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.app.distribution.DistributionView;
import dev.vernier.app.drawer.DrawerPlace;
import dev.vernier.app.help.HelpPage;
import dev.vernier.app.help.HelpWindow;
import dev.vernier.app.layers.LayerRow;
import dev.vernier.app.layers.TensorSide;
import dev.vernier.app.plot.CanvasPlot;
import dev.vernier.app.plot.PlotActions;
import dev.vernier.app.project.Project;
import dev.vernier.app.project.SessionPlanEvaluator;
import dev.vernier.app.theme.Theme;
import dev.vernier.engine.graph.Layer;
import dev.vernier.engine.spec.Granularity;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import java.awt.image.BufferedImage;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableView;
import javafx.stage.Stage;
import javafx.stage.Window;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/**
 * Makes the pictures of the documentation from the real program on the bundled samples; needs no display. Not run with the tests:
 * {@code docs/pictures/retake} runs it. A view that the drawer gets, and a dialog added to {@link #theDialogs}, has its picture by itself.
 *
 * <p>Properties: {@code vernier.pictures}, the folder; {@code vernier.pictures.size} ({@code 1440x900}; more sizes after commas, the largest
 * last, get folders of their own with fewer pictures); {@code vernier.pictures.scale}, pixels per unit (1); and
 * {@code vernier.pictures.text}, the text scale (1).
 */
class Pictures {
    private WorkbenchWindow window;
    private Stage stage;
    private Path folder;
    private double scale;
    private double text;

    @Test
    void takeAll() throws Exception {
        folder = Files.createDirectories(Path.of(System.getProperty("vernier.pictures", "target/pictures")));
        String[] sizes = System.getProperty("vernier.pictures.size", "1440x900").split(",");
        scale = Double.parseDouble(System.getProperty("vernier.pictures.scale", "1"));
        text = Double.parseDouble(System.getProperty("vernier.pictures.text", "1"));
        // what dialogs propose as a place for files
        System.setProperty("user.home", "/home/ada");
        System.setProperty("headless.geometry", sizes[sizes.length - 1] + "-32");
        Platform.startup(() -> {});
        onWindowThread(() -> {
            stage = new Stage();
            window = new WorkbenchWindow(stage, SessionPlanEvaluator::new);
            window.show();
            stage.setMaximized(false);
            window.appearance().textScaleProperty().set(text);
            return null;
        });
        resize(sizes[0]);
        takeEach();
        Path usual = folder;
        for (int i = 1; i < sizes.length; i++) {
            folder = Files.createDirectories(usual.resolve(sizes[i]));
            resize(sizes[i]);
            theRuinedLayer();
            theDrawer();
        }
        folder = usual;
        resize(sizes[0]);
        theDialogs();
        onWindowThread(() -> {
            stage.hide();
            return null;
        });
    }

    private void takeEach() throws Exception {
        theFirstWalk();
        theBundledSample();
        theRuinedLayer();
        theDrawer();
    }

    /** What opens over the window: each with the window behind it. */
    private void theDialogs() throws Exception {
        open(Samples.open("digits-outlier"));
        window(w -> w.controller().pin());
        select("block2.conv");
        window(w -> w.distribution().viewProperty().set(DistributionView.ACTIVATIONS));
        settle();
        clip("block2.conv", TensorSide.ACTIVATIONS, 0.06);
        window(w -> w.controller().pin());
        over("export", () -> press("export"));
        over("proof", () -> menu("menu-PROVE"));
        over("history", () -> press("history"));
        over("snapshots", () -> press("compare-snapshots"));
        over("tasks", () -> press("tasks"));
        over("palette", () -> menu("menu-FIND_COMMAND"));
        over("shortcuts", () -> menu("menu-SHORTCUTS"));
        over("help", () -> window(w -> HelpWindow.open(stage, HelpPage.TOUR)));
        over(
                "figure",
                () -> window(w -> new PlotActions((CanvasPlot) stage.getScene().lookup("#histogram"))
                        .items().stream()
                                .filter(i -> i.getText() != null && i.getText().startsWith("Figure"))
                                .forEach(MenuItem::fire)));
    }

    /** Takes what {@code opens} shows, then closes it. */
    private void over(String name, Step opens) throws Exception {
        for (Theme theme : List.of(Theme.LIGHT, Theme.DARK)) {
            window(w -> w.appearance().themeProperty().set(theme));
            opens.run();
            settle();
            take("over-" + name + (theme == Theme.DARK ? "-dark" : ""));
            onWindowThread(() -> {
                List.copyOf(Window.getWindows()).stream()
                        .filter(w -> w != stage)
                        .forEach(Window::hide);
                return null;
            });
        }
        window(w -> w.appearance().themeProperty().set(Theme.LIGHT));
    }

    private interface Step {
        void run() throws Exception;
    }

    private void menu(String id) throws Exception {
        window(w -> w.menus().getMenus().stream()
                .flatMap(m -> m.getItems().stream())
                .filter(i -> id.equals(i.getId()))
                .forEach(MenuItem::fire));
    }

    private void resize(String size) throws Exception {
        String[] sides = size.split("x");
        onWindowThread(() -> {
            stage.setWidth(Double.parseDouble(sides[0]));
            stage.setHeight(Double.parseDouble(sides[1]));
            return null;
        });
    }

    /** Every view that there is, after the comparison of all techniques has been measured. */
    private void theDrawer() throws Exception {
        open(Samples.open("digits-dw"));
        window(w -> w.controller().edit(mixedPlan(w.model().projectProperty().get())));
        select("block2.pointwise");
        for (DrawerPlace place : DrawerPlace.values()) {
            boolean there = onWindowThread(() -> stage.getScene().lookup("#drawer-" + place.name()) != null);
            if (there) {
                window(w -> w.drawer().openProperty().set(place));
                settle();
                if (place == DrawerPlace.COMPARE) {
                    press("compare-techniques");
                    settle();
                }
                if (place == DrawerPlace.SENSITIVITY) {
                    press("measure-sensitivity");
                    settle();
                    theSearch();
                }
                if (place == DrawerPlace.DIAGNOSIS) {
                    open(Samples.open("digits-outlier"));
                    settle();
                }
                String name = "drawer-" + place.name().toLowerCase(Locale.ROOT).replace('_', '-');
                take(name);
                inTheme(Theme.DARK, name + "-dark");
            }
        }
        window(w -> w.drawer().openProperty().set(null));
    }

    /** A precision for each layer found among some, then back to the bars. */
    private void theSearch() throws Exception {
        press("sensitivity-search");
        press("run-search");
        settle();
        take("drawer-search");
        inTheme(Theme.DARK, "drawer-search-dark");
        press("sensitivity-layers");
    }

    /** What {@code docs/tour.md} shows. */
    private void theFirstWalk() throws Exception {
        open(Samples.open("digits-dw"));
        select("block2.depthwise");
        onWindowThread(() -> {
            new Tour(stage.getScene()).start();
            return null;
        });
        take("tour-1-open");
        press("tour-skip");
        open(Samples.open("digits-outlier"));
        window(w -> w.controller().pin());
        select("block2.conv");
        window(w -> w.distribution().viewProperty().set(DistributionView.ACTIVATIONS));
        settle();
        take("tour-2-ruined");
        clip("block2.conv", TensorSide.ACTIVATIONS, 0.06);
        window(w -> w.controller().pin());
        window(w -> w.distribution().comparingRulesProperty().set(true));
        settle();
        take("tour-3-dragged");
        window(w -> w.distribution().comparingRulesProperty().set(false));
        window(w -> w.distribution().viewProperty().set(DistributionView.ERROR));
        window(w -> w.drawer().openProperty().set(DrawerPlace.COMPARE));
        settle();
        press("compare-techniques");
        settle();
        take("tour-4-compared");
        inTheme(Theme.DARK, "tour-4-compared-dark");
        window(w -> w.drawer().openProperty().set(null));
        window(w -> w.distribution().viewProperty().set(DistributionView.WEIGHTS));
    }

    private void press(String button) throws Exception {
        onWindowThread(() -> {
            Node found = stage.getScene().lookup("#" + button);
            if (found instanceof ButtonBase) {
                ((ButtonBase) found).fire();
            }
            return null;
        });
    }

    private void theBundledSample() throws Exception {
        open(Samples.open("digits-dw"));
        window(w -> w.controller().pin());
        window(w -> w.controller().edit(mixedPlan(w.model().projectProperty().get())));
        settle();
        window(w -> w.controller().pin());
        select("block3.pointwise");
        clip("block3.pointwise", TensorSide.WEIGHTS, 0.55);
        take("mixed-light");
        inTheme(Theme.DARK, "mixed-dark");
        inTheme(Theme.HIGH_CONTRAST, "mixed-high-contrast");
        window(w -> w.appearance().textScaleProperty().set(1.5));
        take("mixed-large-text");
        window(w -> w.appearance().textScaleProperty().set(text));
        window(w -> w.distribution().comparingRulesProperty().set(true));
        settle();
        take("compare-rules");
        window(w -> w.distribution().viewProperty().set(DistributionView.ERROR));
        settle();
        take("layer-error");
        press("error-differences");
        take("layer-error-differences");
        window(w -> w.distribution().viewProperty().set(DistributionView.WEIGHTS));
        window(w -> w.distribution().comparingRulesProperty().set(false));
        select("block2.depthwise");
        window(w -> w.distribution().byChannelProperty().set(true));
        settle();
        take("channel");
        window(w -> w.distribution().byChannelProperty().set(false));
    }

    private void theRuinedLayer() throws Exception {
        open(Samples.open("digits-outlier"));
        window(w -> w.controller().pin());
        select("block2.conv");
        window(w -> w.distribution().viewProperty().set(DistributionView.ACTIVATIONS));
        settle();
        take("window-before");
        clip("block2.conv", TensorSide.ACTIVATIONS, 0.06);
        take("window-light");
        inTheme(Theme.DARK, "window-dark");
    }

    private void inTheme(Theme theme, String name) throws Exception {
        window(w -> w.appearance().themeProperty().set(theme));
        take(name);
        window(w -> w.appearance().themeProperty().set(Theme.LIGHT));
    }

    /** Draws the range in by hand to {@code share} of what it is. */
    private void clip(String layer, TensorSide side, double share) throws Exception {
        window(w -> {
            LayerConfig c = w.controller().plan().configFor(layer);
            double low = w.distribution().lowProperty().get() * share;
            double high = w.distribution().highProperty().get() * share;
            QuantSpec spec = side.of(c)
                    .withGranularity(Granularity.TENSOR)
                    .withRule(RangeRule.Manual.of((float) low, (float) high));
            w.controller().edit(w.controller().plan().withLayer(layer, side.with(c, spec)));
        });
        settle();
    }

    private void open(Project project) throws Exception {
        onWindowThread(() -> {
            window.controller().open(project, QuantPlan.of(Preset.INT8));
            return null;
        });
        settle();
    }

    /** Every other kind of precision somewhere, so that all colours show. */
    private static QuantPlan mixedPlan(Project project) {
        QuantPlan plan = QuantPlan.of(Preset.INT8);
        List<Layer> weighted =
                project.layers().stream().filter(Layer::hasWeights).toList();
        Precision[] kinds = {Precision.INT8, Precision.FP16, Precision.INT8, Precision.INT4};
        for (int i = 0; i < weighted.size(); i++) {
            LayerConfig c = plan.configFor(weighted.get(i).name());
            Precision p = kinds[i % kinds.length];
            plan = plan.withLayer(
                    weighted.get(i).name(),
                    p == Precision.FP16
                            ? new LayerConfig(QuantSpec.ofFloat(p), QuantSpec.ofFloat(p))
                            : c.withWeights(QuantSpec.weights(p)));
        }
        return plan;
    }

    private void window(Consumer<WorkbenchWindow> action) throws Exception {
        onWindowThread(() -> {
            action.accept(window);
            return null;
        });
    }

    private void select(String layer) throws Exception {
        onWindowThread(() -> {
            TableView<?> table = (TableView<?>) stage.getScene().lookup("#layers");
            table.getSelectionModel().clearSelection();
            for (int i = 0; i < table.getItems().size(); i++) {
                if (((LayerRow) table.getItems().get(i)).name().equals(layer)) {
                    table.getSelectionModel().select(i);
                }
            }
            return null;
        });
        settle();
    }

    /** Waits until nothing is being computed and what was is drawn. */
    private void settle() throws Exception {
        for (int i = 0; i < 1200; i++) {
            TimeUnit.MILLISECONDS.sleep(50);
            boolean done =
                    onWindowThread(() -> !window.model().evaluatingProperty().get()
                            && window.jobs().running().isEmpty());
            if (done && i > 10) {
                break;
            }
        }
        TimeUnit.MILLISECONDS.sleep(600);
    }

    private void take(String name) throws Exception {
        TimeUnit.MILLISECONDS.sleep(400);
        BufferedImage picture = onWindowThread(() -> WindowPicture.of(stage, scale));
        File file = folder.resolve(name + ".png").toFile();
        ImageIO.write(picture, "png", file);
        assertThat(file).isNotEmpty();
    }

    static <T> T onWindowThread(Callable<T> what) throws Exception {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Platform.runLater(() -> {
            try {
                answer.complete(what.call());
            } catch (Exception e) {
                answer.completeExceptionally(e);
            }
        });
        return answer.get(60, TimeUnit.SECONDS);
    }
}
