/**
 * Data sets in: one reader a format ({@link dev.vernier.io.dataset.IdxReader}, {@link dev.vernier.io.dataset.NpzReader}, …), chosen by
 * {@link dev.vernier.io.dataset.DatasetReader}; the descriptor that names a layout and a preprocessing; and
 * {@link dev.vernier.io.dataset.DatasetFitter}, which brings samples to the shape a model takes.
 */
package dev.vernier.io.dataset;
