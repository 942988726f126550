/** The line at the bottom: what is going on, what it took, memory. */
package dev.vernier.app.status;
