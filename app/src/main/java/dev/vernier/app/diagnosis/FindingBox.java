package dev.vernier.app.diagnosis;

import dev.vernier.app.project.WorkbenchModel;
import dev.vernier.engine.diagnose.Cure;
import dev.vernier.engine.diagnose.Diagnosis;
import dev.vernier.engine.diagnose.Finding;
import dev.vernier.engine.diagnose.Finding.Severity;
import dev.vernier.engine.graph.Layer;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The worst finding about the selected layer in a few words, with its first cures; else what hurts most, and where. */
public final class FindingBox extends VBox {
    private static final int CURES = 2;

    private final WorkbenchModel workbench;
    private final FindingCures cures;
    private final Runnable openDiagnosis;

    /** @param openDiagnosis opens the view with all findings */
    public FindingBox(WorkbenchModel workbench, FindingCures cures, Runnable openDiagnosis) {
        this.workbench = workbench;
        this.cures = cures;
        this.openDiagnosis = openDiagnosis;
        setId("finding");
        getStyleClass().addAll("section", "finding-box");
        workbench.diagnosisProperty().addListener((o, was, is) -> show());
        workbench.layerProperty().addListener((o, was, is) -> show());
        show();
    }

    private void show() {
        Diagnosis diagnosis = workbench.diagnosisProperty().get();
        Layer layer = workbench.layerProperty().get();
        getChildren().clear();
        setVisible(diagnosis != null);
        setManaged(diagnosis != null);
        if (diagnosis == null) {
            return;
        }
        Label heading = new Label("Finding");
        heading.getStyleClass().add("section-title");
        heading.setTooltip(new Tooltip("What was found about the selected layer, and what helps"));
        getChildren().add(heading);
        Optional<Finding> about = layer == null
                ? Optional.empty()
                : diagnosis.about(layer.name()).stream().findFirst();
        about.ifPresentOrElse(f -> show(f, diagnosis), () -> showElse(diagnosis, layer));
    }

    private void show(Finding f, Diagnosis diagnosis) {
        Label title = text(f.title() + ".");
        title.setId("finding-title");
        title.setTooltip(new Tooltip(f.sentence()));
        getChildren().add(title);
        f.cures().stream().limit(CURES).forEach(c -> getChildren().add(cure(c)));
        getChildren().add(more(diagnosis, "Why"));
    }

    private void showElse(Diagnosis diagnosis, Layer layer) {
        boolean grave = diagnosis.findings().stream().anyMatch(f -> f.severity() != Severity.NOTE);
        Label words = text(
                grave
                        ? diagnosis.headline()
                        : layer == null
                                ? "Nothing that hurts was found."
                                : "Nothing was found about " + layer.name() + ".");
        words.setId("finding-title");
        getChildren().add(words);
        if (!diagnosis.findings().isEmpty()) {
            getChildren().add(more(diagnosis, "1 finding elsewhere"));
        }
    }

    private Node cure(Cure cure) {
        Button apply = link(FindingDetail.sentence(cure.words()), cure.promise());
        apply.disableProperty().bind(cures.applicable().not());
        apply.setOnAction(e -> cures.apply(cure));
        return apply;
    }

    /** @param whereOne what the link says where there is only one finding */
    private Node more(Diagnosis diagnosis, String whereOne) {
        int n = diagnosis.findings().size();
        Button b = link(n == 1 ? whereOne : "All " + n + " findings", "Opens the Diagnosis view");
        b.setId("finding-more");
        b.setOnAction(e -> openDiagnosis.run());
        return b;
    }

    private static Button link(String words, String explanation) {
        Button b = new Button(words);
        b.setMnemonicParsing(false);
        b.getStyleClass().add("link");
        b.setWrapText(true);
        b.setMinHeight(Region.USE_PREF_SIZE);
        Tooltip t = new Tooltip(explanation);
        t.setWrapText(true);
        t.setMaxWidth(480);
        b.setTooltip(t);
        return b;
    }

    private static Label text(String words) {
        Label l = new Label(words);
        l.setWrapText(true);
        l.setMinHeight(Region.USE_PREF_SIZE);
        return l;
    }
}
