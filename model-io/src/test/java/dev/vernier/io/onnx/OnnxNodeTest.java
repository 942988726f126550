package dev.vernier.io.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The backend tests of the ONNX project, straight from their archive: what is supported answers right, nothing crashes. */
class OnnxNodeTest {
    private static final Path ARCHIVE =
            Path.of(System.getProperty("vernier.shared", "../../shared")).resolve("reference/operators/onnx-node.zip");

    /** Tests of supported operators that are not passed, and why. */
    static final Map<String, String> NOT_PASSED = Map.ofEntries(
            Map.entry(
                    "test_affine_grid_2d_expanded", "how many axes a value has depends on numbers given while it runs"),
            Map.entry(
                    "test_affine_grid_2d_align_corners_expanded",
                    "how many axes a value has depends on numbers given while it runs"),
            Map.entry("test_celu_bfloat16_expanded", "rounds to bfloat16 after every step"),
            Map.entry("test_operator_add_broadcast", "float64 values beyond float32"),
            Map.entry("test_operator_add_size1_right_broadcast", "float64 values beyond float32"),
            Map.entry("test_operator_add_size1_singleton_broadcast", "float64 values beyond float32"),
            Map.entry("test_operator_addconstant", "float64 values beyond float32"));

    @ParameterizedTest
    @CsvSource({"node/, 1433", "pytorch-operator/, 31", "pytorch-converted/, 82", "simple/, 7"})
    void whatIsSupportedIsRight(String folder, int atLeast) throws IOException {
        assumeTrue(Files.exists(ARCHIVE), () -> "skipped because " + ARCHIVE + " is not there");
        Map<String, String> failures = new TreeMap<>();
        int passed = 0;
        for (NodeTestOutcomes.Ended ended : NodeTestOutcomes.of(ARCHIVE, folder)) {
            NodeTestArchive.NodeTest test = ended.test();
            NodeTestRun.Outcome outcome = ended.outcome();
            if (outcome.kind() == NodeTestRun.Kind.PASSED) {
                passed++;
                assertThat(NOT_PASSED).as("a test that passes is not listed").doesNotContainKey(test.name());
            } else if (outcome.kind() != NodeTestRun.Kind.UNSUPPORTED && !NOT_PASSED.containsKey(test.name())) {
                failures.put(test.name(), outcome.kind() + ": " + outcome.why());
            }
        }
        assertThat(failures).isEmpty();
        assertThat(passed).isGreaterThanOrEqualTo(atLeast);
    }
}
