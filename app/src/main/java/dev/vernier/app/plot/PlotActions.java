package dev.vernier.app.plot;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import javafx.application.Platform;
import javafx.scene.control.Alert;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.ContextMenuEvent;
import javafx.stage.FileChooser;
import javafx.stage.FileChooser.ExtensionFilter;
import javafx.stage.Window;

/** What can be done with a plot: copied and saved, as a picture or as numbers. */
public final class PlotActions {
    /** Of pictures that are copied or saved without asking how. */
    private static final double USUAL_DENSITY = 2;

    private static File folder;

    private final CanvasPlot plot;

    public PlotActions(CanvasPlot plot) {
        this.plot = plot;
    }

    static void showMenu(CanvasPlot plot, ContextMenuEvent e) {
        ContextMenu menu = new ContextMenu();
        menu.getItems().setAll(new PlotActions(plot).items());
        menu.show(plot, e.getScreenX(), e.getScreenY());
        e.consume();
    }

    /** The entries of its menu. */
    public List<MenuItem> items() {
        List<MenuItem> items = new ArrayList<>();
        boolean hasNumbers = plot.numbers().isPresent();
        items.add(item("Copy picture", this::copyPicture));
        if (hasNumbers) {
            items.add(item("Copy numbers as CSV", this::copyNumbers));
        }
        items.add(new SeparatorMenuItem());
        items.add(item("Save as PNG…", () -> ask("png", Figure.asShown(plot), USUAL_DENSITY)));
        items.add(item("Save as SVG…", () -> ask("svg", Figure.asShown(plot), USUAL_DENSITY)));
        if (hasNumbers) {
            items.add(item("Save numbers as CSV…", () -> ask("csv", Figure.asShown(plot), USUAL_DENSITY)));
        }
        items.add(new SeparatorMenuItem());
        items.add(item("Figure for paper or slides…", () -> new FigureDialog(plot).show()));
        return items;
    }

    private static MenuItem item(String words, Runnable action) {
        MenuItem item = new MenuItem(words);
        item.setOnAction(e -> action.run());
        return item;
    }

    void copyPicture() {
        copy(Figure.asShown(plot), USUAL_DENSITY);
    }

    static void copy(Figure figure, double density) {
        ClipboardContent content = new ClipboardContent();
        content.putImage(figure.toImage(density));
        Clipboard.getSystemClipboard().setContent(content);
    }

    void copyNumbers() {
        plot.numbers().ifPresent(n -> {
            ClipboardContent content = new ClipboardContent();
            content.putString(n.csv());
            Clipboard.getSystemClipboard().setContent(content);
        });
    }

    /** Asks for a file and writes it. */
    static void ask(String ending, Figure figure, double density) {
        CanvasPlot plot = figure.plot();
        Window window = plot.getScene().getWindow();
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Save " + plot.titleProperty().get());
        chooser.setInitialDirectory(folder);
        chooser.setInitialFileName(fileName(plot.titleProperty().get()) + "." + ending);
        chooser.getExtensionFilters().setAll(new ExtensionFilter(ending.toUpperCase(Locale.ROOT), "*." + ending));
        File chosen = chooser.showSaveDialog(window);
        if (chosen == null) {
            return;
        }
        folder = chosen.getParentFile();
        Path file = chosen.getName().contains(".")
                ? chosen.toPath()
                : chosen.toPath().resolveSibling(chosen.getName() + "." + ending);
        PlotFile.save(figure, density, file).whenComplete((done, fault) -> {
            if (fault != null) {
                Throwable cause = fault instanceof CompletionException ? fault.getCause() : fault;
                Platform.runLater(() -> tell(window, cause.getMessage()));
            }
        });
    }

    /** A title as people name files: {@code block2.conv-activations-histogram}. */
    static String fileName(String title) {
        return title.replaceAll("[^\\p{L}\\p{N}._]+", "-").replaceAll("^-|-$", "");
    }

    private static void tell(Window window, String what) {
        Alert alert = new Alert(Alert.AlertType.ERROR, what);
        alert.initOwner(window);
        alert.setTitle("Not saved");
        alert.setHeaderText("Not saved");
        alert.getDialogPane().getStylesheets().setAll(window.getScene().getStylesheets());
        alert.show();
    }
}
