/**
 * The data dialog: how a data set is read (layout, normalization, sizes, labels), the first samples as the network then sees them, and what
 * looks wrong about them.
 */
package dev.vernier.app.data;
