package dev.vernier.io.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vernier.engine.VernierException;
import dev.vernier.io.BrokenJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads a {@code *.dataset.json}: a data file by path relative to it, its layout and its preprocessing. Unknown keys are errors. */
final class DescriptorReader {
    private static final int LARGEST_DESCRIPTOR = 8 << 20;
    private static final Set<String> KEYS = Set.of(
            "format",
            "path",
            "name",
            "layout",
            "labels",
            "labelsFrom",
            "labelColumn",
            "targetColumns",
            "preprocess",
            "classes");
    private static final Set<String> PREPROCESS_KEYS =
            Set.of("scale", "mean", "std", "resize", "centerCrop", "channelOrder");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path file;

    private DescriptorReader(Path file) {
        this.file = file;
    }

    static DatasetDescriptor read(Path file) {
        if (DatasetFiles.size(file) > LARGEST_DESCRIPTOR) {
            throw new VernierException("Descriptor " + file + " is larger than " + (LARGEST_DESCRIPTOR >> 20)
                    + " MB; give the small .dataset.json, not the data");
        }
        try {
            return new DescriptorReader(file).descriptor(JSON.readTree(Files.readAllBytes(file)));
        } catch (JsonProcessingException e) {
            throw new VernierException(
                    "Descriptor " + file + " is not JSON: " + BrokenJson.words(e) + "; correct it", e);
        } catch (IOException e) {
            throw DatasetFiles.unreadable(file, e);
        }
    }

    /** @param file where {@code json} is, or would be */
    static DatasetDescriptor read(JsonNode json, Path file) {
        return new DescriptorReader(file).descriptor(json);
    }

    private DatasetDescriptor descriptor(JsonNode root) {
        if (!root.isObject()) {
            throw error("", "must be an object { \"format\": …, \"path\": … }");
        }
        checkKeys(root, KEYS, "");
        String formatName = text(root, "format")
                .orElseThrow(() -> error("format", "is missing; it is one of " + DatasetFormat.labels()));
        DatasetFormat format = DatasetFormat.ofLabel(formatName)
                .orElseThrow(() ->
                        error("format", "'" + formatName + "' is unknown; it is one of " + DatasetFormat.labels()));
        JsonNode preprocess = root.path("preprocess");
        if (!preprocess.isMissingNode() && !preprocess.isNull()) {
            if (!preprocess.isObject()) {
                throw error("preprocess", "must be an object");
            }
            checkKeys(preprocess, PREPROCESS_KEYS, "preprocess.");
        }
        ImageSteps steps = imageSteps(preprocess);
        if (format != DatasetFormat.IMAGES && !steps.isNone()) {
            throw error("preprocess", "resize and centerCrop are for the format images alone; remove them");
        }
        String dataFile = text(root, "path")
                .orElseThrow(() -> error("path", "is missing; name the data file, relative to the descriptor"));
        Optional<String> labels = text(root, "labels");
        if (labels.isPresent() && !format.hasLabelsFile()) {
            throw error("labels", "is for the formats idx and npy, which hold samples alone; remove it");
        }
        return new DatasetDescriptor(
                text(root, "name").orElseGet(this::nameOfFile),
                format,
                inFolder("path", dataFile),
                layout(root),
                normalization(preprocess),
                steps,
                channelOrder(preprocess),
                labelsFrom(root),
                text(root, "labelColumn"),
                names(root, "targetColumns"),
                labels.map(file -> inFolder("labels", file)),
                names(root, "classes"));
    }

    private String nameOfFile() {
        return DatasetFiles.fileName(file).replaceFirst("(\\.dataset)?\\.json$", "");
    }

