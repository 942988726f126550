package dev.vernier.io.project;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vernier.engine.VernierException;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.io.AtomicFile;
import dev.vernier.io.plan.PlanReader;
import dev.vernier.io.plan.PlanWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A project on disk, {@code *.vernier.json}. Read strictly: what is unknown or of another kind is an error that names its place. Paths are
 * written relative to the project's folder where one file system holds both.
 */
public final class ProjectFile {
    /** What a project's file name ends with. */
    public static final String ENDING = ".vernier.json";

    private static final String FORMAT = "vernier-project";
    private static final int VERSION = 1;
    private static final long LARGEST = 256L << 20;
    private static final int MOST_CALIBRATION_SAMPLES = 100_000_000;
    private static final Set<String> KEYS = Set.of(
            "format",
            "version",
            "sample",
            "model",
            "data",
            "calibration",
            "calibrationSamples",
            "plan",
            "snapshots",
            "layer");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path file;

    private ProjectFile(Path file) {
        this.file = file;
    }

    /** @throws VernierException if the file cannot be written; what was there before is still there */
    public static void write(Path file, SavedProject project) {
        byte[] json = (new ProjectFile(file).toJson(project).toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(file, out -> out.write(json));
    }

    /** @throws VernierException if the file is missing, is no project, is of a newer version, or says something that none can */
    public static SavedProject read(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new VernierException(
                        "Project " + file + " is larger than " + (LARGEST >> 20) + " MB; give one saved by Vernier");
            }
            return new ProjectFile(file).project(JSON.readTree(Files.readAllBytes(file)));
        } catch (JsonProcessingException e) {
            String line = e.getLocation() == null
                    ? "?"
                    : Integer.toString(e.getLocation().getLineNr());
            throw new VernierException(
                    "Project " + file + ", line " + line + " is not JSON: " + e.getOriginalMessage(), e);
        } catch (NoSuchFileException e) {
            throw new VernierException("Project " + file + " does not exist; check the path", e);
        } catch (IOException e) {
            throw new VernierException(
                    "Project " + file + " cannot be read (" + e.getMessage() + "); check the file", e);
        }
    }

    private ObjectNode toJson(SavedProject p) {
        ObjectNode json = JSON.createObjectNode();
        json.put("format", FORMAT);
        json.put("version", VERSION);
        p.sample().ifPresent(s -> json.put("sample", s));
        p.model().ifPresent(f -> json.set("model", toJson(f)));
        p.data().ifPresent(f -> json.set("data", toJson(f)));
        p.calibration().ifPresent(f -> json.set("calibration", toJson(f)));
        json.put("calibrationSamples", p.calibrationSamples());
        json.set("plan", toJson(p.plan()));
        ArrayNode snapshots = json.putArray("snapshots");
        for (SavedProject.Kept s : p.snapshots()) {
            snapshots
                    .addObject()
                    .put("letter", s.letter())
                    .put("words", s.words())
                    .set("plan", toJson(s.plan()));
        }
        p.layer().ifPresent(l -> json.put("layer", l));
        return json;
    }

    private static JsonNode toJson(QuantPlan plan) {
        try {
            return JSON.readTree(PlanWriter.write(plan));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private ObjectNode toJson(SavedFile saved) {
        ObjectNode json = JSON.createObjectNode();
        Path folder = file.toAbsolutePath().normalize().getParent();
        boolean sameRoot =
                saved.path().getRoot() != null && saved.path().getRoot().equals(folder.getRoot());
        Path shown = sameRoot ? folder.relativize(saved.path()) : saved.path();
        json.put("path", shown.toString().replace('\\', '/'));
        if (!saved.sha256().isEmpty()) {
            json.put("sha256", saved.sha256());
        }
        return json;
    }

    private SavedProject project(JsonNode root) {
        if (!root.isObject() || !FORMAT.equals(root.path("format").textValue())) {
            throw new VernierException("Project " + file + " is no project: it has no \"format\": \"" + FORMAT
                    + "\"; give one saved by Vernier");
        }
        JsonNode version = root.path("version");
        if (!version.canConvertToInt() || !version.isIntegralNumber() || version.intValue() < 1) {
            throw error("version", "must be a whole number from 1 on");
        }
        if (version.intValue() > VERSION) {
            throw new VernierException("Project " + file + " is of version " + version.intValue()
                    + "; this program reads up to version " + VERSION + ", use a newer one");
        }
        checkKeys(root, KEYS, "");
        Optional<String> sample = text(root, "sample", "");
        Optional<SavedFile> model = saved(root, "model");
        if (sample.isPresent() == model.isPresent()) {
            throw error("model", "and sample: a project names one of them");
        }
        JsonNode samples = root.path("calibrationSamples");
        if (!samples.isIntegralNumber()
                || !samples.canConvertToInt()
                || samples.intValue() < 1
                || samples.intValue() > MOST_CALIBRATION_SAMPLES) {
            throw error("calibrationSamples", "must be a whole number from 1 to " + MOST_CALIBRATION_SAMPLES);
        }
        return new SavedProject(
                sample,
                model,
                saved(root, "data"),
                saved(root, "calibration"),
                samples.intValue(),
                plan(root, ""),
                snapshots(root),
                text(root, "layer", ""));
    }

    private List<SavedProject.Kept> snapshots(JsonNode root) {
        JsonNode node = root.path("snapshots");
        if (!node.isMissingNode() && !node.isArray()) {
            throw error("snapshots", "must be an array");
        }
        List<SavedProject.Kept> all = new ArrayList<>();
        for (JsonNode s : node) {
            String at = "snapshots[" + all.size() + "]";
            if (!s.isObject()) {
                throw error(at, "must be an object");
            }
            checkKeys(s, Set.of("letter", "words", "plan"), at + ".");
            all.add(new SavedProject.Kept(
                    text(s, "letter", at + ".").orElseThrow(() -> error(at + ".letter", "is missing")),
                    text(s, "words", at + ".").orElse(""),
                    plan(s, at + ".")));
        }
        return all;
    }

    private QuantPlan plan(JsonNode parent, String prefix) {
        JsonNode node = parent.path("plan");
        if (!node.isObject()) {
            throw error(prefix + "plan", "must be a plan { \"format\": \"vernier-plan\", … }");
        }
        return PlanReader.read(node.toPrettyString(), file + ", " + prefix + "plan");
    }

    private Optional<SavedFile> saved(JsonNode root, String key) {
        JsonNode node = root.path(key);
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        if (!node.isObject()) {
            throw error(key, "must be an object { \"path\": … }");
        }
        checkKeys(node, Set.of("path", "sha256"), key + ".");
        String path = text(node, "path", key + ".").orElseThrow(() -> error(key + ".path", "is missing"));
        try {
            Path folder = file.toAbsolutePath().normalize().getParent();
            return Optional.of(new SavedFile(
                    folder.resolve(path).normalize(),
                    text(node, "sha256", key + ".").orElse("")));
        } catch (InvalidPathException e) {
            throw error(key + ".path", "'" + path + "' is not a file name");
        }
    }

    private Optional<String> text(JsonNode parent, String key, String prefix) {
        JsonNode node = parent.path(key);
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        if (!node.isTextual()) {
            throw error(
                    prefix + key,
                    "must be a text, not " + node.getNodeType().name().toLowerCase(java.util.Locale.ROOT));
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

    private VernierException error(String field, String what) {
        return new VernierException("Project " + file + ", " + field + " " + what);
    }
}
