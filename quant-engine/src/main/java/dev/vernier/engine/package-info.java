/** The engine: what a model is, what a person asks of its numbers, and what comes of it. Knows neither files nor a window. */
package dev.vernier.engine;
