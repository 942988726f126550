/**
 * Plans in and out, as versioned JSON that reads well in a diff: the preset, and of each layer that differs only what differs.
 *
 * <p>{@link dev.vernier.io.plan.PlanFile} is the way in; {@link dev.vernier.io.plan.PlanWriter} and
 * {@link dev.vernier.io.plan.PlanReader} know the format, {@link dev.vernier.io.plan.RangeRuleJson} every range rule's name in it.
 */
package dev.vernier.io.plan;
