package dev.vernier.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class ParallelLoopTest {
    @Test
    void everyIndexIsDoneOnce() {
        AtomicIntegerArray done = new AtomicIntegerArray(1001);
        ParallelLoop.run(1001, 10, (from, to) -> {
            for (long i = from; i < to; i++) {
                done.incrementAndGet((int) i);
            }
        });
        for (int i = 0; i < done.length(); i++) {
            assertThat(done.get(i)).as("index %d", i).isEqualTo(1);
        }
    }

    @Test
    void nothingIsDoneForNothing() {
        ParallelLoop.run(0, 1, (from, to) -> {
            throw new AssertionError();
        });
    }

    /** The first part fails while the last is at work; whoever hears of it may free what the parts write to. */
    @Test
    void anErrorOfOnePartIsToldWhenAllHaveEnded() {
        CountDownLatch begun = new CountDownLatch(ParallelLoop.THREADS - 1);
        CountDownLatch failing = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean(ParallelLoop.THREADS == 1);
        assertThatThrownBy(() -> ParallelLoop.run(ParallelLoop.THREADS, 1, (from, to) -> {
                    if (from == 0) {
                        await(begun);
                        failing.countDown();
                        throw new StackOverflowError("deep");
                    }
                    begun.countDown();
                    await(failing);
                    sleepAMoment();
                    if (to == ParallelLoop.THREADS) {
                        ended.set(true);
                    }
                }))
                .isInstanceOf(StackOverflowError.class)
                .hasMessage("deep");
        assertThat(ended).isTrue();
    }

    /** Long enough for a loop that does not wait to have returned. */
    private static void sleepAMoment() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
