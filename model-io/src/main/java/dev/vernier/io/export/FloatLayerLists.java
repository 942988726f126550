package dev.vernier.io.export;

import dev.vernier.engine.quantize.QuantizedLayer;
import dev.vernier.engine.quantize.QuantizedModel;
import java.util.ArrayList;
import java.util.List;

/** Formats that can say one thing of a layer, that it stays float: NNCF's ignored scope and TensorFlow Lite's deny list. */
final class FloatLayerLists {
    private FloatLayerLists() {}

    static ConfigText nncf(ConfigSource source) {
        QuantizedModel model = source.model();
        String text = "\"\"\"Layers of " + PythonText.plain(model.source().name()) + " that NNCF leaves float.\n"
                + "\n"
                + "    quantized = nncf.quantize(model, calibration_dataset, ignored_scope=ignored_scope)\n"
                + "\"\"\"\n"
                + "import nncf\n"
                + "\n"
                + "ignored_scope = nncf.IgnoredScope(names=" + PythonText.list(floats(model)) + ")\n";
        return new ConfigText(text, notes(model));
    }

    static ConfigText tfliteDenyList(ConfigSource source) {
        QuantizedModel model = source.model();
        String text = "\"\"\"Layers of " + PythonText.plain(model.source().name())
                + " that TensorFlow Lite's converter leaves float.\n"
                + "\n"
                + "    options = tf.lite.experimental.QuantizationDebugOptions(denylisted_nodes=denylisted_nodes)\n"
                + "    debugger = tf.lite.experimental.QuantizationDebugger(\n"
                + "        converter=converter, debug_dataset=samples, debug_options=options)\n"
                + "    quantized = debugger.get_nondebug_quantized_model()\n"
                + "\"\"\"\n"
                + "denylisted_nodes = " + PythonText.list(floats(model)) + "\n";
        return new ConfigText(text, notes(model));
    }

    private static List<String> floats(QuantizedModel model) {
        return model.layers().values().stream()
                .filter(l -> !l.layer().isInput() && !isQuantized(l))
                .map(l -> l.layer().name())
                .toList();
    }

    private static boolean isQuantized(QuantizedLayer l) {
        return l.outputParams().isPresent();
    }

    /** Everything else that a plan says of a layer is lost here. */
    private static List<String> notes(QuantizedModel model) {
        List<String> notes = new ArrayList<>();
        boolean other = model.layers().values().stream()
                .anyMatch(l -> !l.layer().isInput()
                        && !isQuantized(l)
                        && !PrecisionWords.isFloat(l.asked(), l.layer().hasWeights())
                        && (l.layer().isQuantizable() || l.layer().hasWeights()));
        if (other) {
            notes.add("The list says only which layers stay float; layers with fp16, dynamic or weight-only precision"
                    + " are among them");
        }
        return notes;
    }
}
