package dev.vernier.io.tflite;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.Model;

/** What a written file holds, read with the schema's own classes. */
final class WrittenFile {
    private WrittenFile() {}

    static Model model(byte[] file) {
        return Model.getRootAsModel(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN));
    }

    /** Names of the operators, in order. */
    static List<String> operators(byte[] file) {
        Model m = model(file);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < m.subgraphs(0).operatorsLength(); i++) {
            int code = (int) m.subgraphs(0).operators(i).opcodeIndex();
            names.add(BuiltinOperator.name(m.operatorCodes(code).builtinCode()));
        }
        return names;
    }
}
