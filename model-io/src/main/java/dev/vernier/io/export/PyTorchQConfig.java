package dev.vernier.io.export;

import dev.vernier.engine.graph.QuantParams;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.quantize.QuantizedLayer;
import dev.vernier.engine.quantize.QuantizedModel;
import dev.vernier.engine.spec.Granularity;
import dev.vernier.engine.spec.LayerConfig;
import dev.vernier.engine.spec.Precision;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.QuantSpec;
import dev.vernier.engine.spec.RangeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Python file that makes a {@code torch.ao.quantization.QConfigMapping}: the preset for everything, and each layer with weights that
 * differs by the name of its module.
 *
 * <p>Module names are read from the names that {@code torch.onnx} gives nodes: {@code /layer1/layer1.0/conv1/Conv} is
 * {@code layer1.0.conv1}. Unsigned 8-bit activations are what torch's backends take, so zero points move by 128.
 */
final class PyTorchQConfig {
    private static final String FLOAT = "None";

    private PyTorchQConfig() {}

    static ConfigText write(ConfigSource source) {
        QuantizedModel model = source.model();
        QuantPlan plan = model.plan();
        List<String> notes = new ArrayList<>();
        StringBuilder text = new StringBuilder("\"\"\"How ")
                .append(PythonText.plain(model.source().name()))
                .append(" is quantized: ")
                .append(plan.preset().label())
                .append(", written by Vernier.\n\n")
                .append("    prepared = quantize_fx.prepare_fx(model.eval(), qconfig_mapping(), example_inputs)\n")
                .append("\"\"\"\n")
                .append("import torch\n")
                .append("from torch.ao.quantization import QConfig, QConfigMapping\n")
                .append("from torch.ao.quantization.observer import (\n")
                .append(
                        "    FixedQParamsObserver,\n    HistogramObserver,\n    MinMaxObserver,\n    MovingAverageMinMaxObserver,\n")
                .append(
                        "    PerChannelMinMaxObserver,\n    PlaceholderObserver,\n    default_dynamic_quant_observer,\n)\n\n\n")
                .append("def qconfig_mapping():\n")
                .append("    mapping = QConfigMapping()\n");
        Optional<String> preset = qconfig(plan.preset().config(), Optional.empty());
        if (preset.isEmpty()) {
            notes.add("Preset " + plan.preset().label() + " stays float: torch has no kernels for "
                    + PrecisionWords.of(plan.preset().config()));
        }
        text.append("    mapping.set_global(").append(preset.orElse(FLOAT)).append(")\n");
        for (QuantizedLayer l : model.layers().values()) {
            if (!l.layer().isInput() && plan.isOverridden(l.layer().name())) {
                layer(l, text, notes);
            }
        }
        return new ConfigText(
                text.append("    return mapping\n")
                        .append("\n\nif __name__ == \"__main__\":\n    print(qconfig_mapping())\n")
                        .toString(),
                notes);
    }

    private static void layer(QuantizedLayer l, StringBuilder text, List<String> notes) {
        String name = l.layer().name();
        if (!l.layer().hasWeights()) {
            notes.add("Layer \"" + name + "\" has no module of its own in torch; it follows the preset there");
            return;
        }
        Optional<String> config = qconfig(l.asked(), fixed(l));
        if (config.isEmpty()) {
            notes.add("Layer \"" + name + "\" stays float: torch has no kernels for " + PrecisionWords.of(l.asked()));
        }
        if (l.asked().activations().isDynamic()
                && l.layer().node().orElseThrow().op() instanceof Conv) {
            notes.add("Layer \"" + name + "\" stays float: torch takes ranges at run time in dense layers only");
        }
        if (setsWeightRange(l.asked().weights())) {
            notes.add("Layer \"" + name + "\": torch takes weight ranges from the extremes, not from the plan");
        }
        text.append("    mapping.set_module_name(")
                .append(PythonText.literal(moduleName(name, l.layer().weights().orElseThrow())))
                .append(", ")
                .append(config.orElse(FLOAT))
                .append(")\n");
    }

