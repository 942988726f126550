package dev.vernier.io.tflite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The files in an archive, held in memory. */
final class ZipEntries {
    private ZipEntries() {}

    /** By file name without folders, in alphabetical order. */
    static Map<String, byte[]> of(Path zip) throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        try (InputStream in = Files.newInputStream(zip);
                ZipInputStream archive = new ZipInputStream(in)) {
            for (ZipEntry e = archive.getNextEntry(); e != null; e = archive.getNextEntry()) {
                if (!e.isDirectory()) {
                    entries.put(e.getName().substring(e.getName().lastIndexOf('/') + 1), archive.readAllBytes());
                }
            }
        }
        return entries;
    }
}
