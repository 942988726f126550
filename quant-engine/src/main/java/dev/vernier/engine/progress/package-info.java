/** Progress and cancellation as plain interfaces, and the threads that long work runs on. */
package dev.vernier.engine.progress;
