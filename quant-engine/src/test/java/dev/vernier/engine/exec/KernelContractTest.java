package dev.vernier.engine.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.exec.kernel.Kernels;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.op.*;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation with numbers worked by hand; that there is a case for each is proved. */
class KernelContractTest {
    static Stream<KernelCase> cases() {
        return Stream.of(
                        ElementwiseKernelCases.all(),
                        ImageKernelCases.all(),
                        TensorKernelCases.all(),
                        PlaceKernelCases.all(),
                        ControlFlowKernelCases.all(),
                        RecurrentKernelCases.all())
                .flatMap(cases -> cases);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void computesWhatWasWorkedByHand(KernelCase c) {
        check(c, OneNode.run(c.op(), c.operands().toArray(TensorData[]::new)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void computesTheSameWithoutConstants(KernelCase c) {
        check(c, OneNode.runWithoutConstants(c.op(), c.operands().toArray(TensorData[]::new)));
    }

    private static void check(KernelCase c, TensorData result) {
        assertThat(result.type()).isEqualTo(c.expected().type());
        assertThat(result.shape()).isEqualTo(c.expected().shape());
        if (result.type() == DataType.FLOAT32) {
            float[] want = c.expected().toFloats();
            float[] got = result.toFloats();
            for (int i = 0; i < want.length; i++) {
                float tolerance = Float.isInfinite(want[i]) ? 0 : 1e-6f + 1e-6f * Math.abs(want[i]);
                assertThat(got[i])
                        .as("element %d of %s", i, Arrays.toString(got))
                        .isCloseTo(want[i], Offset.offset(tolerance));
            }
        } else {
            assertThat(result).isEqualTo(c.expected());
        }
    }

    @Test
    void everyOperationHasAKernelAndACase() {
        Set<Class<?>> tried = cases().map(c -> c.op().getClass()).collect(Collectors.toSet());
        for (Class<?> op : Op.class.getPermittedSubclasses()) {
            if (op != UnsupportedOp.class) {
                assertThat(Kernels.has(op.asSubclass(Op.class)))
                        .as("kernel of " + op.getSimpleName())
                        .isTrue();
                assertThat(tried).contains(op);
            }
        }
    }
}
