/** The layer table: a row a layer, precision chosen in place, filter, sorting, columns. */
package dev.vernier.app.layers;
