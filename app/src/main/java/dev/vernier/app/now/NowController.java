package dev.vernier.app.now;

import dev.vernier.app.format.NumberText;
import dev.vernier.app.project.Snapshot;
import dev.vernier.app.project.WorkbenchController;
import dev.vernier.app.project.WorkbenchModel;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.evaluate.Interval;
import dev.vernier.engine.quantize.QuantizedLayer;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.spec.Precision;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Puts the latest answers into words. */
public final class NowController {
    private static final String NOT_MEASURED = "not measured";

    private final NowModel model;
    private final WorkbenchModel workbench;
    private final WorkbenchController controller;

    public NowController(NowModel model, WorkbenchModel workbench, WorkbenchController controller) {
        this.model = model;
        this.workbench = workbench;
        this.controller = controller;
        workbench.resultProperty().addListener((o, was, is) -> showResult(is));
        workbench.quantizedProperty().addListener((o, was, is) -> showSize(is));
        workbench.evaluatingProperty().addListener((o, was, is) -> {
            if (is) {
                model.progressProperty().set(0);
            }
        });
        showResult(workbench.resultProperty().get());
        showSize(workbench.quantizedProperty().get());
    }

    private void showResult(EvaluationResult r) {
        if (r == null) {
            model.accuracyProperty().set(NOT_MEASURED);
            model.differenceProperty().set("");
            model.baselineProperty().set("");
            model.progressProperty().set(0);
            model.agreementProperty().set(NOT_MEASURED);
            model.meanAbsErrorProperty().set(NOT_MEASURED);
            return;
        }
        String seen = NumberText.exactCount(r.samples()) + " of " + NumberText.exactCount(r.totalSamples());
        if (r.top1().isPresent()) {
            model.accuracyProperty().set(NumberText.percent(r.top1().getAsDouble()));
            model.differenceProperty().set(difference(r));
            model.baselineProperty()
                    .set("float " + NumberText.percent(r.baselineTop1().orElse(Double.NaN)) + " · " + seen);
        } else {
            model.accuracyProperty().set(NOT_MEASURED);
            model.differenceProperty().set("the data has no labels");
            model.baselineProperty().set(seen);
        }
        model.progressProperty().set(r.totalSamples() == 0 ? 1 : (double) r.samples() / r.totalSamples());
        model.agreementProperty().set(NumberText.percent(r.agreement()));
        model.meanAbsErrorProperty().set(NumberText.significant(r.meanAbsError(), 3));
    }

    private static String difference(EvaluationResult r) {
        if (r.deltaTop1().isEmpty()) {
            return "";
        }
        String by = NumberText.points(r.deltaTop1().getAsDouble());
        return r.deltaCi95().map(ci -> by + " " + interval(ci) + " 95 %").orElse(by);
    }

    private static String interval(Interval points) {
        return "[" + NumberText.signed(points.low() * 100, 1) + ", " + NumberText.signed(points.high() * 100, 1) + "]";
    }

    private void showSize(QuantizedModel q) {
        if (q == null) {
            model.sizeProperty().set(NOT_MEASURED);
            model.ratioProperty().set("");
            model.sizeSharesProperty().set(List.of());
            return;
        }
        long floatBytes = q.floatSizeBytes();
        model.sizeProperty().set(NumberText.bytes(q.sizeBytes()));
        model.ratioProperty()
                .set(
                        q.sizeBytes() == 0
                                ? ""
                                : NumberText.ratio((double) floatBytes / q.sizeBytes()) + " of "
                                        + NumberText.bytes(floatBytes));
        model.sizeSharesProperty().set(shares(q));
    }

    private static List<NowModel.SizeShare> shares(QuantizedModel q) {
        Map<Precision, Long> bytes = new EnumMap<>(Precision.class);
        for (QuantizedLayer l : q.layers().values()) {
            if (l.sizeBytes() > 0) {
                bytes.merge(l.asked().weights().precision(), l.sizeBytes(), Long::sum);
            }
        }
        return bytes.entrySet().stream()
                .map(e -> new NowModel.SizeShare(e.getKey(), e.getValue()))
                .sorted(Comparator.comparingLong(NowModel.SizeShare::bytes).reversed())
                .toList();
    }

    void pin() {
        controller.pin();
    }

    void adopt(Snapshot snapshot) {
        controller.adopt(snapshot);
    }

    void rename(Snapshot snapshot, String name) {
        controller.rename(snapshot, name);
    }

    Snapshot present() {
        return controller.present();
    }

    void remove(Snapshot snapshot) {
        workbench.snapshots().remove(snapshot);
    }
}
