/** The pages that ship with the program, and a reader for them. */
package dev.vernier.app.help;
