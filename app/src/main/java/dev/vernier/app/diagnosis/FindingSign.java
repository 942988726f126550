package dev.vernier.app.diagnosis;

import dev.vernier.engine.diagnose.Finding.Severity;
import java.util.Map;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/** How grave a finding is: a sign and a word, by colour too. */
public final class FindingSign {
    private static final Map<Severity, String> STYLES = Map.of(
            Severity.NOTE, "finding-note", Severity.WARNING, "finding-differs", Severity.SEVERE, "finding-refused");

    private FindingSign() {}

    /** Style class of {@code severity}'s colour. */
    public static String style(Severity severity) {
        return STYLES.get(severity);
    }

    /** {@code ▲ severe}. */
    static Label of(Severity severity) {
        Label l = new Label((severity == Severity.NOTE ? "△ " : "▲ ") + severity.label());
        l.getStyleClass().addAll("diagnosis-severity", style(severity));
        l.setMinWidth(Region.USE_PREF_SIZE);
        return l;
    }
}
