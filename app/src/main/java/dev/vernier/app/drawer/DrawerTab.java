package dev.vernier.app.drawer;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.layout.Region;

/**
 * A view of the drawer. It is built when it is opened for the first time, and should ask for nothing expensive while it is not shown.
 * Used on the window's thread.
 */
public interface DrawerTab {
    DrawerPlace place();

    /** Builds the view; called once. */
    Region build();

    /** Controls of the view that stand in the drawer's header while it is open; called once, after {@link #build()}. */
    default List<Node> tools() {
        return List.of();
    }

    /** The view is now to be seen, or no longer. */
    default void shown(boolean visible) {}
}
