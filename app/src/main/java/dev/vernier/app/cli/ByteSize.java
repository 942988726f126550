package dev.vernier.app.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An amount of memory as a person writes it: {@code 512m}, {@code 2g}. */
final class ByteSize implements ITypeConverter<ByteSize> {
    private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,6})([mg])");
    private static final long SMALLEST = 128L << 20;

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
        Matcher m = WRITTEN.matcher(text.toLowerCase(Locale.ROOT));
        if (!m.matches()) {
            throw new TypeConversionException("'" + text + "' is no amount of memory; write 512m or 2g");
        }
        long size = Long.parseLong(m.group(1)) << (m.group(2).equals("g") ? 30 : 20);
        if (size < SMALLEST) {
            throw new TypeConversionException("'" + text + "' is too little; give 128m or more");
        }
        return new ByteSize(size);
    }
}
