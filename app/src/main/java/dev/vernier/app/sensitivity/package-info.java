/** What each layer's quantization costs, as bars, worst first, and one step to spare the worst. */
package dev.vernier.app.sensitivity;
