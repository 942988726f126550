package dev.vernier.engine.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.Loop;
import org.junit.jupiter.api.Test;

/** What a loop does is bounded by what is possible, not by the numbers it is given. */
class ControlFlowBoundsTest {
    @Test
    void aLoopThatDoesNotEndIsStopped() {
        TensorData x = KernelCase.f(1, 2);
        Loop forever = new Loop(ControlFlowKernelCases.adding(), 1);
        assertThatThrownBy(() -> OneNode.runWithoutConstants(forever, null, null, x, x))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("runs more than 100000 times");
        assertThatThrownBy(() ->
                        OneNode.runWithoutConstants(forever, ControlFlowKernelCases.number(Long.MAX_VALUE), null, x, x))
                .isInstanceOf(VernierException.class)
                .hasMessageContaining("runs more than 100000 times");
    }

    @Test
    void theCountStartsAnewForTheNextLoop() {
        TensorData x = KernelCase.f(1, 2);
        Loop some = new Loop(ControlFlowKernelCases.adding(), 1);
        for (int i = 0; i < 3; i++) {
            TensorData y =
                    OneNode.runWithoutConstants(some, ControlFlowKernelCases.number(Loop.MAX_RUNS / 20), null, x, x);
            assertThat(y.toFloats()).containsExactly(1 + Loop.MAX_RUNS / 20, 2 + Loop.MAX_RUNS / 10);
        }
    }

    @Test
    void bodiesThatComputeTheSameAreEqualWhateverTheirNames() {
        assertThat(ControlFlowKernelCases.adding()).isEqualTo(ControlFlowKernelCases.adding());
        assertThat(ControlFlowKernelCases.adding()).isNotEqualTo(ControlFlowKernelCases.counting());
    }
}
