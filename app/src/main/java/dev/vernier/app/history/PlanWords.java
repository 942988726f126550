package dev.vernier.app.history;

import dev.vernier.app.format.ShortText;
import dev.vernier.app.format.SpecText;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The difference of two plans in words. */
public final class PlanWords {
    /** Characters that a name in the list of snapshots has room for. */
    private static final int BRIEF = 19;

    private static final int SHORTEST_NAME = 9;

    private PlanWords() {}

    /** What leads from {@code before} to {@code after}: {@code conv2 weights int4}, {@code 3 layers as the preset}, …. */
    public static String describe(QuantPlan before, QuantPlan after) {
        if (before.preset() != after.preset()) {
            return "preset " + after.preset().label();
        }
        List<String> changed = changedLayers(before, after);
        if (changed.isEmpty() && !before.cures().equals(after.cures())) {
            return after.cures().isNone() ? "cures removed" : "cures changed";
        }
        if (changed.isEmpty()) {
            return before.target() == after.target()
                    ? "nothing"
                    : "target " + after.target().title();
        }
        Set<String> edits = changed.stream()
                .map(l -> edit(before.configFor(l), after.configFor(l), !after.isOverridden(l)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        String who = changed.size() == 1 ? changed.get(0) : changed.size() + " layers";
        return who + " " + (edits.size() == 1 ? edits.iterator().next() : "changed");
    }

    /** The same short enough for a name: {@code conv2 clipped}, the middle of a long layer's name left out. */
    public static String brief(QuantPlan before, QuantPlan after) {
        List<String> changed = changedLayers(before, after);
        if (before.preset() != after.preset() || changed.size() != 1) {
            return describe(before, after);
        }
        String layer = changed.get(0);
        LayerConfig was = before.configFor(layer);
        LayerConfig is = after.configFor(layer);
        String edit = isClipped(was.weights(), is.weights()) || isClipped(was.activations(), is.activations())
                ? "clipped"
                : edit(was, is, !after.isOverridden(layer));
        return ShortText.withoutMiddle(layer, Math.max(SHORTEST_NAME, BRIEF - edit.length())) + " " + edit;
    }

    private static boolean isClipped(QuantSpec before, QuantSpec after) {
        return !before.equals(after) && after.rule() instanceof RangeRule.Manual;
    }

    /** The layers on which two plans differ, in alphabetical order. */
    public static List<String> changedLayers(QuantPlan a, QuantPlan b) {
        Set<String> names = new TreeSet<>(a.overrides().keySet());
        names.addAll(b.overrides().keySet());
        return names.stream()
                .filter(l -> !a.configFor(l).equals(b.configFor(l)))
                .collect(Collectors.toList());
    }

    private static String edit(LayerConfig before, LayerConfig after, boolean asPreset) {
        boolean weights = !before.weights().equals(after.weights());
        boolean activations = !before.activations().equals(after.activations());
        if (asPreset) {
            return "as the preset";
        }
        if (after.equals(LayerConfig.FLOAT)) {
            return "left float";
        }
        if (weights && activations) {
            return SpecText.precision(after.weights()) + " × " + SpecText.precision(after.activations());
        }
        return weights
                ? "weights " + edit(before.weights(), after.weights())
                : "activations " + edit(before.activations(), after.activations());
    }

    private static String edit(QuantSpec before, QuantSpec after) {
        if (before.precision() != after.precision() || before.isDynamic() != after.isDynamic()) {
            return SpecText.precision(after);
        }
        if (!before.granularity().equals(after.granularity())) {
            return SpecText.granularity(after.granularity());
        }
        if (!before.rule().equals(after.rule())) {
            return rule(after.rule());
        }
        if (before.symmetric() != after.symmetric()) {
            return after.symmetric() ? "symmetric" : "affine";
        }
        return "changed";
    }

    private static String rule(RangeRule rule) {
        if (rule instanceof RangeRule.Manual) {
            RangeRule.Manual manual = (RangeRule.Manual) rule;
            return "clipped to "
                    + SpecText.range(manual.ranges().stream()
                            .reduce((a, b) -> a.union(b))
                            .orElseThrow());
        }
        return "range " + SpecText.rule(rule);
    }
}
