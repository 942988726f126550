package dev.vernier.app.history;

import dev.vernier.engine.spec.QuantPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every plan since the project was opened, and which of them is present. Immutable; an edit drops what had been undone.
 *
 * @param steps the first is how the project was opened
 * @param position index of the present step
 */
public record PlanHistory(List<PlanStep> steps, int position) {
    public PlanHistory {
        steps = List.copyOf(steps);
        if (position < 0 || position >= steps.size()) {
            throw new IllegalArgumentException("position " + position + " of " + steps.size() + " steps");
        }
    }

    /** Only {@code plan}, which nothing comes before. */
    public static PlanHistory startingWith(QuantPlan plan, String words) {
        return new PlanHistory(List.of(new PlanStep(plan, words)), 0);
    }

    public QuantPlan plan() {
        return steps.get(position).plan();
    }

    /** This history with another plan on top; itself if the plan asks for the same. */
    public PlanHistory edited(QuantPlan next) {
        return edited(next, PlanWords.describe(plan(), next));
    }

    /** This history with another plan on top, in the caller's words; itself if the plan asks for the same. */
    public PlanHistory edited(QuantPlan next, String words) {
        if (next.equals(plan())) {
            return this;
        }
        List<PlanStep> kept = new ArrayList<>(steps.subList(0, position + 1));
        kept.add(new PlanStep(next, words));
        return new PlanHistory(kept, kept.size() - 1);
    }

    public boolean canUndo() {
        return position > 0;
    }

    public boolean canRedo() {
        return position < steps.size() - 1;
    }

    public PlanHistory undone() {
        return canUndo() ? at(position - 1) : this;
    }

    public PlanHistory redone() {
        return canRedo() ? at(position + 1) : this;
    }

    /** The same steps with another one present. */
    public PlanHistory at(int step) {
        return new PlanHistory(steps, step);
    }

    /** What undoing would take back. */
    public Optional<String> undoWords() {
        return canUndo() ? Optional.of(steps.get(position).words()) : Optional.empty();
    }

    /** What redoing would do again. */
    public Optional<String> redoWords() {
        return canRedo() ? Optional.of(steps.get(position + 1).words()) : Optional.empty();
    }
}
