/** What a person would find out by hand: which layers hurt and why, what cures them, and the plan found after a day. */
package dev.vernier.engine.analyze;
