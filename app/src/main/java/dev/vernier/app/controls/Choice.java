package dev.vernier.app.controls;

import java.util.List;
import javafx.beans.property.Property;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.Region;
import org.controlsfx.control.SegmentedButton;

/** One of a few values of a property, as buttons beside each other of which one is down. */
public final class Choice {
    private Choice() {}

    public static SegmentedButton of(ToggleButton... options) {
        return of(List.of(options));
    }

    public static SegmentedButton of(List<ToggleButton> options) {
        SegmentedButton segmented = new SegmentedButton();
        segmented.getButtons().setAll(options);
        // the buttons follow a property each, so a group, which lets one be deselected, is not wanted
        segmented.setToggleGroup(null);
        segmented.setMinWidth(Region.USE_PREF_SIZE);
        return segmented;
    }

    /** A button that is down while {@code property} is {@code value}, and makes it so. */
    public static <T> ToggleButton option(String text, String id, Property<T> property, T value) {
        ToggleButton b = new ToggleButton(text);
        b.setId(id);
        b.setMinWidth(Region.USE_PREF_SIZE);
        b.setSelected(value.equals(property.getValue()));
        property.addListener((o, was, is) -> b.setSelected(value.equals(is)));
        b.setOnAction(e -> {
            property.setValue(value);
            b.setSelected(true);
        });
        return b;
    }
}
