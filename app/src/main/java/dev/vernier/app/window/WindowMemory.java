package dev.vernier.app.window;

import dev.vernier.app.distribution.DistributionModel;
import dev.vernier.app.distribution.DistributionView;
import dev.vernier.app.drawer.DrawerModel;
import dev.vernier.app.drawer.DrawerPlace;
import dev.vernier.app.files.FilesController;
import dev.vernier.app.files.ProjectsController;
import dev.vernier.app.files.ViewMemory;
import dev.vernier.app.layers.LayersViewBuilder;
import dev.vernier.app.preferences.Preferences;
import dev.vernier.app.project.WorkbenchModel;
import dev.vernier.app.theme.Appearance;
import dev.vernier.engine.evaluate.Metric;
import dev.vernier.engine.graph.Layer;
import dev.vernier.io.project.SavedView;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Stage;

/** What the window keeps from one start to the next, and what a project keeps of the window. */
final class WindowMemory {
    static final double WIDTH = 1440;
    static final double HEIGHT = 900;
    private static final double TITLE_BAR = 40;

    private final Stage stage;
    private final Appearance appearance;
    private final FilesController files;
    private final ProjectsController projects;
    private final LayersViewBuilder layers;
    private final DistributionModel distribution;
    private final DrawerModel drawer;
    private Preferences remembered = Preferences.usual();

    WindowMemory(
            Stage stage,
            Appearance appearance,
            FilesController files,
            ProjectsController projects,
            LayersViewBuilder layers,
            DistributionModel distribution,
            DrawerModel drawer) {
        this.stage = stage;
        this.appearance = appearance;
        this.files = files;
        this.projects = projects;
        this.layers = layers;
        this.distribution = distribution;
        this.drawer = drawer;
    }

    /** Whether this is asked for the first time since the program is on this machine. */
    boolean isFirstStart() {
        boolean first = !remembered.tourSeen();
        remembered = remembered.withTourSeen(true);
        return first;
    }

    /** The project that was open at the end. */
    Optional<Path> lastProject() {
        return Optional.ofNullable(remembered.lastProject()).map(Path::of);
    }

    void restoreColumns() {
        if (remembered.columns() != null) {
            layers.restoreColumns(remembered.columns());
        }
    }

    /** As it was left, as far as that screen is there; a screen that the window would not fit on is filled. */
    void placeWindow(double minWidth, double minHeight) {
        Rectangle2D screen = Screen.getPrimary().getVisualBounds();
        Preferences.WindowPlace left = remembered.place();
        if (left.width() >= minWidth && left.height() >= minHeight) {
            stage.setWidth(Math.min(screen.getWidth(), left.width()));
            stage.setHeight(Math.min(screen.getHeight(), left.height()));
            // a screen that is no longer there must not take the window with it
            if (!Screen.getScreensForRectangle(left.x(), left.y(), left.width(), TITLE_BAR)
                    .isEmpty()) {
                stage.setX(left.x());
                stage.setY(left.y());
            }
            stage.setMaximized(left.maximized());
            return;
        }
        if (screen.getWidth() <= WIDTH || screen.getHeight() <= HEIGHT) {
            stage.setX(screen.getMinX());
            stage.setY(screen.getMinY());
            stage.setWidth(screen.getWidth());
            stage.setHeight(screen.getHeight());
            stage.setMaximized(true);
        }
    }

    void recall(Preferences preferences) {
        remembered = preferences;
        appearance.themeProperty().set(preferences.theme());
        appearance.textScaleProperty().set(preferences.textScale());
        files.setRecent(preferences.recent());
        Preferences.Drawer left = preferences.drawer();
        drawer.heightProperty().set(left.height() > 0 ? left.height() : DrawerModel.USUAL_HEIGHT);
        drawer.openProperty().set(drawerPlace(left.open()));
    }

    /** Null for a name that is none. */
    private static DrawerPlace drawerPlace(String name) {
        return Stream.of(DrawerPlace.values())
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** What a project keeps of how the window looked at it. */
    ViewMemory ofView(WorkbenchModel model, Consumer<String> selectLayer) {
        return new ViewMemory() {
            @Override
            public SavedView view() {
                return new SavedView(
                        Optional.ofNullable(model.layerProperty().get()).map(Layer::name),
                        Optional.of(distribution.viewProperty().get().name().toLowerCase(Locale.ROOT)),
                        distribution.byChannelProperty().get(),
                        Optional.ofNullable(drawer.openProperty().get()).map(DrawerPlace::name),
                        Optional.ofNullable(model.headlineProperty().get()).map(Metric::label));
            }

            @Override
            public void restore(SavedView view) {
                model.headlineProperty()
                        .set(view.metric().flatMap(Metric::ofLabel).orElse(null));
                view.layer().ifPresent(selectLayer);
                view.distribution()
                        .flatMap(name -> Stream.of(DistributionView.values())
                                .filter(v -> v.name().equalsIgnoreCase(name))
                                .findFirst())
                        .ifPresent(distribution.viewProperty()::set);
                distribution.byChannelProperty().set(view.byChannel());
                drawer.openProperty().set(drawerPlace(view.drawer().orElse(null)));
            }
        };
    }

    /** What to remember for the next start. */
    Preferences preferences() {
        return remembered
                .withLook(
                        appearance.themeProperty().get(),
                        appearance.textScaleProperty().get())
                .withPlace(new Preferences.WindowPlace(
                        stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight(), stage.isMaximized()))
                .withLastProject(projects.projectFile()
                        .map(p -> p.toAbsolutePath().toString())
                        .orElse(null))
                .withRecent(files.recent())
                .withDrawer(new Preferences.Drawer(
                        drawer.openProperty().get() == null
                                ? null
                                : drawer.openProperty().get().name(),
                        drawer.heightProperty().get()))
                .withColumns(layers.columns());
    }
}
