package dev.vernier.app.notice;

import java.util.Locale;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/**
 * A bar that shows one notice and takes no room without. Its text can be copied; Escape or the button dismisses it.
 *
 * <p>Style classes {@code notice-bar} (pseudo-classes {@code :error :warning :information}), {@code notice-title},
 * {@code notice-message}.
 */
public final class NoticeBar extends HBox {
    private final ObjectProperty<Notice> notice = new SimpleObjectProperty<>(this, "notice");
    private final Label title = new Label();
    private final Label message = new Label();
    private final Button action = new Button();
    private final Button dismiss = new Button("Dismiss");

    public NoticeBar() {
        getStyleClass().add("notice-bar");
        title.getStyleClass().add("notice-title");
        message.getStyleClass().add("notice-message");
        message.setWrapText(true);
        message.setMinHeight(USE_PREF_SIZE);
        VBox text = new VBox(title, message);
        HBox.setHgrow(text, Priority.ALWAYS);
        action.setId("notice-action");
        action.setMinWidth(USE_PREF_SIZE);
        action.managedProperty().bind(action.visibleProperty());
        action.setOnAction(e -> {
            Notice shown = notice.get();
            notice.set(null);
            shown.action().ifPresent(a -> a.run().run());
        });
        Button copy = new Button("Copy details");
        copy.getStyleClass().add("quiet");
        copy.setMinWidth(USE_PREF_SIZE);
        copy.setOnAction(e -> copy());
        dismiss.setMinWidth(USE_PREF_SIZE);
        dismiss.getStyleClass().add("quiet");
        dismiss.setId("dismiss-notice");
        dismiss.setOnAction(e -> notice.set(null));
        getChildren().addAll(text, action, copy, dismiss);
        setAccessibleRole(AccessibleRole.TEXT);
        setOnKeyPressed(e -> {
            if (e.getCode() == KeyCode.ESCAPE) {
                notice.set(null);
                e.consume();
            }
        });
        managedProperty().bind(visibleProperty());
        notice.addListener((o, was, is) -> show(is));
        show(null);
    }

    /** {@code content}, which takes all the room, under the notices of {@code shown}. */
    public static VBox above(Node content, ObjectProperty<Notice> shown) {
        NoticeBar bar = new NoticeBar();
        bar.noticeProperty().bindBidirectional(shown);
        VBox.setVgrow(content, Priority.ALWAYS);
        return new VBox(bar, content);
    }

    private void show(Notice n) {
        setVisible(n != null);
        if (n != null) {
            title.setText(n.title());
            message.setText(n.message());
            action.setVisible(n.action().isPresent());
            action.setText(n.action().map(Notice.Action::words).orElse(""));
            setAccessibleText(n.title() + ". " + n.message());
            for (Notice.Kind k : Notice.Kind.values()) {
                pseudoClassStateChanged(PseudoClass.getPseudoClass(k.name().toLowerCase(Locale.ROOT)), k == n.kind());
            }
        }
    }

    private void copy() {
        ClipboardContent content = new ClipboardContent();
        content.putString(notice.get().details());
        Clipboard.getSystemClipboard().setContent(content);
    }

    /** What is shown; null for nothing. */
    public ObjectProperty<Notice> noticeProperty() {
        return notice;
    }
}
