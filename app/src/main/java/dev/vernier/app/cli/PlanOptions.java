package dev.vernier.app.cli;

import dev.vernier.app.format.PlanName;
import dev.vernier.app.workbench.ProjectOpener;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.TargetRuntime;
import dev.vernier.io.ImportedModel;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which plan a command works with: a saved one, or a preset. */
final class PlanOptions {
    @Option(names = "--plan", paramLabel = "FILE", description = "Quantize as this saved plan says.")
    private Path plan;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            converter = QuantizationOptions.PresetConverter.class,
            description = "Quantize every layer so: fp32, fp16, bf16, dynamic, int8, int16x8, w8, w4, w4g32, int4,"
                    + " fp8_e4m3, fp8_e5m2, ternary or binary (default: int8).")
    private Preset preset;

    Optional<Path> file() {
        return Optional.ofNullable(plan);
    }

    void check(CommonOptions common) {
        if (plan != null && preset != null) {
            throw common.wrong("--plan and --preset exclude each other; give one of them");
        }
    }

    /** The plan or preset that is named; else a file that is quantized already as it is, and a float model at int8. */
    QuantPlan plan(ImportedModel model, Optional<TargetRuntime> target) {
        QuantPlan asked;
        if (plan != null) {
            asked = ProjectOpener.openPlan(plan, model.graph());
        } else if (preset != null) {
            asked = QuantPlan.of(preset);
        } else {
            asked = model.plan().orElseGet(() -> QuantPlan.of(Preset.INT8));
        }
        return target.map(asked::withTarget).orElse(asked);
    }

    /** What {@code plan} is to people: {@code int8, 2 layers by hand}. */
    static String name(ImportedModel model, QuantPlan plan) {
        if (model.plan().filter(plan::equals).isPresent()) {
            return "as in the file";
        }
        return PlanName.of(plan);
    }
}
