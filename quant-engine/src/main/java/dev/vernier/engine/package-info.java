/** The engine: graphs, plans, calibration, quantization, execution and evaluation. It knows no files and no window. */
package dev.vernier.engine;
