package dev.vernier.engine.range;

import dev.vernier.engine.graph.Float8;

/**
 * The squared error of rounding to floats of 8 bits, integrated: around a number v with cells reaching half way to its neighbours {@code
 * (u - v)³/3}, each piece joined to the one before, so that the integral over any interval is exact.
 */
final class Float8Steps implements GridError.SquaredError {
    private final double[] numbers;
    /** {@code joint[i]} is added where {@code numbers[i]} is nearest. */
    private final double[] joint;

    private final double clippingWeight;

    Float8Steps(Float8 format, double clippingWeight) {
        this.clippingWeight = clippingWeight;
        int last = format.encode(format.max());
        numbers = new double[last + 1];
        joint = new double[last + 1];
        for (int i = 1; i <= last; i++) {
            numbers[i] = format.decode((byte) i);
            double half = (numbers[i] - numbers[i - 1]) / 2;
            joint[i] = joint[i - 1] + 2 * half * half * half / 3;
        }
    }

    @Override
    public double antiderivative(double u) {
        double x = Math.abs(u);
        int i = nearest(x);
        double d = x - numbers[i];
        double weight = i == numbers.length - 1 && d > 0 ? clippingWeight : 1;
        return Math.copySign(joint[i] + weight * d * d * d / 3, u);
    }

    /** Index of the number nearest to {@code x}, which is not negative. */
    private int nearest(double x) {
        int from = 0;
        int to = numbers.length - 1;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (x > (numbers[middle] + numbers[middle + 1]) / 2) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }
}
