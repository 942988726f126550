/** Brings an imported network into its normal form, one named pass after another: what a person calls a layer is one node. */
package dev.vernier.io.normalize;
