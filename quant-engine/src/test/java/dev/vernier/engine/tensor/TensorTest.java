package dev.vernier.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorData;
import org.junit.jupiter.api.Test;

class TensorTest {
    @Test
    void channelsLastIsTheSameTensorInAnotherOrder() {
        // Two channels of one row of three pixels; the channel varies fastest in memory.
        try (Tensor t = Tensor.allocate(DataType.FLOAT32, Shape.of(1, 2, 1, 3), MemoryFormat.CHANNELS_LAST)) {
            t.floats().put(new float[] {1, 10, 2, 20, 3, 30});

            assertThat(t.toData()).isEqualTo(TensorData.ofFloats(Shape.of(1, 2, 1, 3), 1, 2, 3, 10, 20, 30));
            assertThat(t.physicalShape()).isEqualTo(Shape.of(1, 1, 3, 2));
            assertThat(t.physicalAxis(1)).isEqualTo(3);
            assertThat(t.strides()).containsExactly(6, 1, 6, 2);
        }
    }

    @Test
    void dataComesBackAsItWent() {
        TensorData longs = TensorData.ofLongs(Shape.of(2, 2), 1, -2, Long.MAX_VALUE, 4);
        try (Tensor t = Tensor.of(longs)) {
            assertThat(t.toData()).isEqualTo(longs);
            assertThat(t.bytes()).isEqualTo(32);
        }
    }

    @Test
    void memoryGoesBackWhenTheLastOwnerCloses() {
        long before = NativeMemory.bytesInUse();
        Tensor t = Tensor.of(TensorData.ofFloats(Shape.of(2, 3), 1, 2, 3, 4, 5, 6));
        Tensor view = t.reshaped(Shape.of(6));
        Tensor kept = t.retain();

        t.close();
        view.close();
        assertThat(kept.floats().get(5)).isEqualTo(6);
        assertThat(NativeMemory.bytesInUse()).isGreaterThan(before);

        kept.close();
        assertThat(NativeMemory.bytesInUse()).isEqualTo(before);
    }

    @Test
    void aClosedTensorCannotBeUsed() {
        Tensor t = Tensor.allocate(DataType.FLOAT32, Shape.of(4));
        t.close();

        assertThatThrownBy(t::floats).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
        assertThatThrownBy(t::retain).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(t::close).isInstanceOf(IllegalStateException.class);
        assertThat(t.isClosed()).isTrue();
    }

    @Test
    void closedMemoryIsUsedAgain() {
        NativeMemory.trim();
        Tensor first = Tensor.allocate(DataType.FLOAT32, Shape.of(1000));
        long address = first.pointer().address();
        first.close();
        long pooled = NativeMemory.bytesPooled();

        try (Tensor second = Tensor.allocate(DataType.FLOAT32, Shape.of(1001))) {
            assertThat(second.pointer().address()).isEqualTo(address).isEqualTo(address / 64 * 64);
            assertThat(NativeMemory.bytesPooled()).isLessThan(pooled);
        }
    }

    @Test
    void idleMemoryCanBeGivenBack() {
        NativeMemory.trim();
        long before = NativeMemory.bytesPooled();
        Tensor[] tensors = new Tensor[50];
        for (int i = 0; i < tensors.length; i++) {
            tensors[i] = Tensor.allocate(DataType.FLOAT32, Shape.of(1 << 18, 1 + i % 3));
            tensors[i].buffer().put(tensors[i].buffer().capacity() - 1, (byte) i);
        }
        for (Tensor t : tensors) {
            t.close();
        }
        assertThat(NativeMemory.bytesPooled()).isGreaterThanOrEqualTo(before + 50L * (1 << 20));

        NativeMemory.trim();

        assertThat(NativeMemory.bytesPooled()).isEqualTo(before);
    }

    @Test
    void absurdSizesAreRefusedBeforeAnythingIsAllocated() {
        assertThatThrownBy(() -> Tensor.allocate(DataType.FLOAT32, Shape.of(1L << 40)))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("smaller batches");
        assertThatThrownBy(() -> Tensor.allocate(DataType.FLOAT32, Shape.of(1L << 40, 1L << 40)))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("too large");
    }
}
