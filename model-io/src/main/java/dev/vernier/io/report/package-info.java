/** Reports to keep and to print: single HTML pages that need nothing from a network. */
package dev.vernier.io.report;
