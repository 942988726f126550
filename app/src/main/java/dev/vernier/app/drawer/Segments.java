package dev.vernier.app.drawer;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import javafx.beans.property.Property;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import org.controlsfx.control.SegmentedButton;

/** Buttons side by side of which one is down: a choice of few values. */
public final class Segments {
    private Segments() {}

    /**
     * @param idPrefix of the buttons' ids, before the title in small letters with hyphens
     * @param property follows the button that is pressed, and the other way round
     */
    public static <T> SegmentedButton of(
            String idPrefix,
            List<T> values,
            Property<T> property,
            Function<T, String> title,
            Function<T, String> description) {
        SegmentedButton segmented = new SegmentedButton();
        for (T value : values) {
            ToggleButton b = new ToggleButton(title.apply(value));
            b.setId(idPrefix + title.apply(value).toLowerCase(Locale.ROOT).replace(' ', '-'));
            b.setTooltip(new Tooltip(description.apply(value)));
            b.setMinWidth(Region.USE_PREF_SIZE);
            b.setSelected(value.equals(property.getValue()));
            property.addListener((o, was, is) -> b.setSelected(value.equals(is)));
            b.setOnAction(e -> {
                property.setValue(value);
                b.setSelected(true);
            });
            segmented.getButtons().add(b);
        }
        // the buttons follow the property, so a group, which lets one be deselected, is not wanted
        segmented.setToggleGroup(null);
        segmented.setMinWidth(Region.USE_PREF_SIZE);
        return segmented;
    }
}
