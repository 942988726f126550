package dev.vernier.io.dataset;

import dev.vernier.engine.VernierException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A folder of pictures (PNG, JPEG, WebP, BMP, GIF): a subfolder a class, or pictures without labels side by side. */
final class ImageFolderReader {
    private static final Pattern PICTURE = Pattern.compile(".*\\.(png|jpe?g|webp|bmp|gif)");
    private static final Pattern LEADING_NUMBER = Pattern.compile("(\\d{1,9}).*");

    private ImageFolderReader() {}

    static StoredDataset read(DatasetDescriptor descriptor) {
        Path folder = descriptor.path();
        List<Path> subfolders = entries(folder).stream()
                .filter(p -> Files.isDirectory(p) && !pictures(p).isEmpty())
                .toList();
        SampleLayout layout = descriptor.layout().orElse(SampleLayout.CHW);
        List<Path> files = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        TreeMap<Integer, String> names = new TreeMap<>();
        for (int i = 0; i < subfolders.size(); i++) {
            int label = descriptor.labelsFrom() == DatasetDescriptor.LabelsFrom.FOLDER
                    ? i
                    : leadingNumber(subfolders.get(i));
            names.put(label, DatasetFiles.fileName(subfolders.get(i)));
            for (Path picture : pictures(subfolders.get(i))) {
                files.add(picture);
                labels.add(label);
            }
        }
        if (subfolders.isEmpty()) {
            files.addAll(pictures(folder));
        }
        if (files.isEmpty()) {
            throw new VernierException("Folder " + folder
                    + " holds no pictures (PNG, JPEG, WebP, BMP, GIF), neither itself nor in subfolders; give the"
                    + " folder of images");
        }
        boolean allNamed = descriptor.labelsFrom() == DatasetDescriptor.LabelsFrom.FOLDER;
        return StoredDataset.of(
                new ImageSamples(files, descriptor.imageSteps(), layout),
                StoredTruth.ofLabels(labels.stream().mapToInt(Integer::intValue).toArray()),
                allNamed ? List.copyOf(names.values()) : List.of(),
                Optional.of(layout));
    }

    private static int leadingNumber(Path subfolder) {
        Matcher digits = LEADING_NUMBER.matcher(DatasetFiles.fileName(subfolder));
        if (!digits.matches()) {
            throw new VernierException("Folder " + subfolder
                    + " does not begin with a class number, as \"labelsFrom\": \"folder number\" wants; rename"
                    + " it or use \"folder\"");
        }
        return Integer.parseInt(digits.group(1));
    }

    private static List<Path> pictures(Path folder) {
        return entries(folder).stream()
                .filter(p -> PICTURE.matcher(DatasetFiles.fileName(p).toLowerCase(Locale.ROOT))
                        .matches())
                .filter(Files::isRegularFile)
                .toList();
    }

    /** What is in {@code folder} and not hidden, by name. */
    private static List<Path> entries(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(p -> !DatasetFiles.fileName(p).startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw DatasetFiles.unreadable(folder, e);
        }
    }
}
