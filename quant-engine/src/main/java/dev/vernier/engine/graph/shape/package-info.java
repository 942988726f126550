/** What shape every value of a graph will have, found without running it: one rule an operation, unknown dimensions kept as symbols. */
package dev.vernier.engine.graph.shape;
