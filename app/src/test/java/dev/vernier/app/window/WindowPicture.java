package dev.vernier.app.window;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.WritableImage;
import javafx.scene.transform.Transform;
import javafx.stage.Stage;
import javafx.stage.Window;

/** What a person sees of the program, as a picture. */
final class WindowPicture {
    private WindowPicture() {}

    /**
     * The main window with whatever dialogs, menus and popups stand before it; on the window's thread.
     *
     * @param scale pixels per unit
     */
    static BufferedImage of(Stage stage, double scale) {
        BufferedImage picture = opaque(stage.getScene(), scale);
        Graphics2D g = picture.createGraphics();
        for (Window w : Window.getWindows()) {
            if (w != stage && w.isShowing() && w.getScene() != null) {
                BufferedImage one = opaque(w.getScene(), scale);
                int x = (int) Math.round((w.getX() + w.getScene().getX() - stage.getX()) * scale);
                int y = (int) Math.round((w.getY() + w.getScene().getY() - stage.getY()) * scale);
                g.drawImage(one, x, y, null);
                if (w instanceof Stage) {
                    // where a desktop draws its frame
                    g.setColor(Color.GRAY);
                    g.drawRect(x - 1, y - 1, one.getWidth() + 1, one.getHeight() + 1);
                }
            }
        }
        g.dispose();
        return picture;
    }

    /** Without the alpha channel, which a whole window has no use for. */
    private static BufferedImage opaque(Scene scene, double scale) {
        SnapshotParameters parameters = new SnapshotParameters();
        parameters.setTransform(Transform.scale(scale, scale));
        parameters.setFill(javafx.scene.paint.Color.TRANSPARENT);
        WritableImage image = scene.getRoot().snapshot(parameters, null);
        BufferedImage opaque =
                new BufferedImage((int) image.getWidth(), (int) image.getHeight(), BufferedImage.TYPE_INT_RGB);
        return SwingFXUtils.fromFXImage(image, opaque);
    }
}
