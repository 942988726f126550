package dev.vernier.engine.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampledDatasetTest {
    private final InMemoryDataset all = InMemoryDataset.of(
                    "ten",
                    List.of("x"),
                    List.of(TensorData.ofFloats(
                            Shape.of(10, 2),
                            0,
                            0.5f,
                            1,
                            1.5f,
                            2,
                            2.5f,
                            3,
                            3.5f,
                            4,
                            4.5f,
                            5,
                            5.5f,
                            6,
                            6.5f,
                            7,
                            7.5f,
                            8,
                            8.5f,
                            9,
                            9.5f)),
                    new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
                    List.of())
            .withTargets(TensorData.ofFloats(Shape.of(10, 1), 0, 10, 20, 30, 40, 50, 60, 70, 80, 90));

    @Test
    void sampleLabelAndTargetStayTogetherAndInOrder() {
        Dataset some = SampledDataset.of(all, 8, 4, 3);
        assertThat(some.size()).isEqualTo(4);
        float[] values = some.batch(0, 4).get(0).toFloats();
        float[] targets = some.targets(0, 4).toFloats();
        for (int i = 0; i < 4; i++) {
            int which = some.label(i).getAsInt();
            assertThat(which).isLessThan(8);
            assertThat(values[2 * i]).isEqualTo(which);
            assertThat(values[2 * i + 1]).isEqualTo(which + 0.5f);
            assertThat(targets[i]).isEqualTo(10f * which);
            assertThat(i == 0 || which > some.label(i - 1).getAsInt()).isTrue();
        }
        assertThat(some.batch(1, 2).get(0).toFloats()).containsExactly(values[2], values[3], values[4], values[5]);
    }

    @Test
    void theSeedDecides() {
        assertThat(SampledDataset.of(all, 10, 5, 1).contentId())
                .isEqualTo(SampledDataset.of(all, 10, 5, 1).contentId())
                .isNotEqualTo(SampledDataset.of(all, 10, 5, 2).contentId());
        assertThat(SampledDataset.of(all, 10, 10, 1).batch(0, 10).get(0).toFloats())
                .isEqualTo(all.batch(0, 10).get(0).toFloats());
    }
}
