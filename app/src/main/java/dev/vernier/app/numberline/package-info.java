/** The number line: what a number format makes of one number, drawn and written out. */
package dev.vernier.app.numberline;
