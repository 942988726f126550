package dev.vernier.engine.evaluate;

/**
 * The 95 % score interval of a proportion.
 *
 * <p>E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927): with {@code p = k/n} and
 * {@code z = 1.96}, centre {@code (p + z²/2n) / (1 + z²/n)}, half width {@code z·sqrt(p(1−p)/n + z²/4n²) / (1 + z²/n)}.
 */
public final class WilsonInterval {
    /** The normal deviate that 95 % lie within. */
    public static final double Z_95 = 1.959963984540054;

    private WilsonInterval() {}

    /** @param successes 0 to {@code trials}; {@code trials} above 0 */
    public static Interval of(long successes, long trials) {
        double n = trials;
        double p = successes / n;
        double z2 = Z_95 * Z_95;
        double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
        double half = Z_95 * Math.sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n);
        return new Interval(successes == 0 ? 0 : centre - half, successes == trials ? 1 : centre + half);
    }
}
