package dev.vernier.app.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.diagnose.Cure;
import dev.vernier.engine.diagnose.Diagnosis;
import dev.vernier.engine.diagnose.Finding;
import dev.vernier.engine.diagnose.Finding.Kind;
import dev.vernier.engine.diagnose.Finding.Severity;
import dev.vernier.engine.evaluate.EvaluationResult;
import dev.vernier.engine.spec.Preset;
import dev.vernier.engine.spec.QuantPlan;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** The bundled samples diagnosed, and every cure that is offered for what matters tried: it must do what its words promise. */
class DiagnosedSamplesTest {
    private static final double NOTHING_LOST = 0.1;

    private static double top1(EvaluationResult result) {
        return result.top1().orElseThrow();
    }

    @Test
    void theOutlierSampleNamesTheTensorThatRuinsIt() {
        try (Patient p = Patient.ofSample("digits-outlier")) {
            EvaluationResult before = p.evaluate(QuantPlan.of(Preset.INT8));
            Diagnosis d = p.diagnose(before);
            Finding worst = d.findings().get(0);
            assertThat(d.healthy()).isFalse();
            assertThat(worst.kind()).isEqualTo(Kind.OUTLIER_CHANNELS);
            assertThat(worst.severity()).isEqualTo(Severity.SEVERE);
            assertThat(worst.channels()).containsExactly(7);
            assertThat(worst.title()).startsWith("Channel 7 of the tensor that block2.conv and block3.conv share is 2");
            assertThat(worst.noiseShare()).isGreaterThan(0.9);
            for (Cure c : worst.cures()) {
                assertThat(top1(p.evaluate(p.apply(c, before.model().plan()))))
                        .as(c.words())
                        .isGreaterThan(0.97);
            }
        }
    }

    /** What a researcher would laugh at: something severe about a network that loses nothing. */
    @Test
    void healthyPlansHaveNotesAtMost() {
        for (String sample : List.of("digits-dw", "digits-mlp")) {
            try (Patient p = Patient.ofSample(sample)) {
                Diagnosis d = p.diagnose(p.evaluate(QuantPlan.of(Preset.INT8)));
                assertThat(d.healthy()).isTrue();
                assertThat(d.findings()).allMatch(f -> f.severity() == Severity.NOTE);
                assertThat(p.diagnose(p.evaluate(QuantPlan.of(Preset.FP16))).healthy())
                        .isTrue();
            }
        }
    }

    @Test
    void everyCureDoesWhatItPromises() {
        SoftAssertions softly = new SoftAssertions();
        Map<String, Integer> tried = new TreeMap<>();
        try (Patient p = Patient.ofSample("digits-dw")) {
            tryAll(p, p.perTensor(Preset.INT8), tried, softly);
            tryAll(p, QuantPlan.of(Preset.INT4), tried, softly);
        }
        try (Patient p = Patient.ofSample("digits-outlier")) {
            tryAll(p, QuantPlan.of(Preset.INT8), tried, softly);
            tryAll(p, p.perTensor(Preset.INT8), tried, softly);
        }
        try (Patient p = Patient.ofSample("digits-mlp")) {
            tryAll(p, QuantPlan.of(Preset.BINARY), tried, softly);
        }
        softly.assertAll();
        assertThat(tried).containsOnlyKeys("Equalize", "Settings", "Learn");
    }

    private static void tryAll(Patient p, QuantPlan plan, Map<String, Integer> tried, SoftAssertions softly) {
        EvaluationResult before = p.evaluate(plan);
        for (Finding f : p.diagnose(before).findings()) {
            if (f.severity() != Severity.NOTE) {
                f.cures().forEach(c -> {
                    tried(p, before, f, c, softly);
                    tried.merge(c.getClass().getSimpleName(), 1, Integer::sum);
                });
            }
        }
    }

    /** All layers at once get back what one scale a tensor costs: the first cure offered does it. */
    @Test
    void theFirstCureOfUnevenWeightsCuresThemAll() {
        try (Patient p = Patient.ofSample("digits-dw")) {
            EvaluationResult before = p.evaluate(p.perTensor(Preset.INT8));
            Finding f = p.diagnose(before).findings().stream()
                    .filter(x -> x.kind() == Kind.UNEVEN_WEIGHTS)
                    .findFirst()
                    .orElseThrow();
            assertThat(top1(before)).isLessThan(0.7);
            assertThat(top1(p.evaluate(p.apply(f.cures().get(0), p.perTensor(Preset.INT8)))))
                    .isGreaterThan(0.97);
        }
    }

    /** Less noise where it was felt; of a cure that says that only measuring can tell, that it can be applied and measured. */
    private static void tried(Patient p, EvaluationResult before, Finding f, Cure cure, SoftAssertions softly) {
        QuantPlan plan = before.model().plan();
        QuantPlan cured = p.apply(cure, plan);
        EvaluationResult after = p.evaluate(cured);
        String what = p.name() + " at " + plan + ", " + f.title() + " → " + cure.words();
        softly.assertThat(cured).as(what).isNotEqualTo(plan);
        if (!cure.promise().contains("only a measurement can judge")) {
            String felt = Stream.concat(
                            Stream.of(f.layer()), f.kind() == Kind.COARSE ? Stream.of() : f.others().stream())
                    .min(Comparator.comparingDouble(l -> Patient.decibels(before, l)))
                    .orElseThrow();
            softly.assertThat(Patient.decibels(after, felt))
                    .as(what + ", at " + felt + " in dB")
                    .isGreaterThan(Patient.decibels(before, felt) - NOTHING_LOST);
        }
    }
}
