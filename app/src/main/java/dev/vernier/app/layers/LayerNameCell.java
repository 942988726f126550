package dev.vernier.app.layers;

import dev.vernier.app.diagnosis.FindingSign;
import dev.vernier.engine.diagnose.Finding;
import dev.vernier.engine.target.TargetFinding;
import dev.vernier.engine.target.TargetFinding.Weight;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.value.ChangeListener;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.TableCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/**
 * A layer's name, with a mark where it is set differently from the preset and from the model's file, and signs where the target does otherwise than asked, where the
 * plan carries a cure and where something was found that hurts; the tooltip says what.
 */
final class LayerNameCell extends TableCell<LayerRow, String> {
    private static final PseudoClass DIFFERS = PseudoClass.getPseudoClass("differs");
    private static final double TOOLTIP_WIDTH = 480;
    private static final Map<Weight, String> SIGNS = Map.of(Weight.NOTE, "i", Weight.DIFFERS, "!", Weight.REFUSED, "✕");

    private final Tooltip tooltip = new Tooltip();
    private final Region difference = new Region();
    private final Label sign = new Label();
    private final Label cure = new Label("+");
    private final Label diagnosed = new Label("▲");
    private final HBox marks = new HBox(difference, sign, cure, diagnosed);
    private final ChangeListener<Object> change = (o, was, is) -> mark();
    private LayerRow shown;

    LayerNameCell() {
        getStyleClass().add("name-cell");
        // names of exported networks begin alike and differ in their end
        setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
        difference.getStyleClass().add("difference");
        marks.getStyleClass().add("name-marks");
        sign.managedProperty().bind(sign.visibleProperty());
        cure.getStyleClass().addAll("finding-sign", "cure-sign");
        cure.managedProperty().bind(cure.visibleProperty());
        diagnosed.managedProperty().bind(diagnosed.visibleProperty());
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(TOOLTIP_WIDTH);
    }

    private void mark() {
        boolean differs = shown != null && shown.differsProperty().get();
        List<TargetFinding> findings =
                shown == null ? List.of() : shown.findingsProperty().get();
        pseudoClassStateChanged(DIFFERS, differs);
        Optional<Weight> gravest = findings.stream().map(TargetFinding::weight).max(Comparator.naturalOrder());
        sign.setVisible(gravest.isPresent());
        gravest.ifPresent(w -> {
            sign.setText(SIGNS.get(w));
            sign.getStyleClass().setAll("label", "finding-sign", "finding-" + w.label());
        });
        List<String> cures = shown == null ? List.of() : shown.curesProperty().get();
        cure.setVisible(!cures.isEmpty());
        List<Finding> hurts =
                shown == null ? List.of() : shown.diagnosedProperty().get();
        diagnosed.setVisible(!hurts.isEmpty());
        if (!hurts.isEmpty()) {
            diagnosed
                    .getStyleClass()
                    .setAll(
                            "label",
                            "diagnosis-sign",
                            FindingSign.style(hurts.get(0).severity()));
        }
        // a narrow table has no column for the operation
        StringBuilder text = new StringBuilder(shown == null ? "" : shown.name() + "\n" + shown.operation());
        text.append(differs ? "\nSet differently from the preset" : "");
        cures.forEach(c -> text.append("\n").append(c));
        findings.forEach(f -> text.append("\n\n").append(f.sentence()));
        hurts.forEach(f -> text.append("\n\n").append(f.title()).append(". ").append(f.sentence()));
        tooltip.setText(text.toString());
    }

    @Override
    protected void updateItem(String name, boolean empty) {
        super.updateItem(name, empty);
        LayerRow row = empty || getTableRow() == null ? null : getTableRow().getItem();
        if (shown != row) {
            if (shown != null) {
                shown.differsProperty().removeListener(change);
                shown.findingsProperty().removeListener(change);
                shown.curesProperty().removeListener(change);
                shown.diagnosedProperty().removeListener(change);
            }
            shown = row;
            if (row != null) {
                row.differsProperty().addListener(change);
                row.findingsProperty().addListener(change);
                row.curesProperty().addListener(change);
                row.diagnosedProperty().addListener(change);
            }
        }
        setText(empty ? null : name);
        setTooltip(empty ? null : tooltip);
        setGraphic(empty ? null : marks);
        mark();
    }
}
