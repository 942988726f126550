/** Exporting the present plan, and proving it in the runtime it is for. */
package dev.vernier.app.export;
