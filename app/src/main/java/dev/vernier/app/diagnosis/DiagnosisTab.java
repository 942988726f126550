package dev.vernier.app.diagnosis;

import dev.vernier.app.drawer.DrawerContext;
import dev.vernier.app.drawer.DrawerPlace;
import dev.vernier.app.drawer.DrawerTab;
import dev.vernier.app.project.WorkbenchModel;
import dev.vernier.engine.diagnose.Diagnosis;
import dev.vernier.engine.diagnose.Finding;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** What hurts most and why: findings, the worst first, and the chosen one in full with its cures. */
public final class DiagnosisTab implements DrawerTab {
    private static final PseudoClass BETTER = PseudoClass.getPseudoClass("better");
    private static final PseudoClass WORSE = PseudoClass.getPseudoClass("worse");
    private static final double LIST_SHARE = 0.33;

    private final DrawerContext window;
    private final WorkbenchModel workbench;
    private final ListView<Finding> list = new ListView<>();
    private final Label headline = new Label();
    private final Label advice = new Label();

    public DiagnosisTab(DrawerContext window) {
        this.window = window;
        this.workbench = window.workbench();
    }

    @Override
    public DrawerPlace place() {
        return DrawerPlace.DIAGNOSIS;
    }

    @Override
    public Region build() {
        FindingDetail detail = new FindingDetail(window.findingCures(), window.selectLayer());
        list.setId("findings");
        list.setAccessibleText("Findings");
        list.getStyleClass().add("diagnosis-list");
        list.setCellFactory(v -> new FindingCell());
        list.setMinWidth(0);
        list.getSelectionModel().selectedItemProperty().addListener((o, was, is) -> detail.show(is));
        SplitPane split = new SplitPane(list, detail);
        split.setDividerPositions(LIST_SHARE);
        split.visibleProperty().bind(advice.textProperty().isEmpty());
        headline.setId("diagnosis-headline");
        headline.getStyleClass().add("diagnosis-headline");
        headline.setWrapText(true);
        headline.setMinHeight(Region.USE_PREF_SIZE);
        headline.managedProperty().bind(headline.visibleProperty());
        headline.visibleProperty().bind(headline.textProperty().isNotEmpty());
        advice.setId("diagnosis-advice");
        advice.getStyleClass().addAll("secondary", "drawer-advice");
        StackPane body = new StackPane(split, advice);
        VBox pane = new VBox(headline, outcome(), body);
        VBox.setVgrow(body, Priority.ALWAYS);
        workbench.diagnosisProperty().addListener((o, was, is) -> show(is));
        workbench.projectProperty().addListener((o, was, is) -> advise());
        workbench.evaluatingProperty().addListener((o, was, is) -> advise());
        show(workbench.diagnosisProperty().get());
        return pane;
    }

    /** What the last cure did, with a way back. */
    private Region outcome() {
        Label text = new Label();
        text.setId("cure-outcome");
        text.getStyleClass().add("change");
        text.setMinWidth(0);
        Button undo = new Button("Undo");
        undo.setId("cure-undo");
        undo.getStyleClass().add("link");
        undo.setTooltip(new Tooltip("The plan as it was before this cure"));
        undo.setOnAction(e -> window.controller().undo());
        HBox row = new HBox(text, undo);
        row.getStyleClass().add("diagnosis-outcome");
        row.managedProperty().bind(row.visibleProperty());
        Runnable show = () -> {
            CureOutcome outcome = window.findingCures().outcomeProperty().get();
            row.setVisible(outcome != null);
            text.setText(outcome == null ? "" : FindingDetail.sentence(outcome.text()));
            text.pseudoClassStateChanged(BETTER, outcome != null && outcome.direction() > 0);
            text.pseudoClassStateChanged(WORSE, outcome != null && outcome.direction() < 0);
        };
        window.findingCures().outcomeProperty().addListener((o, was, is) -> show.run());
        show.run();
        return row;
    }

    /** The finding that was looked at stays in view where it is found again. */
    private void show(Diagnosis diagnosis) {
        Optional<Finding> chosen = Optional.ofNullable(list.getSelectionModel().getSelectedItem());
        headline.setText(diagnosis == null ? "" : diagnosis.headline());
        if (diagnosis == null) {
            list.getItems().clear();
        } else {
            list.getItems().setAll(diagnosis.findings());
            diagnosis.findings().stream()
                    .filter(f -> chosen.filter(c -> c.kind() == f.kind()
                                    && c.layer().equals(f.layer())
                                    && c.tensor().equals(f.tensor()))
                            .isPresent())
                    .findFirst()
                    .ifPresentOrElse(list.getSelectionModel()::select, list.getSelectionModel()::selectFirst);
        }
        advise();
    }

    private void advise() {
        Diagnosis diagnosis = workbench.diagnosisProperty().get();
        boolean measurable = workbench.projectProperty().get() != null
                && workbench.projectProperty().get().isMeasurable();
        if (!measurable) {
            advice.setText("Open data for the model: findings are told from what calibration and evaluation show");
        } else if (diagnosis == null) {
            advice.setText("Findings follow the evaluation");
        } else {
            advice.setText(diagnosis.findings().isEmpty() ? "Nothing else was found" : "");
        }
    }
}
