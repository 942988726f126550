package dev.vernier.engine.graph.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DimensionTest {
    private static final Dimension N = Dimension.unknown("n");
    private static final Dimension L = Dimension.unknown("l");

    @Test
    void productsAreEqualInAnyOrder() {
        assertThat(N.times(Dimension.of(3)).times(L)).isEqualTo(L.times(N).times(Dimension.of(3)));
        assertThat(N.times(L)).isNotEqualTo(N.times(N));
        assertThat(N.times(Dimension.of(0))).isEqualTo(Dimension.of(0));
    }

    @Test
    void aQuotientIsKnownOnlyWhereItIsWholeWhateverTheUnknownsAre() {
        Dimension sixN = N.times(Dimension.of(6));
        assertThat(sixN.dividedExactlyBy(Dimension.of(2))).contains(N.times(Dimension.of(3)));
        assertThat(sixN.dividedExactlyBy(N)).contains(Dimension.of(6));
        assertThat(sixN.dividedExactlyBy(Dimension.of(4))).isEmpty();
        assertThat(sixN.dividedExactlyBy(L)).isEmpty();
        assertThat(sixN.dividedExactlyBy(Dimension.of(0))).isEmpty();
    }

    @Test
    void sumsOfUnknownsAreEqualOnlyToTheSameSum() {
        assertThat(N.plus(Dimension.of(1))).isEqualTo(N.plus(Dimension.of(1)));
        assertThat(N.plus(Dimension.of(1))).isNotEqualTo(N.plus(Dimension.of(2)));
        assertThat(N.plus(Dimension.of(0))).isEqualTo(N);
        assertThat(N.minus(N)).isEqualTo(Dimension.of(0));
        assertThat(Dimension.of(7).minus(Dimension.of(9))).isEqualTo(Dimension.of(-2));
    }

    @Test
    void divisionTruncatesTowardZero() {
        assertThat(Dimension.of(-7).dividedBy(Dimension.of(2))).isEqualTo(Dimension.of(-3));
        assertThat(N.dividedBy(Dimension.of(2)).isKnown()).isFalse();
    }

    @Test
    void whatIsNotKnownHasNoValue() {
        assertThat(N.toShapeDim()).isEqualTo(-1);
        assertThatThrownBy(N::value).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Dimension.of(Long.MAX_VALUE).times(Dimension.of(2)))
                .isInstanceOf(ArithmeticException.class);
    }
}
