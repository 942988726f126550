package dev.vernier.engine.search;

/**
 * What one precision does to one layer, everything else being at the widest choice.
 *
 * @param layer its name
 * @param choice the precision
 * @param saved cost below that of the widest choice, in the unit of the search's cost; negative where it costs more
 * @param damage what it adds to the divergence of the outputs, as {@link LayerTrades} says; can be below 0
 * @param points drop that is expected of it, in points; can be below 0
 */
public record LayerTrade(String layer, PrecisionChoice choice, long saved, double damage, double points) {
    /** What is saved for each point that is lost; infinite where nothing is lost. */
    public double savedPerPoint() {
        return points <= 0 ? Double.POSITIVE_INFINITY : saved / points;
    }
}
