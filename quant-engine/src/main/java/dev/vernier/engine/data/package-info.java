/** Data sets as the engine sees them. Reading them from files is the business of {@code dev.vernier.io.dataset}. */
package dev.vernier.engine.data;
