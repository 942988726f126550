package dev.vernier.io.dataset;

import java.util.List;
import java.util.Optional;

/**
 * What a reader found in a file.
 *
 * @param labels class of each sample, or an empty array
 * @param classNames in label order, as far as the file itself tells them
 * @param layout what the sample's axes mean, as far as it is known
 */
record StoredDataset(StoredSamples samples, int[] labels, List<String> classNames, Optional<SampleLayout> layout) {
    StoredDataset {
        classNames = List.copyOf(classNames);
    }
}
