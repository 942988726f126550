package dev.vernier.app.data;

import dev.vernier.app.format.NumberText;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.io.dataset.DatasetCheck;
import dev.vernier.io.dataset.DatasetPreview;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A preview ready to be shown. Immutable; made off the window's thread.
 *
 * @param strips one for each input of the model, in its order
 * @param answers label or target of each sample; empty where there are none
 */
record PreviewSheet(DatasetPreview preview, List<InputStrip> strips, List<String> answers) {
    private static final int MOST_TARGETS = 4;

    PreviewSheet {
        strips = List.copyOf(strips);
        answers = List.copyOf(answers);
    }

    static PreviewSheet of(DatasetPreview preview) {
        Dataset first = preview.first();
        List<InputStrip> strips = new ArrayList<>();
        for (int i = 0; i < first.inputs().size(); i++) {
            int input = i;
            strips.add(InputStrip.of(
                    first,
                    i,
                    preview.check()
                            .map(DatasetCheck::summary)
                            .map(s -> s.inputs().get(input)),
                    i == 0 && first.inputs().size() == 1 ? preview.data().columns() : List.of()));
        }
        return new PreviewSheet(preview, strips, answers(first));
    }

    private static List<String> answers(Dataset first) {
        if (first.hasLabels()) {
            return IntStream.range(0, first.size())
                    .mapToObj(i -> first.label(i).orElseThrow())
                    .map(l -> l < first.classNames().size() ? first.classNames().get(l) : Integer.toString(l))
                    .toList();
        }
        if (first.target().isEmpty()) {
            return List.of();
        }
        TensorData targets = first.targets(0, first.size());
        int each = Math.toIntExact(targets.elementCount() / first.size());
        return IntStream.range(0, first.size())
                .mapToObj(s -> IntStream.range(s * each, s * each + Math.min(each, MOST_TARGETS))
                                .mapToObj(i -> NumberText.significant(targets.doubleAt(i), MOST_TARGETS))
                                .collect(Collectors.joining(", "))
                        + (each > MOST_TARGETS ? ", …" : ""))
                .toList();
    }

    /** What the answers are, as a heading. */
    String answersTitle() {
        return answers.isEmpty() ? "sample" : preview.first().hasLabels() ? "label" : "target";
    }

    /** What the data are, in one line. */
    String words() {
        Dataset data = preview.data();
        String truth = data.hasLabels()
                ? "labels"
                        + (data.classNames().isEmpty()
                                ? ""
                                : " of " + data.classNames().size() + " classes")
                : data.target()
                        .map(t -> t.type().isInteger() ? "a class a position" : "targets " + t.shape())
                        .orElse("no labels");
        return NumberText.exactCount(data.size()) + " samples   " + truth;
    }
}
