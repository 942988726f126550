/** What computes one operation: a kernel a class of operations, over oneDNN, ND4J or plain loops. */
package dev.vernier.engine.exec.kernel;
