package dev.vernier.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vernier.engine.diagnose.Cure;
import dev.vernier.engine.diagnose.Diagnosis;
import dev.vernier.engine.diagnose.Evidence;
import dev.vernier.engine.diagnose.Finding;
import dev.vernier.engine.diagnose.LayerNoise;
import java.util.List;

/** A diagnosis as {@code --json} prints it. */
final class DiagnosisJson {
    private DiagnosisJson() {}

    static ObjectNode of(Diagnosis diagnosis) {
        ObjectNode json = ResultJson.object();
        json.put("headline", diagnosis.headline());
        json.put("healthy", diagnosis.healthy());
        ArrayNode findings = json.putArray("findings");
        diagnosis.findings().forEach(f -> findings.add(finding(f)));
        ArrayNode layers = json.putArray("layers");
        diagnosis.layers().forEach(l -> layers.add(noise(l)));
        return json;
    }

    private static ObjectNode finding(Finding f) {
        ObjectNode json = ResultJson.object();
        json.put("kind", f.kind().label());
        json.put("severity", f.severity().label());
        json.put("layer", f.layer());
        words(json.putArray("others"), f.others());
        json.put("tensor", f.tensor());
        ArrayNode channels = json.putArray("channels");
        f.channels().forEach(channels::add);
        json.put("title", f.title());
        json.put("sentence", f.sentence());
        json.set("noiseShare", ResultJson.number(f.noiseShare()));
        ArrayNode evidence = json.putArray("evidence");
        f.evidence().forEach(e -> evidence.add(evidence(e)));
        ArrayNode cures = json.putArray("cures");
        f.cures().forEach(c -> cures.add(cure(c)));
        return json;
    }

    private static ObjectNode evidence(Evidence e) {
        ObjectNode json = ResultJson.object().put("name", e.name());
        json.set("value", ResultJson.number(e.value()));
        return json.put("unit", e.unit().label());
    }

    private static ObjectNode cure(Cure cure) {
        ObjectNode json = ResultJson.object().put("words", cure.words()).put("promise", cure.promise());
        if (cure instanceof Cure.Equalize) {
            json.put("improve", "cle");
        } else if (cure instanceof Cure.Learn) {
            json.put("improve", ((Cure.Learn) cure).how().label());
        } else if (cure instanceof Cure.Settings) {
            words(
                    json.putArray("layers"),
                    List.copyOf(((Cure.Settings) cure).settings().keySet()));
        }
        return json;
    }

    private static ObjectNode noise(LayerNoise n) {
        ObjectNode json = ResultJson.object().put("name", n.layer());
        json.set("share", ResultJson.number(n.share()));
        json.set("addedDb", ResultJson.number(LayerNoise.decibels(n.added())));
        json.set("fromInputDb", ResultJson.number(LayerNoise.decibels(n.fromInput())));
        json.set("fromWeightsDb", ResultJson.number(LayerNoise.decibels(n.fromWeights())));
        json.set("fromOutputDb", ResultJson.number(LayerNoise.decibels(n.fromOutput())));
        return json;
    }

    private static void words(ArrayNode json, List<String> words) {
        words.forEach(json::add);
    }
}
