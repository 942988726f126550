/** Statistics and a rule to a clipping range, one pure algorithm a file; and what a range does, told from the histogram. */
package dev.vernier.engine.range;
