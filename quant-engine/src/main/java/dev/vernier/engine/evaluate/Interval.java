package dev.vernier.engine.evaluate;

/** A 95 % interval. */
public record Interval(double low, double high) {}
