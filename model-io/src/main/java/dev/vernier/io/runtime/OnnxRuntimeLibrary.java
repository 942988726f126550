package dev.vernier.io.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.vernier.engine.VernierException;
import java.util.concurrent.atomic.AtomicReference;

/** The process's one ONNX Runtime environment, loaded when first asked for. */
final class OnnxRuntimeLibrary {
    /**
     * ONNX Runtime 1.29 matches the process's command line against a regular expression, recursively, when it is first loaded: with a class
     * path of some thousand characters an ordinary stack is too small, and the process dies.
     */
    private static final long STACK_BYTES = 64L << 20;

    private static OrtEnvironment environment;

    private OnnxRuntimeLibrary() {}

    static synchronized OrtEnvironment environment() {
        if (environment == null) {
            environment = load();
        }
        return environment;
    }

    static String version() {
        return environment().getVersion();
    }

    private static OrtEnvironment load() {
        AtomicReference<OrtEnvironment> loaded = new AtomicReference<>();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread loader = new Thread(
                null,
                () -> {
                    try {
                        loaded.set(OrtEnvironment.getEnvironment());
                    } catch (RuntimeException | LinkageError e) {
                        failure.set(e);
                    }
                },
                "onnxruntime loader",
                STACK_BYTES);
        loader.start();
        try {
            loader.join();
            if (loaded.get() == null) {
                throw new VernierException(
                        "ONNX Runtime cannot be loaded on this machine: "
                                + failure.get().getMessage(),
                        failure.get());
            }
            loaded.get().setTelemetry(false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VernierException("Loading ONNX Runtime was interrupted; try again", e);
        } catch (OrtException e) {
            throw new VernierException("ONNX Runtime cannot be set up: " + e.getMessage(), e);
        }
        return loaded.get();
    }
}
