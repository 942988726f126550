package dev.vernier.app.cli;

import dev.vernier.app.preferences.MemorySetting;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An amount of memory as a person writes it: {@code 512m}, {@code 2g}. */
final class ByteSize implements ITypeConverter<ByteSize> {
    private final long bytes;

    /** For the command line, which converts with it. */
    ByteSize() {
        this(0);
    }

    private ByteSize(long bytes) {
        this.bytes = bytes;
    }

    long bytes() {
        return bytes;
    }

    @Override
    public ByteSize convert(String text) {
        long size = MemorySetting.bytesOf(text)
                .orElseThrow(
                        () -> new TypeConversionException("'" + text + "' is no amount of memory; write 512m or 2g"));
        if (size < MemorySetting.SMALLEST_BYTES) {
            throw new TypeConversionException("'" + text + "' is too little; give 256m or more");
        }
        return new ByteSize(size);
    }
}
