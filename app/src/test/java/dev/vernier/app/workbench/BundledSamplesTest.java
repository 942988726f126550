package dev.vernier.app.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.progress.Cancellation;
import dev.vernier.engine.progress.Progress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BundledSamplesTest {
    static java.util.List<BundledSample> samples() {
        return BundledSamples.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void opensWithItsOwnDataAndCalibrationData(BundledSample sample) {
        OpenRequest request =
                new OpenRequest(Optional.of(sample.id()), Optional.empty(), Optional.empty(), 512, Optional.empty());
        OpenedProject project = ProjectOpener.open(request);

        assertThat(project.modelName()).isEqualTo(sample.id());
        assertThat(project.model().report().runs()).isTrue();
        assertThat(project.data().hasLabels()).isTrue();
        assertThat(project.data().classNames()).hasSize(10);
        assertThat(project.data().inputs().get(0).name())
                .isEqualTo(project.graph().inputs().get(0).name());
        assertThat(project.calibration().source()).isEqualTo("digits-calibration");
        assertThat(project.calibration().samples())
                .isEqualTo(Math.min(512, project.calibration().data().size()));
        assertThat(project.calibration().data().contentId())
                .isNotEqualTo(project.data().contentId());
    }

    @Test
    void calibrationObservesEveryActivation() {
        OpenRequest request =
                new OpenRequest(Optional.of("digits-mlp"), Optional.empty(), Optional.empty(), 32, Optional.empty());
        OpenedProject project = ProjectOpener.open(request);
        var calibration = project.calibrate(Progress.NONE, Cancellation.NEVER);
        assertThat(calibration.samples()).isEqualTo(32);
        project.graph()
                .nodes()
                .forEach(n -> assertThat(calibration.statistics()).containsKey(n.output()));
    }

    @Test
    void ownDataIsCalibratedOnItsFirstSamples() {
        OpenRequest request = new OpenRequest(
                Optional.of("digits-mlp"),
                Optional.of(BundledSamples.file("digits-test.dataset.json")),
                Optional.empty(),
                100,
                Optional.empty());
        CalibrationSource calibration = ProjectOpener.open(request).calibration();
        assertThat(calibration.samples()).isEqualTo(100);
        assertThat(calibration.source()).isEqualTo(CalibrationSource.EVALUATION_DATA);
    }

    @Test
    void theFirstSampleIsOpenedWhereNothingIsNamed() {
        Dataset data = ProjectOpener.open(OpenRequest.bundledSample()).data();
        assertThat(data.size()).isGreaterThan(100);
        assertThat(ProjectOpener.modelName(OpenRequest.bundledSample()))
                .isEqualTo(BundledSamples.first().id());
    }
}
