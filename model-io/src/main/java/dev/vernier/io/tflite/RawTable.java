package dev.vernier.io.tflite;

import com.google.flatbuffers.Table;
import java.nio.ByteBuffer;

/** A flatbuffers table read by field number, for fields that are newer than the schema classes. */
final class RawTable extends Table {
    private static final int FIRST_FIELD = 4;
    private static final int FIELD_BYTES = 2;
    private static final int OFFSET_BYTES = 4;

    private RawTable(ByteBuffer bytes, int position) {
        __reset(position, bytes);
    }

    /** The table that the file starts with. */
    static RawTable root(ByteBuffer bytes) {
        return new RawTable(bytes, bytes.getInt(0));
    }

    private int fieldAt(int field) {
        return __offset(FIRST_FIELD + FIELD_BYTES * field);
    }

    /** Element {@code index} of the vector of tables in {@code field}, which must have it. */
    RawTable element(int field, int index) {
        int at = fieldAt(field);
        return new RawTable(bb, __indirect(__vector(at) + OFFSET_BYTES * index));
    }

    /** The table in {@code field}, or null. */
    RawTable table(int field) {
        int at = fieldAt(field);
        return at == 0 ? null : new RawTable(bb, __indirect(bb_pos + at));
    }

    /** The length of the vector in {@code field}, 0 if there is none. */
    int length(int field) {
        int at = fieldAt(field);
        return at == 0 ? 0 : __vector_len(at);
    }

    /** The byte of the file where the vector in {@code field} starts. */
    int start(int field) {
        return __vector(fieldAt(field));
    }

    int unsignedByte(int field) {
        int at = fieldAt(field);
        return at == 0 ? 0 : bb.get(bb_pos + at) & 0xFF;
    }

    int integer(int field) {
        int at = fieldAt(field);
        return at == 0 ? 0 : bb.getInt(bb_pos + at);
    }

    long longInteger(int field) {
        int at = fieldAt(field);
        return at == 0 ? 0 : bb.getLong(bb_pos + at);
    }

    /** The text in {@code field}, empty if there is none. */
    String text(int field) {
        int at = fieldAt(field);
        return at == 0 ? "" : __string(bb_pos + at);
    }
}
