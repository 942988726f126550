/** Live evaluation: fingerprints, the activation cache, metrics, results that stream. */
package dev.vernier.engine.evaluate;
