/** TensorFlow Lite files ({@code .tflite}) in and out. */
package dev.vernier.io.tflite;
