/** The real runtimes that exported models are proved in. */
package dev.vernier.io.runtime;
