package dev.vernier.app.data;

import dev.vernier.app.format.NumberText;
import dev.vernier.app.samples.SamplePicture;
import dev.vernier.engine.calibrate.TensorStatistics;
import dev.vernier.engine.data.Dataset;
import dev.vernier.engine.datacheck.InputSummary;
import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import javafx.scene.image.Image;

/**
 * One input of a model over the first samples: as pictures where it is one, as rows of numbers otherwise. Immutable; made off the window's
 * thread.
 *
 * @param title name, type and shape of a sample
 * @param range smallest and largest value, mean and standard deviation
 * @param channels the same of each channel; empty where there is one
 * @param pictures one a sample; empty where the input is shown as numbers
 * @param columns headings of {@code rows}; empty where numbers are token ids or positions
 * @param rows the first numbers of each sample; empty where there are pictures
 */
record InputStrip(
        String title,
        String range,
        List<String> channels,
        List<Image> pictures,
        List<String> columns,
        List<List<String>> rows) {
    /** How many numbers of a sample are shown. */
    static final int NUMBERS = 16;

    private static final int ROWS_OF_SEVERAL = 6;
    private static final int MOST_CHANNELS = 4;
    private static final double MOST_EXACT = 1e9;
    private static final int DIGITS = 4;

    InputStrip {
        channels = List.copyOf(channels);
        pictures = List.copyOf(pictures);
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /**
     * @param samples the first ones, in memory
     * @param summary of the input; empty where the data do not fit the model
     * @param headings of the numbers; empty where they have none
     */
    static InputStrip of(Dataset samples, int input, Optional<InputSummary> summary, List<String> headings) {
        TensorSpec spec = samples.inputs().get(input);
        TensorData values = samples.batch(0, samples.size()).get(input);
        TensorStatistics all = summary.map(InputSummary::all).orElseGet(() -> TensorStatistics.of(values.toFloats()));
        List<TensorStatistics> apart = summary.map(InputSummary::channels).orElse(List.of());
        boolean told = apart.size() > 1 && apart.size() <= MOST_CHANNELS;
        boolean picture = !spec.type().isInteger() && SamplePicture.isPicture(spec.shape());
        return new InputStrip(
                spec.name() + "   " + spec.type().name().toLowerCase(Locale.ROOT) + " " + spec.shape(),
                range(all, spec.type().isInteger()),
                told
                        ? IntStream.range(0, apart.size())
                                .mapToObj(c -> "channel " + c + "   " + range(apart.get(c), false))
                                .toList()
                        : List.of(),
                picture ? pictures(samples, input) : List.of(),
                picture ? List.of() : headings.stream().limit(NUMBERS).toList(),
                picture
                        ? List.of()
                        : rows(samples.size(), values)
                                .subList(
                                        0,
                                        samples.inputs().size() == 1
                                                ? samples.size()
                                                : Math.min(samples.size(), ROWS_OF_SEVERAL)));
    }

    private static String range(TensorStatistics s, boolean whole) {
        boolean wholeEnds = s.min() == Math.rint(s.min()) && s.max() == Math.rint(s.max());
        String ends = wholeEnds && Math.max(-s.min(), s.max()) < MOST_EXACT
                ? NumberText.exactCount((long) s.min()) + " to " + NumberText.exactCount((long) s.max())
                : NumberText.significant(s.min(), DIGITS) + " to " + NumberText.significant(s.max(), DIGITS);
        return whole
                ? ends
                : ends + "   mean " + NumberText.significant(s.mean(), 3) + "   σ "
                        + NumberText.significant(s.standardDeviation(), 3);
    }

    private static List<Image> pictures(Dataset samples, int input) {
        SamplePicture pictures = SamplePicture.of(samples, input);
        return IntStream.range(0, samples.size())
                .<Image>mapToObj(pictures::image)
                .toList();
    }

    private static List<List<String>> rows(int samples, TensorData values) {
        List<List<String>> rows = new ArrayList<>();
        int each = Math.toIntExact(values.elementCount() / samples);
        for (int s = 0; s < samples; s++) {
            List<String> row = new ArrayList<>();
            for (int i = 0; i < Math.min(each, NUMBERS); i++) {
                double v = values.doubleAt(s * each + i);
                row.add(values.type().isInteger() ? Long.toString((long) v) : NumberText.significant(v, DIGITS));
            }
            if (each > NUMBERS) {
                row.add("…");
            }
            rows.add(row);
        }
        return rows;
    }
}
