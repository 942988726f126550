package dev.vernier.app.drawer;

import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;

/** What stands in the drawer's header for a {@link DrawerJob}: its status, and the button that starts it and stops it. */
public final class DrawerJobTools {
    private DrawerJobTools() {}

    /**
     * @param status id of the status
     * @param button id of the button
     * @param words on the button while nothing runs
     * @param explanation its tooltip
     */
    public static List<Node> of(
            DrawerJob job,
            String status,
            String button,
            String words,
            String explanation,
            Runnable start,
            Runnable stop) {
        Label label = new Label();
        label.setId(status);
        label.textProperty().bind(job.statusProperty());
        Button run = new Button();
        run.setId(button);
        run.setMinWidth(Region.USE_PREF_SIZE);
        run.getStyleClass().addAll("accent-button", "drawer-run");
        run.textProperty()
                .bind(Bindings.when(job.runningProperty()).then("Stop").otherwise(words));
        run.setTooltip(new Tooltip(explanation));
        run.disableProperty().bind(job.runnableProperty().not());
        run.setOnAction(e -> (job.runningProperty().get() ? stop : start).run());
        return List.of(label, run);
    }
}
