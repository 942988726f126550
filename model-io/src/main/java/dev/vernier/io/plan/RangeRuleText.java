package dev.vernier.io.plan;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.spec.RangeRule;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A range rule on one line: its name in plans, and its number: {@code entropy}, {@code percentile=99.99}. */
public final class RangeRuleText {
    private static final Pattern TEXT = Pattern.compile("([a-z-]+)(?:=([0-9.eE+-]+))?");

    /** Rules that need more than a number, or are for another purpose. */
    private static final Set<String> OTHERS = Set.of("manual", "given", "at-run-time");

    /** What goes without saying. */
    private static final Map<String, RangeRule> USUAL =
            Map.of("moving-average", RangeRule.MOVING_AVERAGE, "sqnr", RangeRule.SQNR);

    private RangeRuleText() {}

    /** Names that can be said so. */
    public static Set<String> names() {
        Set<String> names = new TreeSet<>(RangeRuleJson.labels());
        names.removeAll(OTHERS);
        return names;
    }

    /** @throws VernierException if {@code text} says no rule */
    public static RangeRule parse(String text) {
        Matcher m = TEXT.matcher(text);
        if (!m.matches() || !names().contains(m.group(1))) {
            throw new VernierException("'" + text + "' is no range rule; choose one of " + String.join(", ", names())
                    + ", with a number as in percentile=99.99");
        }
        if (m.group(2) == null && USUAL.containsKey(m.group(1))) {
            return USUAL.get(m.group(1));
        }
        String name = '"' + m.group(1) + '"';
        String json = m.group(2) == null ? name : "{ " + name + ": " + m.group(2) + " }";
        try (PlanCursor cursor = new PlanCursor(json, "Range rule " + text)) {
            return RangeRuleJson.read(cursor);
        }
    }
}
