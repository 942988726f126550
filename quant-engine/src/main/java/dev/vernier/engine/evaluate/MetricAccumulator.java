package dev.vernier.engine.evaluate;

/** Sums, batch by batch, what one metric is made of. Batches come in the order of the data set. */
interface MetricAccumulator {
    void add(ScoredBatch batch);

    /** Over what was added so far. */
    MetricValue value();
}
