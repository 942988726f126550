package dev.vernier.io;

import java.util.ArrayList;
import java.util.List;

/** Everything found while a model was read, in the order it was found. */
public record ImportReport(List<ImportFinding> findings) {
    public ImportReport {
        findings = List.copyOf(findings);
    }

    /** The findings that say what cannot run. */
    public List<ImportFinding> errors() {
        return findings.stream()
                .filter(f -> f.severity() == ImportFinding.Severity.ERROR)
                .toList();
    }

    public List<ImportFinding> ofCode(ImportFinding.Code code) {
        return findings.stream().filter(f -> f.code() == code).toList();
    }

    /** Whether every operation of the model can run. */
    public boolean runs() {
        return errors().isEmpty();
    }

    /** Collects findings while a model is read. */
    public static final class Builder {
        private final List<ImportFinding> findings = new ArrayList<>();

        public void info(ImportFinding.Code code, String layer, String sentence) {
            findings.add(new ImportFinding(code, ImportFinding.Severity.INFO, layer, sentence));
        }

        public void warning(ImportFinding.Code code, String layer, String sentence) {
            findings.add(new ImportFinding(code, ImportFinding.Severity.WARNING, layer, sentence));
        }

        public void error(ImportFinding.Code code, String layer, String sentence) {
            findings.add(new ImportFinding(code, ImportFinding.Severity.ERROR, layer, sentence));
        }

        public ImportReport build() {
            return new ImportReport(findings);
        }
    }
}
