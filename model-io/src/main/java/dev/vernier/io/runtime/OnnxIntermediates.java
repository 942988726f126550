package dev.vernier.io.runtime;

import ai.onnx.proto.OnnxMl;
import dev.vernier.engine.VernierException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** An exported ONNX file, looked into: which values it computes, and a copy that answers with them, too. */
final class OnnxIntermediates {
    private final OnnxMl.ModelProto model;
    private final String file;

    private OnnxIntermediates(OnnxMl.ModelProto model, String file) {
        this.model = model;
        this.file = file;
    }

    /** @throws VernierException if the file is no ONNX model */
    static OnnxIntermediates of(Path file) {
        try {
            return new OnnxIntermediates(OnnxMl.ModelProto.parseFrom(Files.readAllBytes(file)), file.toString());
        } catch (IOException e) {
            throw new VernierException(
                    "File " + file + " cannot be read as an ONNX model: " + e.getMessage() + "; give the exported file",
                    e);
        }
    }

    /** Names of everything that a node computes. */
    Set<String> computed() {
        Set<String> names = new HashSet<>();
        model.getGraph().getNodeList().forEach(n -> names.addAll(n.getOutputList()));
        return names;
    }

    /** The dimensions of the stored tensor called {@code name}; empty if there is none. */
    List<Long> storedShape(String name) {
        return model.getGraph().getInitializerList().stream()
                .filter(t -> t.getName().equals(name))
                .findFirst()
                .map(OnnxMl.TensorProto::getDimsList)
                .orElse(List.of());
    }

    /** A copy that answers with {@code values} after its own outputs, loaded. */
    OnnxRuntime answering(Collection<String> values, int threads) {
        OnnxMl.ModelProto.Builder copy = model.toBuilder();
        Set<String> answered = new HashSet<>();
        copy.getGraph().getOutputList().forEach(o -> answered.add(o.getName()));
        for (String value : values) {
            if (answered.add(value)) {
                copy.getGraphBuilder()
                        .addOutput(OnnxMl.ValueInfoProto.newBuilder().setName(value));
            }
        }
        return OnnxRuntime.load(
                file + " with its intermediate results", copy.build().toByteArray(), threads);
    }
}
