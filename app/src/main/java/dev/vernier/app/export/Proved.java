package dev.vernier.app.export;

import dev.vernier.io.runtime.ProofReport;

/**
 * A proof, with the names of what was proved.
 *
 * @param plan in words
 */
record Proved(ProofReport report, String model, String file, String data, String plan) {}
