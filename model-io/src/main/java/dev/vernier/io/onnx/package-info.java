/** ONNX in: the file, its tensors, and each operator in each of its versions turned into the engine's operation. */
package dev.vernier.io.onnx;
