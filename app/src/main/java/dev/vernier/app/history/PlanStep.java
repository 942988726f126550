package dev.vernier.app.history;

import dev.vernier.engine.spec.QuantPlan;

/**
 * A plan and how it came about.
 *
 * @param words what the step did: {@code conv2 weights int4}
 */
public record PlanStep(QuantPlan plan, String words) {}
