package dev.vernier.engine.calibrate;

import java.util.Arrays;

/**
 * The extremes of a tensor in each sample, in the order of calibration: what an average that forgets is taken over. Immutable.
 *
 * <p>Up to {@link #LIMIT} samples each is an observation of its own; beyond that an observation is a run of 2, 4, … samples, so that memory is
 * bounded whatever the data. Samples without a finite value are none.
 */
public final class SampleExtremes {
    /** The most observations that are held: 32 KB. */
    public static final int LIMIT = 4096;

    /** Of values that do not come in samples. */
    public static final SampleExtremes NONE = new SampleExtremes(new float[0], new float[0], 1);

    private final float[] low;
    private final float[] high;
    private final int samplesEach;

    private SampleExtremes(float[] low, float[] high, int samplesEach) {
        this.low = low;
        this.high = high;
        this.samplesEach = samplesEach;
    }

    /** Number of observations. */
    public int count() {
        return low.length;
    }

    /** How many samples an observation has; the last one may have fewer. */
    public int samplesEach() {
        return samplesEach;
    }

    /** The smallest value of an observation. */
    public float low(int observation) {
        return low[observation];
    }

    /** The largest value of an observation. */
    public float high(int observation) {
        return high[observation];
    }

    /** Collects samples in order; neighbouring observations merge when there are too many. */
    static final class Accumulator {
        private float[] low = new float[1];
        private float[] high = new float[1];
        private int held;
        private int samplesEach = 1;
        private int inLast;

        void add(float min, float max) {
            if (min > max) {
                return;
            }
            if (held > 0 && inLast < samplesEach) {
                low[held - 1] = Math.min(low[held - 1], min);
                high[held - 1] = Math.max(high[held - 1], max);
                inLast++;
                return;
            }
            if (held == LIMIT) {
                merge();
            }
            if (held == low.length) {
                low = Arrays.copyOf(low, Math.min(LIMIT, 4 * held));
                high = Arrays.copyOf(high, low.length);
            }
            low[held] = min;
            high[held] = max;
            held++;
            inLast = 1;
        }

        private void merge() {
            held /= 2;
            for (int i = 0; i < held; i++) {
                low[i] = Math.min(low[2 * i], low[2 * i + 1]);
                high[i] = Math.max(high[2 * i], high[2 * i + 1]);
            }
            samplesEach *= 2;
        }

        SampleExtremes extremes() {
            return new SampleExtremes(Arrays.copyOf(low, held), Arrays.copyOf(high, held), samplesEach);
        }
    }
}
