/** Cures of the present plan: applied in the background as one undo step, shown, and taken away. */
package dev.vernier.app.cures;
