package dev.vernier.app.cli;

import dev.vernier.app.format.NumberText;
import dev.vernier.engine.calibrate.CalibrationResult;
import java.io.PrintWriter;

/** The lines over a table: what was evaluated, on which data, calibrated on what. */
final class RunHeading {
    private RunHeading() {}

    static void print(PreparedRun run, PrintWriter out, TerminalStyle style) {
        CalibrationResult calibration = run.calibration();
        out.println(style.strong(run.project().modelName()) + " on " + run.samples() + " samples of "
                + run.project().data().name()
                + (run.project().data().hasLabels() ? "" : " (without labels: agreement instead of accuracy)"));
        out.println("calibrated on " + calibration.samples() + " samples of " + calibration.source() + ", target "
                + run.target().title());
        out.println();
    }

    static void printTime(PreparedRun run, PrintWriter out, TerminalStyle style) {
        out.println();
        out.println(style.faint("done in " + NumberText.duration((long) (run.totalSeconds() * 1e9))));
        out.flush();
    }
}
