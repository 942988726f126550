/** Finds any command or layer by typing a part of its name. */
package dev.vernier.app.palette;
