/** The numbers that each kind of format has, as plots draw them. */
package dev.vernier.app.grid;
