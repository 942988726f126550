package dev.vernier.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NativeMemoryTest {
    private static final long MEGABYTE = 1 << 20;

    private final long before = NativeMemory.limitBytes();
    private final Deque<Tensor> held = new ArrayDeque<>();

    @AfterEach
    void restore() {
        held.forEach(Tensor::close);
        NativeMemory.trim();
        NativeMemory.limitTo(before);
    }

    private static Tensor megabytes(int count) {
        return Tensor.allocate(DataType.INT8, Shape.of(count * MEGABYTE));
    }

    private void limitTo(long megabytesMore) {
        NativeMemory.trim();
        NativeMemory.limitTo(Math.max(32 * MEGABYTE, NativeMemory.bytesHeld() + megabytesMore * MEGABYTE));
    }

    @Test
    void nothingIsTakenAboveTheLimit() {
        limitTo(64);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        held.push(megabytes(4));
                        assertThat(NativeMemory.bytesHeld()).isLessThanOrEqualTo(NativeMemory.limitBytes());
                    }
                })
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("--memory");
        assertThat(held).hasSizeBetween(14, 16);
    }

    @Test
    void reservesDoWithLessBeforeATensorIsRefused() {
        limitTo(64);
        NativeMemory.Reserve reserve = bytes -> {
            boolean any = !held.isEmpty();
            for (long given = 0; given < bytes && !held.isEmpty(); given += 4 * MEGABYTE) {
                held.pop().close();
            }
            return any;
        };
        NativeMemory.add(reserve);
        try {
            for (int i = 0; i < 100; i++) {
                Tensor t = megabytes(4);
                held.push(t);
            }
            try (Tensor large = megabytes(40)) {
                assertThat(large.bytes()).isEqualTo(40 * MEGABYTE);
                assertThat(NativeMemory.bytesHeld()).isLessThanOrEqualTo(NativeMemory.limitBytes());
            }
        } finally {
            NativeMemory.remove(reserve);
        }
    }

    @Test
    void directBuffersAndWhatKernelsPrepareCount() {
        long was = NativeMemory.bytesHeld();
        ByteBuffer weights = ByteBuffer.allocateDirect((int) (8 * MEGABYTE));
        NativeMemory.countPrepared(MEGABYTE);
        try {
            assertThat(NativeMemory.bytesHeld() - was).isGreaterThanOrEqualTo(MEGABYTE + weights.capacity());
        } finally {
            NativeMemory.countPrepared(-MEGABYTE);
        }
    }
}
