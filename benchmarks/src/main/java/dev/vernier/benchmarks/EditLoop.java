package dev.vernier.benchmarks;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;

/** Edits layer after layer for a while: something to look at with a profiler. */
public final class EditLoop {
    private EditLoop() {}

    public static void main(String[] args) throws InterruptedException, OrtException {
        Thread loader = new Thread(null, OrtEnvironment::getEnvironment, "onnxruntime loader", 64L << 20);
        loader.start();
        loader.join();
        Subject subject = Subject.of(args[0]);
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
            long t = System.nanoTime();
            int ran = subject.evaluate(subject.nextEdit()).work().stepsRun();
            System.out.printf("%.1f ms, %d steps%n", (System.nanoTime() - t) / 1e6, ran);
        }
    }
}
