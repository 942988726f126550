package dev.vernier.app.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RemainingTimeTest {
    private static final long SECOND = 1_000_000_000L;

    private long now;
    private final RemainingTime time = new RemainingTime(() -> now);

    private String after(double seconds, long done, long total) {
        now = Math.round(seconds * SECOND);
        return time.words(done, total);
    }

    @Test
    void whatIsLeftTakesAsLongAsWhatWasDone() {
        assertThat(after(0, 0, 100)).isEmpty();
        assertThat(after(1, 10, 100)).as("too early to know").isEmpty();
        assertThat(after(3, 10, 100)).isEqualTo("about 27 s left");
        assertThat(after(30, 20, 100)).isEqualTo("about 2 min left");
        assertThat(after(60, 98, 100)).as("over before it is read").isEmpty();
        assertThat(after(61, 100, 100)).isEmpty();
    }

    @Test
    void whatWasThereBeforeTookNoTime() {
        assertThat(after(10, 50, 100)).isEmpty();
        assertThat(after(15, 60, 100)).isEqualTo("about 20 s left");
    }

    @Test
    void aNewCountBeginsAnew() {
        after(0, 0, 10);
        after(8, 9, 10);
        assertThat(after(9, 1, 31)).isEmpty();
        assertThat(after(12, 4, 31)).isEqualTo("about 27 s left");
    }
}
