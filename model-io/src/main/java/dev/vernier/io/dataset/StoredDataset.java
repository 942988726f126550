package dev.vernier.io.dataset;

import java.util.List;
import java.util.Optional;

/**
 * What a reader found in a file.
 *
 * @param inputs arrays of equally many samples; the first is the one that layout and preprocessing are about
 * @param truth what the samples should be answered with
 * @param classNames in label order, as far as the file itself tells them
 * @param layout what the first input's axes mean, as far as it is known
 */
record StoredDataset(
        List<StoredInput> inputs, StoredTruth truth, List<String> classNames, Optional<SampleLayout> layout) {
    StoredDataset {
        inputs = List.copyOf(inputs);
        classNames = List.copyOf(classNames);
    }

    /** With one input, under the usual name. */
    static StoredDataset of(
            StoredSamples samples, StoredTruth truth, List<String> classNames, Optional<SampleLayout> layout) {
        return new StoredDataset(List.of(new StoredInput(FileDataset.INPUT_NAME, samples)), truth, classNames, layout);
    }
}
