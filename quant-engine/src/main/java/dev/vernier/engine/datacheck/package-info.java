/**
 * Whether data look right for a model: what the first samples and the labels show, and rules that compare it with what the model takes.
 * Nothing is executed.
 */
package dev.vernier.engine.datacheck;
