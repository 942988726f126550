/** The samples, what float and quantized model say of each, and what becomes of one on its way through the layers. */
package dev.vernier.app.samples;
