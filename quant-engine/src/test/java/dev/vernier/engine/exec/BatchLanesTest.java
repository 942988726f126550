package dev.vernier.engine.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchLanesTest {
    private final KernelCache kernels = new KernelCache();
    private final BatchLanes lanes = new BatchLanes(kernels);

    @AfterEach
    void close() {
        lanes.close();
        kernels.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 50})
    void eachBatchIsWorkedOnOnceAndHandedOverInOrder(int batches) {
        List<Integer> taken = new ArrayList<>();
        AtomicInteger worked = new AtomicInteger();
        lanes.run(
                batches,
                (b, lane) -> {
                    worked.incrementAndGet();
                    return b * b;
                },
                taken::add);

        assertThat(worked).hasValue(batches);
        assertThat(taken).hasSize(batches);
        for (int b = 0; b < batches; b++) {
            assertThat(taken.get(b)).isEqualTo(b * b);
        }
    }

    /** A lane's kernels serve one thread: never two at once. */
    @Test
    void noTwoThreadsShareKernels() {
        Set<List<Object>> pairs = new HashSet<>();
        lanes.run(200, (b, lane) -> List.<Object>of(Thread.currentThread(), lane), pairs::add);

        assertThat(pairs.stream().map(p -> p.get(0)).distinct()).hasSize(pairs.size());
        assertThat(pairs.stream().map(p -> p.get(1)).distinct()).hasSize(pairs.size());
    }

    @Test
    void aSparedCoreBeginsNothingAndJoinsWhenItIsGivenBack() {
        assumeTrue(KernelCache.lanesWorthHaving() > 1, "one core");
        lanes.spare(Integer.MAX_VALUE / 2);
        Set<Thread> spared = new HashSet<>();
        lanes.run(50, (b, lane) -> Thread.currentThread(), spared::add);
        assertThat(spared).hasSize(1);

        CountDownLatch joined = new CountDownLatch(1);
        Set<Thread> afterwards = new HashSet<>();
        lanes.run(
                50,
                (b, lane) -> {
                    if (!spared.contains(Thread.currentThread())) {
                        joined.countDown();
                    } else if (b == 10) {
                        lanes.spare(0);
                        await(joined);
                    }
                    return Thread.currentThread();
                },
                afterwards::add);
        assertThat(joined.getCount()).isZero();
        assertThat(afterwards).hasSizeGreaterThan(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aFailureEndsTheRunWithNothingAtWorkAndTheNextRunWorks() {
        AtomicInteger atWork = new AtomicInteger();
        assertThatThrownBy(() -> lanes.run(
                        100,
                        (b, lane) -> {
                            atWork.incrementAndGet();
                            try {
                                if (b == 7) {
                                    throw new IllegalArgumentException("batch 7");
                                }
                                return b;
                            } finally {
                                atWork.decrementAndGet();
                            }
                        },
                        b -> assertThat(b).isLessThan(100)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("batch 7");
        assertThat(atWork).hasValue(0);

        assertThatThrownBy(() -> lanes.run(100, (b, lane) -> b, b -> {
                    throw new IllegalStateException("not taken");
                }))
                .hasMessage("not taken");

        List<Integer> taken = new ArrayList<>();
        lanes.run(4, (b, lane) -> b, taken::add);
        assertThat(taken).containsExactly(0, 1, 2, 3);
    }
}
