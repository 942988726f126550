/** The numbers of the present plan, always visible, and the snapshots beside it. */
package dev.vernier.app.now;