    /** A file of the data set, which must lie in the descriptor's folder, links followed. */
    private Path inFolder(String key, String relative) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        try {
            Path data = folder.resolve(relative).normalize();
            if (Path.of(relative).isAbsolute() || !data.startsWith(folder)) {
                throw error(key, "'" + relative + "' leaves the descriptor's folder; keep the data beside it");
            }
            if (!Files.exists(data)) {
                throw error(
                        key,
                        "'" + relative + "' does not exist beside the descriptor; correct it or copy the data there");
            }
            if (!data.toRealPath().startsWith(folder.toRealPath())) {
                throw error(
                        key, "'" + relative + "' is a link out of the descriptor's folder; keep the data beside it");
            }
            return data;
        } catch (InvalidPathException e) {
            throw error(key, "'" + relative + "' is not a file name");
        } catch (IOException e) {
            throw DatasetFiles.unreadable(file, e);
        }
    }

    private Optional<SampleLayout> layout(JsonNode root) {
        return text(root, "layout")
                .map(label -> SampleLayout.ofLabel(label)
                        .orElseThrow(() ->
                                error("layout", "'" + label + "' is unknown; it is one of HW, NHWC, NCHW, NTC, NCT")));
    }

    private Normalization normalization(JsonNode preprocess) {
        List<Double> scale = numbers(preprocess, "scale", List.of(1.0));
        List<Double> mean = numbers(preprocess, "mean", List.of(0.0));
        List<Double> std = numbers(preprocess, "std", List.of(1.0));
        if (scale.size() != 1) {
            throw error("preprocess.scale", "must be one number");
        }
        if (mean.size() > 1 && std.size() > 1 && mean.size() != std.size()) {
            throw error(
                    "preprocess.std",
                    "has " + std.size() + " numbers and mean has " + mean.size() + "; give one for each channel");
        }
        try {
            return new Normalization(scale.get(0), mean, std);
        } catch (IllegalArgumentException e) {
            throw error("preprocess.std", e.getMessage());
        }
    }

    private List<Double> numbers(JsonNode preprocess, String key, List<Double> otherwise) {
        JsonNode node = preprocess.path(key);
        if (node.isMissingNode() || node.isNull()) {
            return otherwise;
        }
        List<Double> numbers = new ArrayList<>();
        for (JsonNode n : node.isArray() ? node : List.of(node)) {
            if (!n.isNumber() || !Double.isFinite(n.doubleValue())) {
                throw error("preprocess." + key, "holds " + n + ", which is not a number");
            }
            numbers.add(n.doubleValue());
        }
        if (numbers.isEmpty()) {
            throw error("preprocess." + key, "is empty; give one number, or one for each channel");
        }
        return numbers;
    }

    private ImageSteps imageSteps(JsonNode preprocess) {
        Optional<ImageSteps.Resize> resize = sizes(preprocess, "resize")
                .map(s -> new ImageSteps.Resize(s.get(0), s.size() == 2 ? s.get(1) : ImageSteps.Resize.KEEP_ASPECT));
        Optional<ImageSteps.Size> crop =
                sizes(preprocess, "centerCrop").map(s -> new ImageSteps.Size(s.get(0), s.get(s.size() - 1)));
        return new ImageSteps(resize, crop);
    }

    private Optional<List<Integer>> sizes(JsonNode preprocess, String key) {
        JsonNode node = preprocess.path(key);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        List<Integer> sizes = new ArrayList<>();
        for (JsonNode n : node.isArray() ? node : List.of(node)) {
            if (!n.canConvertToInt() || !n.isIntegralNumber() || n.intValue() < 1 || n.intValue() > 8192) {
                throw error("preprocess." + key, "holds " + n + "; give pixels from 1 to 8192");
            }
            sizes.add(n.intValue());
        }
        if (sizes.isEmpty() || sizes.size() > 2) {
            throw error("preprocess." + key, "must be one number or [height, width]");
        }
        return Optional.of(sizes);
    }

    private ChannelOrder channelOrder(JsonNode preprocess) {
        String label = text(preprocess, "channelOrder", "preprocess.").orElse("RGB");
        try {
            return ChannelOrder.valueOf(label.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw error("preprocess.channelOrder", "'" + label + "' is unknown; it is RGB or BGR");
        }
    }

    private DatasetDescriptor.LabelsFrom labelsFrom(JsonNode root) {
        String label = text(root, "labelsFrom").orElse(DatasetDescriptor.LabelsFrom.FOLDER.label());
        for (DatasetDescriptor.LabelsFrom from : DatasetDescriptor.LabelsFrom.values()) {
            if (from.label().equals(label)) {
                return from;
            }
        }
        throw error("labelsFrom", "'" + label + "' is unknown; it is \"folder\" or \"folder number\"");
    }

    private List<String> names(JsonNode root, String key) {
        JsonNode node = root.path(key);
        if (node.isMissingNode() || node.isNull()) {
            return List.of();
        }
        if (!node.isArray()) {
            throw error(key, "must be an array of names");
        }
        List<String> names = new ArrayList<>();
        for (JsonNode n : node) {
            if (!n.isTextual() && !n.isNumber()) {
                throw error(key + "[" + names.size() + "]", "must be a name");
            }
            names.add(n.asText());
        }
        return names;
    }

    private Optional<String> text(JsonNode parent, String key) {
        return text(parent, key, "");
    }

    private Optional<String> text(JsonNode parent, String key, String prefix) {
        JsonNode node = parent.path(key);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isTextual()) {
            throw error(prefix + key, "must be a text, not " + node);
        }
        return Optional.of(node.textValue());
    }

    private void checkKeys(JsonNode node, Set<String> known, String prefix) {
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw error(
                        prefix + name,
                        "is unknown; known here are "
                                + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }

    private VernierException error(String key, String what) {
        return new VernierException("Descriptor " + file + ": " + (key.isEmpty() ? "it" : key) + " " + what);
    }
}
