/** What a model is: values, nodes, constants, and the numbers that quantize a tensor. */
package dev.vernier.engine.graph;
