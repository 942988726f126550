package dev.vernier.io.plan;

import dev.vernier.engine.VernierException;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.io.AtomicFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A plan on disk. */
public final class PlanFile {
    private static final long LARGEST = 64L << 20;

    private PlanFile() {}

    /** @throws VernierException if the file is missing, is no plan, or says something that no plan can */
    public static QuantPlan read(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new VernierException(
                        "Plan " + file + " is larger than " + (LARGEST >> 20) + " MB; give a plan saved by Vernier");
            }
            return PlanReader.read(Files.readString(file, StandardCharsets.UTF_8), file.toString());
        } catch (NoSuchFileException e) {
            throw new VernierException("Plan " + file + " does not exist; check the path", e);
        } catch (CharacterCodingException e) {
            throw new VernierException("Plan " + file + " is not text; give a plan saved by Vernier", e);
        } catch (IOException e) {
            throw new VernierException("Plan " + file + " cannot be read (" + e.getMessage() + "); check the file", e);
        }
    }

    /** @throws VernierException if the file cannot be written; what was there before is still there */
    public static void write(Path file, QuantPlan plan) {
        byte[] json = PlanWriter.write(plan).getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(file, out -> out.write(json));
    }
}
