package dev.vernier.app.distribution;

import dev.vernier.app.controls.LocalLayout;
import dev.vernier.app.format.NumberText;
import java.util.OptionalDouble;
import java.util.function.DoubleConsumer;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableBooleanValue;
import javafx.css.PseudoClass;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;

/** A field that shows one limit and takes an exact number: Enter or leaving the field applies it, Escape puts the old one back. */
public final class LimitField extends TextField {
    private static final PseudoClass INVALID = PseudoClass.getPseudoClass("invalid");
    private static final int DIGITS = 5;
    /** Characters of {@code −0.021198}, less what the average width of a character is above that of a digit. */
    private static final int LONGEST = 9;

    private final DoubleProperty limit;
    private final DoubleConsumer apply;
    private final String explanation;
    /** What it says of the limit; another text was typed. */
    private String shown = "";

    private ObservableBooleanValue unknown = new SimpleBooleanProperty();

    /** @param apply called with a finite number; what it throws is shown as the field's fault */
    public LimitField(String name, String explanation, DoubleProperty limit, DoubleConsumer apply) {
        this.limit = limit;
        this.apply = apply;
        this.explanation = explanation;
        getStyleClass().add("limit-field");
        setAccessibleText(name);
        setTooltip(new Tooltip(explanation));
        setPrefColumnCount(LONGEST);
        setMinWidth(USE_PREF_SIZE);
        limit.addListener((o, was, is) -> show());
        setOnAction(e -> take());
        focusedProperty().addListener((o, was, is) -> {
            if (!is) {
                take();
            }
        });
        setOnKeyPressed(e -> {
            if (e.getCode() == KeyCode.ESCAPE && isEdited()) {
                write();
                e.consume();
            }
        });
        fontProperty().addListener((o, was, is) -> super.requestLayout());
        show();
    }

    /** While {@code none} holds there is no limit to show. */
    LimitField emptyWhile(ObservableBooleanValue none) {
        unknown = none;
        none.addListener((o, was, is) -> show());
        show();
        return this;
    }

    /** As many digits as it has columns fit: a new number lays out nothing around it. */
    @Override
    public void requestLayout() {
        LocalLayout.request(this, () -> setNeedsLayout(true), super::requestLayout);
    }

    private boolean isEdited() {
        return !getText().equals(shown);
    }

    private void show() {
        if (!isEdited()) {
            write();
        }
    }

    private void write() {
        shown = unknown.get() ? "" : NumberText.significant(limit.get(), DIGITS);
        setText(shown);
        fault(null);
    }

    private void take() {
        if (!isEdited()) {
            write();
            return;
        }
        OptionalDouble number = NumberText.parse(getText());
        if (number.isEmpty()) {
            fault("Not a number: type one such as −0.75");
            return;
        }
        try {
            apply.accept(number.getAsDouble());
            write();
        } catch (RuntimeException e) {
            fault(e.getMessage());
        }
    }

    private void fault(String what) {
        pseudoClassStateChanged(INVALID, what != null);
        getTooltip().setText(what == null ? explanation : what);
    }
}
