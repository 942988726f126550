/** Every technique side by side, as a table and as size against accuracy, with the snapshots and the present plan among them. */
package dev.vernier.app.compare;
