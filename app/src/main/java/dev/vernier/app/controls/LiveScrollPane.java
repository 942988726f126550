package dev.vernier.app.controls;

import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Skin;

/**
 * A scroll pane for content that changes many times a second. The usual one keeps a picture of its content and, when anything in it
 * changes, draws all of it anew; this one draws what changed.
 */
public final class LiveScrollPane extends ScrollPane {
    public LiveScrollPane(Node content) {
        super(content);
    }

    @Override
    protected Skin<?> createDefaultSkin() {
        Skin<?> skin = super.createDefaultSkin();
        getChildrenUnmodifiable().stream()
                .filter(n -> n.getStyleClass().contains("viewport"))
                .forEach(n -> n.setCache(false));
        return skin;
    }
}
