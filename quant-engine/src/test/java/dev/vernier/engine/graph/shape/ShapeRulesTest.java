package dev.vernier.engine.graph.shape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.graph.op.Op;
import dev.vernier.engine.graph.op.UnsupportedOp;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShapeRulesTest {
    static Stream<Class<?>> operations() {
        return Stream.of(Op.class.getPermittedSubclasses()).filter(op -> op != UnsupportedOp.class);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyOperationHasARule(Class<?> op) {
        assertThat(ShapeRules.covers(op)).isTrue();
    }
}
