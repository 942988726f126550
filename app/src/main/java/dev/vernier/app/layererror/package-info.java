/** What quantization does to one layer's output: every float value against what became of it, and the three errors beside each other. */
package dev.vernier.app.layererror;