    private static boolean setsWeightRange(QuantSpec weights) {
        return weights.precision().isInteger() && !weights.rule().equals(RangeRule.MIN_MAX);
    }

    /** The grid of an output whose range was set by hand or came with a file. */
    private static Optional<QuantParams> fixed(QuantizedLayer l) {
        RangeRule rule = l.asked().activations().rule();
        boolean byHand = rule instanceof RangeRule.Manual || rule instanceof RangeRule.Given;
        return byHand ? l.outputParams() : Optional.empty();
    }

    /** The path of a module from the name that torch's exporter made of it. */
    static String moduleName(String name, String weights) {
        if (!name.startsWith("/")) {
            return weights.endsWith(".weight") ? weights.substring(0, weights.length() - ".weight".length()) : name;
        }
        String[] parts = name.substring(1).split("/");
        String path = "";
        for (int i = 0; i < parts.length - 1; i++) {
            boolean whole = path.isEmpty() || parts[i].startsWith(path + ".");
            path = whole ? parts[i] : path + "." + parts[i];
        }
        return path;
    }

    /** A QConfig as source; empty where torch has none. */
    private static Optional<String> qconfig(LayerConfig config, Optional<QuantParams> fixed) {
        QuantSpec w = config.weights();
        QuantSpec a = config.activations();
        if (PrecisionWords.isFloat(config, true)) {
            return Optional.of(FLOAT);
        }
        if (w.precision() == Precision.FP16 && a.precision() == Precision.FP16) {
            String half = "PlaceholderObserver.with_args(dtype=torch.float16)";
            return Optional.of("QConfig(\n        activation=" + half + ",\n        weight=" + half + ")");
        }
        boolean weights = w.precision() == Precision.INT8 && w.symmetric() && !PrecisionWords.isInBlocks(w);
        if (!weights || !(a.precision() == Precision.INT8)) {
            return Optional.empty();
        }
        String activation = a.isDynamic()
                ? "default_dynamic_quant_observer"
                : fixed.map(PyTorchQConfig::fixedObserver).orElseGet(() -> observer(a));
        return Optional.of(
                "QConfig(\n        activation=" + activation + ",\n        weight=" + weightObserver(w) + ")");
    }

    private static String weightObserver(QuantSpec w) {
        boolean perChannel = w.granularity() instanceof Granularity.PerChannel;
        int low = w.narrowRange() ? -127 : -128;
        return (perChannel ? "PerChannelMinMaxObserver" : "MinMaxObserver")
                + ".with_args(\n            dtype=torch.qint8, "
                + "qscheme=torch." + (perChannel ? "per_channel_symmetric" : "per_tensor_symmetric") + ", quant_min="
                + low + ", quant_max=127)";
    }

    private static String observer(QuantSpec a) {
        boolean averaged = a.rule() instanceof RangeRule.MovingAverage;
        String name = averaged
                ? "MovingAverageMinMaxObserver"
                : a.rule().equals(RangeRule.MIN_MAX) ? "MinMaxObserver" : "HistogramObserver";
        String constant =
                averaged ? "averaging_constant=" + ((RangeRule.MovingAverage) a.rule()).constant() + ", " : "";
        String scheme = a.symmetric() ? "per_tensor_symmetric" : "per_tensor_affine";
        return name + ".with_args(\n            " + constant + "dtype=torch.quint8, qscheme=torch." + scheme
                + ", quant_min=0, quant_max=255)";
    }

    private static String fixedObserver(QuantParams grid) {
        return "FixedQParamsObserver.with_args(\n            scale=" + grid.scale() + ", zero_point="
                + (grid.zeroPoint() + 128) + ", dtype=torch.quint8, quant_min=0, quant_max=255)";
    }
}
