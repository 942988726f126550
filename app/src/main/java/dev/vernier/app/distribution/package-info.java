/**
 * The distribution of a layer's weights and activations, with the clipping range as two handles: what a range does to a tensor, told
 * while it moves.
 */
package dev.vernier.app.distribution;
