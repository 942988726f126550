package dev.vernier.engine.graph.op;

/** {@code x} where positive, {@code alpha · (exp(x) - 1)} elsewhere (Clevert et al. 2015). */
public record Elu(float alpha) implements Op {}
