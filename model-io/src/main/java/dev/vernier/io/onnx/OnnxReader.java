package dev.vernier.io.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.vernier.engine.VernierException;
import dev.vernier.engine.graph.DataType;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.op.Cast;
import dev.vernier.engine.spec.QuantPlan;
import dev.vernier.engine.spec.TargetRuntime;
import dev.vernier.io.ImportFinding;
import dev.vernier.io.ImportReport;
import dev.vernier.io.ImportedModel;
import dev.vernier.io.ModelFormat;
import dev.vernier.io.normalize.Normalizer;
import dev.vernier.io.plan.FoundPlan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code .onnx} files.
 *
 * <p>The file is read once into memory outside the Java heap and parsed with aliasing, so that weights are never copied: the constants of
 * the graph are views of that one buffer. It is not mapped, because a file that is overwritten while mapped takes the process down.
 */
public final class OnnxReader implements ModelFormat {
    /** Oldest and newest version of the standard operators whose differences are known here. */
    static final int OLDEST_OPSET = 7;

    static final int NEWEST_OPSET = 23;

    @Override
    public String name() {
        return "ONNX";
    }

    @Override
    public List<String> extensions() {
        return List.of(".onnx");
    }

    /** Never: a protobuf file has no signature. */
    @Override
    public boolean recognises(byte[] head) {
        return false;
    }

    @Override
    public ImportedModel read(Path file) {
        ByteBuffer bytes = bytes(file);
        ModelProto model = parse(file, bytes);
        ImportReport.Builder report = new ImportReport.Builder();
        try (OnnxExternalData external = OnnxExternalData.beside(file)) {
            Graph converted = new OnnxToGraph(model, new OnnxTensors(external), report).convert(graphName(file));
            LiftedQuantization lifted = lifted(converted, report);
            Graph graph = lifted.graph();
            String producer = (model.getProducerName() + " " + model.getProducerVersion()).trim();
            long fileBytes = bytes.capacity() + external.fileBytes();
            return new ImportedModel(
                    graph,
                    plan(lifted, report),
                    report.build(),
                    name(),
                    OnnxToGraph.standardOpset(model),
                    producer,
                    fileBytes);
        } catch (VernierException e) {
            // names in a damaged file may hold anything
            throw new VernierException(file + ": " + e.getMessage().replaceAll("\\p{Cntrl}", "?"), e);
        }
    }

    private static LiftedQuantization lifted(Graph converted, ImportReport.Builder report) {
        Map<String, DataType> halves = new HashMap<>();
        converted.constants().forEach((name, data) -> {
            boolean half = data.type() == DataType.FLOAT16 || data.type() == DataType.BFLOAT16;
            boolean onlyWidened = converted.consumersOf(name).stream()
                    .allMatch(n -> n.op() instanceof Cast && ((Cast) n.op()).to() == DataType.FLOAT32);
            if (half && onlyWidened) {
                halves.put(name, data.type());
            }
        });
        Graph normal = Normalizer.normalize(ScaledFloats.merged(GridLimits.merged(converted)), report);
        return LiftQuantization.lift(normal, halves);
    }

    private static Optional<QuantPlan> plan(LiftedQuantization lifted, ImportReport.Builder report) {
        if (!lifted.isQuantized()) {
            return Optional.empty();
        }
        QuantPlan plan = FoundPlan.of(lifted.graph(), lifted.configs(), TargetRuntime.ONNXRUNTIME);
        report.info(
                ImportFinding.Code.QUANTIZATION_FOUND,
                "",
                "The file is quantized; its scales and zero points are the plan ("
                        + FoundPlan.summary(lifted.graph(), plan) + ").");
        return Optional.of(plan);
    }

    private static String graphName(Path file) {
        return String.valueOf(file.getFileName()).replaceFirst("\\.onnx$", "");
    }

    private static ByteBuffer bytes(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new VernierException("There is no file " + file + "; check the path.");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() > Integer.MAX_VALUE - 8) {
                throw new VernierException(file
                        + " is larger than 2 GB, which no ONNX file can be; export it with its weights in a"
                        + " file beside it.");
            }
            ByteBuffer bytes = ByteBuffer.allocateDirect((int) channel.size());
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // until all is there
            }
            return bytes.flip();
        } catch (IOException e) {
            throw new VernierException(file + " cannot be read (" + e.getMessage() + "); check its permissions.", e);
        }
    }

    private static ModelProto parse(Path file, ByteBuffer bytes) {
        if (!bytes.hasRemaining()) {
            throw new VernierException(file + " is empty; export or copy the model again.");
        }
        ByteString shared = UnsafeByteOperations.unsafeWrap(bytes);
        CodedInputStream in = shared.newCodedInput();
        in.enableAliasing(true);
        ModelProto model;
        try {
            model = ModelProto.parseFrom(in);
        } catch (InvalidProtocolBufferException e) {
            throw new VernierException(whyUnreadable(file, bytes), e);
        } catch (IOException e) {
            throw new VernierException(file + " cannot be read (" + e.getMessage() + "); copy it again.", e);
        }
        if (!model.hasGraph() || model.getGraph().getOutputCount() == 0) {
            throw new VernierException(
                    looksLikeText(bytes)
                            ? whyUnreadable(file, bytes)
                            : file
                                    + " holds no network that answers anything; it is not an ONNX model, or it is"
                                    + " damaged: export it again.");
        }
        return model;
    }

    private static String whyUnreadable(Path file, ByteBuffer bytes) {
        if (looksLikeText(bytes)) {
            byte[] head = new byte[Math.min(40, bytes.capacity())];
            bytes.duplicate().get(0, head);
            return new String(head, StandardCharsets.US_ASCII).startsWith("version https://git-lfs")
                    ? file + " is a Git LFS pointer, not the model; fetch the model with git lfs pull."
                    : file + " is a text file, not an ONNX model; choose the file an ONNX exporter wrote.";
        }
        return file + " is not a whole ONNX model: its " + bytes.capacity()
                + " bytes are damaged or end too early; copy or export it again.";
    }

    private static boolean looksLikeText(ByteBuffer bytes) {
        for (int i = 0; i < Math.min(64, bytes.capacity()); i++) {
            int b = bytes.get(i) & 0xFF;
            if (b < 0x20 && b != '\n' && b != '\r' && b != '\t') {
                return false;
            }
        }
        return true;
    }
}
