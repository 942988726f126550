package dev.vernier.io.export;

import dev.vernier.io.AtomicFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Writes configs and numbers for other tools; the table of who writes which. */
public final class ConfigExport {
    private static final Map<ExportFormat, ConfigWriter> WRITERS = new EnumMap<>(ExportFormat.class);

    static {
        WRITERS.put(ExportFormat.ORT_OVERRIDES, OrtTensorOverrides::write);
        WRITERS.put(ExportFormat.AEQ_RECIPE, AeqRecipe::write);
        WRITERS.put(ExportFormat.AEQ_CALIBRATION, AeqCalibration::write);
        WRITERS.put(ExportFormat.AIMET_0_6_1, AimetEncodings061::write);
        WRITERS.put(ExportFormat.AIMET_1_0_0, AimetEncodings100::write);
        WRITERS.put(ExportFormat.AIMET_2_0_0, AimetEncodings200::write);
        WRITERS.put(ExportFormat.PYTORCH, PyTorchQConfig::write);
        WRITERS.put(ExportFormat.NNCF, FloatLayerLists::nncf);
        WRITERS.put(ExportFormat.TFLITE_DENY_LIST, FloatLayerLists::tfliteDenyList);
        WRITERS.put(ExportFormat.MODEL_EXPLORER, s -> ModelExplorerData.write(s, LayerNumber.OUTPUT_SQNR));
        WRITERS.put(ExportFormat.CSV, LayerCsv::write);
    }

    private ConfigExport() {}

    /** Whether {@code format} is a config that is written from a quantized model. */
    public static boolean writes(ExportFormat format) {
        return WRITERS.containsKey(format);
    }

    /**
     * The file's text.
     *
     * @throws IllegalArgumentException if the format is no config
     */
    public static ConfigText text(ExportFormat format, ConfigSource source) {
        ConfigWriter writer = WRITERS.get(format);
        if (writer == null) {
            throw new IllegalArgumentException(format + " is no config");
        }
        return writer.write(source);
    }

    /**
     * Node data for Model Explorer with the number that is asked for.
     *
     * @throws dev.vernier.engine.VernierException if no layer has it
     */
    public static ConfigText nodeData(ConfigSource source, LayerNumber number) {
        return ModelExplorerData.write(source, number);
    }

    /**
     * Replaces {@code target}, or creates it; a failure leaves what was there.
     *
     * @return what the format could not say
     */
    public static List<String> write(ConfigText config, Path target) {
        AtomicFile.write(target, out -> out.write(config.text().getBytes(StandardCharsets.UTF_8)));
        return config.notes();
    }
}
