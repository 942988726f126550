package dev.vernier.app.plot;

import dev.vernier.engine.VernierException;
import dev.vernier.io.AtomicFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import javafx.scene.image.WritableImage;

/** Writes plots as PNG, SVG or CSV, by the ending of the file's name: never half a file. */
public final class PlotFile {
    private PlotFile() {}

    /**
     * Draws {@code figure} now, on the window's thread, and encodes and writes it on another one.
     *
     * @param density pixels for one px, of PNG only
     * @return done when the file is whole; fails with a {@link VernierException} that says what to do
     */
    public static CompletableFuture<Void> save(Figure figure, double density, Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".svg")) {
            return write(file, figure.toSvg());
        }
        if (name.endsWith(".csv")) {
            return write(
                    file,
                    figure.plot()
                            .numbers()
                            .orElseThrow(() -> new VernierException("This plot has no numbers to save"))
                            .csv());
        }
        if (name.endsWith(".png")) {
            WritableImage image = figure.toImage(density);
            return CompletableFuture.runAsync(() -> AtomicFile.write(file, out -> out.write(PngImage.encode(image))));
        }
        return CompletableFuture.failedFuture(
                new VernierException("Cannot save " + file.getFileName() + ": end the name with .png, .svg or .csv"));
    }

    private static CompletableFuture<Void> write(Path file, String text) {
        return CompletableFuture.runAsync(
                () -> AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8))));
    }
}
