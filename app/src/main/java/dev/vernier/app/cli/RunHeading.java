package dev.vernier.app.cli;

import dev.vernier.app.format.NumberText;
import dev.vernier.engine.calibrate.CalibrationResult;
import dev.vernier.engine.data.Dataset;
import java.io.PrintWriter;

/** The lines over a table: what was evaluated, on which data, calibrated on what. */
final class RunHeading {
    private RunHeading() {}

    static void print(PreparedRun run, PrintWriter out, TerminalStyle style) {
        CalibrationResult calibration = run.calibration();
        out.println(style.strong(run.project().modelName()) + " on " + run.samples() + " samples of "
                + run.project().data().name()
                + (hasTruth(run.project().data()) ? "" : " (without labels: agreement instead of accuracy)"));
        out.println("calibrated on " + calibration.samples() + " samples of " + calibration.source() + ", target "
                + run.target().title());
        calibration.findings().forEach(f -> out.println(style.warning("warning: " + f)));
        out.println();
    }

    private static boolean hasTruth(Dataset data) {
        return data.hasLabels() || data.target().isPresent();
    }

    static void printTime(PreparedRun run, PrintWriter out, TerminalStyle style) {
        out.println();
        out.println(style.faint("done in " + NumberText.duration((long) (run.totalSeconds() * 1e9))));
        out.flush();
    }
}
