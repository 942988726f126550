package dev.vernier.engine.target;

import dev.vernier.engine.spec.Granularity;
import dev.vernier.engine.target.TargetFinding.Weight;
import dev.vernier.engine.target.TargetRule.Asked;
import java.util.List;
import java.util.Optional;

/** What no runtime does. */
final class EveryTargetRules {
    static final List<TargetRule> ALL = List.of(EveryTargetRules::activationsPerChannel);

    private EveryTargetRules() {}

    private static Optional<TargetFinding> activationsPerChannel(Asked a) {
        boolean perTensor = a.activations().granularity() instanceof Granularity.PerTensor;
        return perTensor || !a.staticCodes()
                ? Optional.empty()
                : a.finding(
                        Weight.DIFFERS,
                        "one activation scale a channel",
                        "activations have one scale in every runtime, and in the simulation",
                        "choose one scale per tensor; unequal channels are a matter for equalization");
    }
}
