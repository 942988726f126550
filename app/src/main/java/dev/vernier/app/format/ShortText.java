package dev.vernier.app.format;

/** Texts cut to the room there is. */
public final class ShortText {
    private ShortText() {}

    /** Without its middle where it is longer than {@code most} characters: the ends of a layer's name tell it from its neighbours. */
    public static String withoutMiddle(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Math.max(1, most / 2);
        int start = Math.max(1, most - end - 1);
        return text.substring(0, start) + "…" + text.substring(text.length() - end);
    }
}
