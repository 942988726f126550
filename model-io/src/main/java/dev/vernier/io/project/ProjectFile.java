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
import dev.vernier.io.BrokenJson;
import dev.vernier.io.plan.PlanReader;
import dev.vernier.io.plan.PlanWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
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
    private static final int VERSION = 2;
    private static final long LARGEST = 256L << 20;
    private static final int MOST_CALIBRATION_SAMPLES = 100_000_000;
    private static final Set<String> KEYS = Set.of(
            "format",
            "version",
            "sample",
            "model",
            "data",
            "reading",
            "calibration",
            "calibrationSamples",
            "plan",
            "snapshots",
            "layer",
            "view",
            "calibrated");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path file;
    private final ProjectFields fields;
    private final MeasuredJson measured;

    private ProjectFile(Path file) {
        this.file = file;
        this.fields = new ProjectFields(file);
        this.measured = new MeasuredJson(fields);
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
            throw new VernierException(
                    "Project " + file + " is not JSON: " + BrokenJson.words(e) + "; give one saved by Vernier", e);
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
        p.reading().ifPresent(r -> json.set("reading", parsed(r)));
        p.calibration().ifPresent(f -> json.set("calibration", toJson(f)));
        json.put("calibrationSamples", p.calibrationSamples());
        json.set("plan", toJson(p.plan()));
        ArrayNode snapshots = json.putArray("snapshots");
        for (SavedProject.Kept s : p.snapshots()) {
            ObjectNode one = snapshots.addObject();
            one.put("letter", s.letter()).put("words", s.words());
            one.set("plan", toJson(s.plan()));
            s.score().ifPresent(score -> one.set("measured", MeasuredJson.toJson(score)));
        }
        p.view().layer().ifPresent(l -> json.put("layer", l));
        ObjectNode view = json.putObject("view");
        p.view().distribution().ifPresent(d -> view.put("distribution", d));
        view.put("byChannel", p.view().byChannel());
        p.view().drawer().ifPresent(d -> view.put("drawer", d));
        p.view().metric().ifPresent(m -> view.put("metric", m));
        p.calibrated().ifPresent(c -> json.set("calibrated", MeasuredJson.toJson(c)));
        return json;
    }

    private static JsonNode toJson(QuantPlan plan) {
        return parsed(PlanWriter.write(plan));
    }

    /** @param json written by this program */
    private static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
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
            throw fields.error("version", "must be a whole number from 1 on");
        }
        if (version.intValue() > VERSION) {
            throw new VernierException("Project " + file + " is of version " + version.intValue()
                    + "; this program reads up to version " + VERSION + ", use a newer one");
        }
        fields.checkKeys(root, KEYS, "");
        Optional<String> sample = fields.text(root, "sample", "");
        Optional<SavedFile> model = saved(root, "model");
        if (sample.isPresent() == model.isPresent()) {
            throw fields.error("model", "and sample: a project names one of them");
        }
        return new SavedProject(
                sample,
                model,
                saved(root, "data"),
                root.has("reading")
                        ? Optional.of(fields.object(root, "reading", "").toString())
                        : Optional.empty(),
                saved(root, "calibration"),
                fields.count(root, "calibrationSamples", "", 1, MOST_CALIBRATION_SAMPLES),
                plan(root, ""),
                snapshots(root),
                view(root),
                root.has("calibrated")
                        ? Optional.of(measured.summary(fields.object(root, "calibrated", ""), "calibrated."))
                        : Optional.empty());
    }

    private SavedView view(JsonNode root) {
        Optional<String> layer = fields.text(root, "layer", "");
        if (!root.has("view")) {
            return new SavedView(layer, Optional.empty(), false, Optional.empty(), Optional.empty());
        }
        JsonNode view = fields.object(root, "view", "");
        fields.checkKeys(view, Set.of("distribution", "byChannel", "drawer", "metric"), "view.");
        JsonNode byChannel = view.path("byChannel");
        if (!byChannel.isMissingNode() && !byChannel.isBoolean()) {
            throw fields.error("view.byChannel", "must be true or false");
        }
        return new SavedView(
                layer,
                fields.text(view, "distribution", "view."),
                byChannel.booleanValue(),
                fields.text(view, "drawer", "view."),
                fields.text(view, "metric", "view."));
    }

    private List<SavedProject.Kept> snapshots(JsonNode root) {
        JsonNode node = root.path("snapshots");
        if (!node.isMissingNode() && !node.isArray()) {
            throw fields.error("snapshots", "must be an array");
        }
        List<SavedProject.Kept> all = new ArrayList<>();
        for (JsonNode s : node) {
            String at = "snapshots[" + all.size() + "]";
            if (!s.isObject()) {
                throw fields.error(at, "must be an object");
            }
            fields.checkKeys(s, Set.of("letter", "words", "plan", "measured"), at + ".");
            all.add(new SavedProject.Kept(
                    fields.required(s, "letter", at + "."),
                    fields.text(s, "words", at + ".").orElse(""),
                    plan(s, at + "."),
                    s.has("measured")
                            ? Optional.of(measured.score(fields.object(s, "measured", at + "."), at + ".measured."))
                            : Optional.empty()));
        }
        return all;
    }

    private QuantPlan plan(JsonNode parent, String prefix) {
        JsonNode node = parent.path("plan");
        if (!node.isObject()) {
            throw fields.error(prefix + "plan", "must be a plan { \"format\": \"vernier-plan\", … }");
        }
        return PlanReader.read(node.toPrettyString(), file + ", " + prefix + "plan");
    }

    private Optional<SavedFile> saved(JsonNode root, String key) {
        JsonNode node = root.path(key);
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        if (!node.isObject()) {
            throw fields.error(key, "must be an object { \"path\": … }");
        }
        fields.checkKeys(node, Set.of("path", "sha256"), key + ".");
        String path = fields.required(node, "path", key + ".");
        try {
            Path folder = file.toAbsolutePath().normalize().getParent();
            return Optional.of(new SavedFile(
                    folder.resolve(path).normalize(),
                    fields.text(node, "sha256", key + ".").orElse("")));
        } catch (InvalidPathException e) {
            throw fields.error(key + ".path", "'" + path + "' is not a file name");
        }
    }
}
