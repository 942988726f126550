package dev.vernier.app.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

/** The clock is the test's own: it goes on only while the gate waits. */
class PlanGateTest {
    private long now = 1_000;
    private final List<Long> waits = new ArrayList<>();
    private LongConsumer meanwhile = nanos -> now += nanos;
    private final PlanGate gate = new PlanGate(50, () -> now, nanos -> {
        waits.add(nanos);
        meanwhile.accept(nanos);
    });

    @Test
    void aFirstPlanPassesAtOnceAndTheNextWhenItIsDue() {
        assertThat(gate.passes(gate.arrive())).isTrue();
        assertThat(waits).isEmpty();
        now += 20;
        assertThat(gate.passes(gate.arrive())).isTrue();
        assertThat(waits).containsExactly(30L);
        assertThat(now).isEqualTo(1_050);
    }

    @Test
    void aPlanLongAfterTheLastWaitsForNothing() {
        gate.passes(gate.arrive());
        now += 51;
        assertThat(gate.passes(gate.arrive())).isTrue();
        assertThat(waits).isEmpty();
    }

    @Test
    void ofPlansThatComeTogetherOnlyTheLatestPasses() {
        gate.passes(gate.arrive());
        long[] arrivals = {gate.arrive(), gate.arrive(), gate.arrive()};
        assertThat(gate.passes(arrivals[0])).isFalse();
        assertThat(gate.passes(arrivals[1])).isFalse();
        assertThat(waits).as("one that is passed over keeps nobody waiting").isEmpty();
        assertThat(gate.passes(arrivals[2])).isTrue();
        assertThat(waits).containsExactly(50L);
    }

    @Test
    void aPlanThatIsReplacedWhileItWaitsDoesNotPassAndItsSuccessorIsDueNoLater() {
        gate.passes(gate.arrive());
        long replaced = gate.arrive();
        long[] successor = new long[1];
        meanwhile = nanos -> {
            now += 10;
            successor[0] = gate.arrive();
        };
        assertThat(gate.passes(replaced)).isFalse();
        meanwhile = nanos -> now += nanos;
        assertThat(gate.passes(successor[0])).isTrue();
        assertThat(waits).containsExactly(50L, 40L);
        assertThat(now).isEqualTo(1_050);
    }

    @Test
    void aWaitThatEndsEarlyGoesOn() {
        gate.passes(gate.arrive());
        meanwhile = nanos -> now += Math.min(nanos, 20);
        assertThat(gate.passes(gate.arrive())).isTrue();
        assertThat(waits).containsExactly(50L, 30L, 10L);
    }

    @Test
    void whatPassedIsWantedUntilItIsGivenUpAlsoWhenANewerPlanWaits() {
        long passed = gate.arrive();
        gate.passes(passed);
        long waiting = gate.arrive();
        assertThat(gate.isWanted(passed)).isTrue();
        gate.giveUp();
        assertThat(gate.isWanted(passed)).isFalse();
        assertThat(gate.passes(waiting)).isFalse();
        assertThat(gate.isWanted(gate.arrive())).isTrue();
    }
}
