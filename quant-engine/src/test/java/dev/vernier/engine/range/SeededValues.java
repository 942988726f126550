package dev.vernier.engine.range;

import java.util.Random;

/** Values of known distributions, the same on every run. */
enum SeededValues {
    GAUSSIAN {
        @Override
        double next(Random r) {
            return r.nextGaussian();
        }
    },
    /** What a ReLU leaves: half of the values are exactly 0. */
    RELU {
        @Override
        double next(Random r) {
            return Math.max(0, r.nextGaussian());
        }
    },
    UNIFORM {
        @Override
        double next(Random r) {
            return r.nextDouble() * 3 - 1;
        }
    },
    /** Student's t with 3 degrees of freedom: a few values are a hundred times as large as most. */
    HEAVY_TAIL {
        @Override
        double next(Random r) {
            double a = r.nextGaussian();
            double b = r.nextGaussian();
            double c = r.nextGaussian();
            return r.nextGaussian() / Math.sqrt((a * a + b * b + c * c) / 3);
        }
    },
    /** A narrow distribution with a few values far out on one side. */
    OUTLIERS {
        @Override
        double next(Random r) {
            return r.nextInt(2000) == 0 ? 50 + r.nextDouble() : r.nextGaussian();
        }
    },
    NEGATIVE {
        @Override
        double next(Random r) {
            return -Math.abs(r.nextGaussian()) - 0.1;
        }
    };

    abstract double next(Random r);

    float[] values(int n) {
        Random random = new Random(42 + ordinal());
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) next(random);
        }
        return values;
    }
}
