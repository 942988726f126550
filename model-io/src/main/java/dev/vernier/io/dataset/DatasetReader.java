package dev.vernier.io.dataset;

import dev.vernier.engine.VernierException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Opens a data set of any known format. */
public final class DatasetReader {
    private DatasetReader() {}

    /**
     * Opens a descriptor ({@code *.dataset.json}), an IDX images file, an {@code .npz}, an {@code .npy}, a CSV file, a CIFAR binary batch or
     * a folder of images; which of them it is follows from its contents, and from its name where they say nothing.
     *
     * @throws VernierException if the file is missing, damaged, of an unknown format, or its labels do not belong to its samples
     */
    public static FileDataset open(Path path) {
        return open(describe(path));
    }

    /**
     * Opens what {@code descriptor} says.
     *
     * @throws VernierException as {@link #open(Path)}
     */
    public static FileDataset open(DatasetDescriptor descriptor) {
        return FileDataset.read(descriptor);
    }

    /**
     * What a descriptor file says, or what follows from a data file alone; the data themselves are not read yet.
     *
     * @throws VernierException if the file is missing, of an unknown format, or a descriptor that is wrong
     */
    public static DatasetDescriptor describe(Path path) {
        if (!Files.exists(path)) {
            throw new VernierException("Data set " + path + " does not exist; check the path");
        }
        String name = DatasetFiles.fileName(path).toLowerCase(Locale.ROOT);
        return name.endsWith(".json") && !Files.isDirectory(path)
                ? DescriptorReader.read(path)
                : DatasetDescriptor.plain(formatOf(path, name), path);
    }

    private static DatasetFormat formatOf(Path path, String name) {
        if (Files.isDirectory(path)) {
            return DatasetFormat.IMAGES;
        }
        byte[] start = DatasetFiles.firstBytes(path, 8);
        if (start.length == 0) {
            throw new VernierException("Data set " + path + " is empty; copy or download it again");
        }
        if (IdxReader.accepts(start) && !name.endsWith(".bin")) {
            return DatasetFormat.IDX;
        }
        if (NpyArray.accepts(start)) {
            return DatasetFormat.NPY;
        }
        if (NpzReader.accepts(start)) {
            return DatasetFormat.NPZ;
        }
        return byName(path, name);
    }

    private static DatasetFormat byName(Path path, String name) {
        if (name.matches(".*\\.(csv|tsv)(\\.gz)?")) {
            return DatasetFormat.CSV;
        }
        if (name.endsWith(".bin")) {
            long size = DatasetFiles.size(path);
            return CifarReader.accepts(size, 1) || !CifarReader.accepts(size, 2)
                    ? DatasetFormat.CIFAR10
                    : DatasetFormat.CIFAR100;
        }
        if (name.matches(".*idx\\d-?ubyte(\\.gz)?")) {
            return DatasetFormat.IDX;
        }
        if (name.endsWith(".npz")) {
            throw new VernierException(
                    "NPZ file " + path + " is not one (it is no zip archive); save it with numpy.savez");
        }
        if (name.endsWith(".npy")) {
            return DatasetFormat.NPY;
        }
        throw new VernierException(
                "Data set " + path + " is of no known format; give an IDX images file, .npz, .npy, .csv, CIFAR .bin, "
                        + "a folder of images or a .dataset.json that says what it is");
    }
}
