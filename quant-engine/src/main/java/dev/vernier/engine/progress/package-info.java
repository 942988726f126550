/** Progress and cancellation as plain interfaces. */
package dev.vernier.engine.progress;
