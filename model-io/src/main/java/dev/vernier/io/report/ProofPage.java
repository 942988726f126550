package dev.vernier.io.report;

import dev.vernier.io.runtime.LayerProof;
import dev.vernier.io.runtime.ProofReport;
import java.util.ArrayList;
import java.util.List;

/** A proof as a page to keep. */
public final class ProofPage {
    private ProofPage() {}

    /** @param plan in words */
    public static String html(ProofReport report, String model, String exported, String data, String plan) {
        HtmlPage page = new HtmlPage("Proof of " + exported);
        page.remark(model + " at " + plan + ", run in " + report.runtime().title() + " " + report.runtimeVersion()
                + " beside Vernier's simulation, on " + report.samples() + " samples of " + data + ".");
        page.section("Outputs").table(List.of("what", "#value"), outputs(report));
        page.section("Layers");
        page.paragraph(report.parting()
                .map(l -> "Runtime and simulation part first at layer " + l.layer() + ": "
                        + HtmlPage.percent(l.withinOneStep()) + " of its result is within one step.")
                .orElse("Runtime and simulation agree in all " + report.layers().size()
                        + " layers that were compared."));
        List<List<String>> rows = new ArrayList<>();
        for (LayerProof l : report.layers()) {
            rows.add(List.of(
                    l.layer(),
                    HtmlPage.percent(l.withinOneStep()),
                    HtmlPage.significant(l.maxAbsDifference()),
                    HtmlPage.significant(l.step())));
        }
        page.table(List.of("layer", "#within one step", "#largest difference", "#step"), rows);
        page.remark(
                "A step is that of the layer's grid; of a result in half precision the spacing at its largest value, of"
                        + " one in float32 1e-4 of that.");
        return page.text();
    }

    private static List<List<String>> outputs(ProofReport r) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("same prediction as the simulation", HtmlPage.percent(r.agreementTop1())));
        r.runtimeTop1().ifPresent(v -> rows.add(List.of("accuracy in the runtime", HtmlPage.percent(v))));
        r.simulatedTop1().ifPresent(v -> rows.add(List.of("accuracy simulated", HtmlPage.percent(v))));
        rows.add(List.of(
                "outputs within one step, " + HtmlPage.significant(r.step()), HtmlPage.percent(r.withinOneStep())));
        rows.add(List.of("largest difference of an output", HtmlPage.significant(r.maxAbsDifference())));
        r.millisPerSampleFloat()
                .ifPresent(v -> rows.add(List.of("float model, milliseconds a sample", HtmlPage.fixed(v, 3))));
        rows.add(List.of("exported file, milliseconds a sample", HtmlPage.fixed(r.millisPerSampleQuantized(), 3)));
        rows.add(List.of("file size", HtmlPage.bytes(r.fileBytes())));
        return rows;
    }
}
