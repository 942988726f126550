package dev.vernier.app.data;

import dev.vernier.io.dataset.Normalization;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The usual ways from bytes to what a network was trained on. */
enum ValueRange {
    STORED("as stored", Normalization.NONE),
    UNIT("0 to 1: divided by 255", new Normalization(1 / 255.0, List.of(0.0), List.of(1.0))),
    SIGNED("−1 to 1", new Normalization(1 / 127.5, List.of(1.0), List.of(1.0))),
    IMAGENET(
            "ImageNet mean and deviation",
            new Normalization(1 / 255.0, List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225))),
    CIFAR(
            "CIFAR-10 mean and deviation",
            new Normalization(1 / 255.0, List.of(0.4914, 0.4822, 0.4465), List.of(0.2470, 0.2435, 0.2616))),
    MNIST("MNIST mean and deviation", new Normalization(1 / 255.0, List.of(0.1307), List.of(0.3081))),
    OWN("own numbers", null);

    private final String words;
    private final Normalization normalization;

    ValueRange(String words, Normalization normalization) {
        this.words = words;
        this.normalization = normalization;
    }

    String words() {
        return words;
    }

    /** Empty for {@link #OWN}. */
    Optional<Normalization> normalization() {
        return Optional.ofNullable(normalization);
    }

    static ValueRange of(Normalization n) {
        return Stream.of(values())
                .filter(r -> n.equals(r.normalization))
                .findFirst()
                .orElse(OWN);
    }
}
