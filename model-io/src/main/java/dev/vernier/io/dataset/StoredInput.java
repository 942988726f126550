package dev.vernier.io.dataset;

/**
 * One array of samples in a file, by the name it has there; {@link FileDataset#INPUT_NAME} where the file gives none.
 */
record StoredInput(String name, StoredSamples samples) {}
