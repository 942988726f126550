/** Small layout pieces that more than one pane uses. */
package dev.vernier.app.controls;
