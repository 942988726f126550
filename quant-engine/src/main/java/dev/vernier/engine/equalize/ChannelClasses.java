package dev.vernier.engine.equalize;

import dev.vernier.engine.calibrate.ChannelAxis;
import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.Shape;
import dev.vernier.engine.graph.TensorSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Which channels of which values must be multiplied by the same factor for a network to compute the same: those that operations carry from
 * one value to another or add together. Channels that may not be scaled at all are <em>fixed</em>.
 *
 * <p>Union-find over all pairs of value and channel, so that a border of new channels or a concat moves channels as they are.
 */
final class ChannelClasses {
    private final Graph graph;
    private final ChannelAxis axes;
    private final Map<String, Integer> first = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private int[] parent = new int[1024];
    private boolean[] fixed = new boolean[1024];
    private int size;

    ChannelClasses(Graph graph) {
        this.graph = graph;
        this.axes = ChannelAxis.of(graph);
    }

    /** The channel axis of {@code value}, or -1 where its shape is not known. */
    int channelAxis(String value) {
        Shape shape = graph.spec(value).map(TensorSpec::shape).orElse(null);
        return shape == null || shape.rank() < 2 ? -1 : axes.ofRank(shape.rank());
    }

    /** How many channels {@code value} has, or 0 where that is not known. */
    int channels(String value) {
        return counts.computeIfAbsent(value, v -> {
            int axis = channelAxis(v);
            long n = axis < 0
                    ? Shape.UNKNOWN
                    : graph.spec(v).orElseThrow().shape().dim(axis);
            return n > 0 && n <= Integer.MAX_VALUE ? (int) n : 0;
        });
    }

    private int id(String value, int channel) {
        Integer from = first.get(value);
        if (from == null) {
            from = size;
            first.put(value, from);
            int n = channels(value);
            while (size + n > parent.length) {
                parent = Arrays.copyOf(parent, 2 * parent.length);
                fixed = Arrays.copyOf(fixed, parent.length);
            }
            for (int c = 0; c < n; c++, size++) {
                parent[size] = size;
            }
        }
        return from + channel;
    }

    /** The class of one channel: equal for channels that are scaled alike. */
    int classOf(String value, int channel) {
        int i = id(value, channel);
        while (parent[i] != i) {
            parent[i] = parent[parent[i]];
            i = parent[i];
        }
        return i;
    }

    boolean isFixed(String value, int channel) {
        return fixed[classOf(value, channel)];
    }

    /** No channel of {@code value} may be scaled. */
    void fix(String value) {
        for (int c = 0; c < channels(value); c++) {
            fixed[classOf(value, c)] = true;
        }
    }

    void join(String a, int channelA, String b, int channelB) {
        int x = classOf(a, channelA);
        int y = classOf(b, channelB);
        if (x != y) {
            parent[y] = x;
            fixed[x] |= fixed[y];
        }
    }

    /** Joins channel by channel; where the two have other numbers of channels, both are fixed. */
    void join(String a, String b) {
        if (channels(a) != channels(b)) {
            fix(a);
            fix(b);
            return;
        }
        for (int c = 0; c < channels(a); c++) {
            join(a, c, b, c);
        }
    }

    /** The factor of every channel of {@code value}, from the factor of every class. */
    float[] factors(String value, double[] ofClass) {
        float[] factors = new float[channels(value)];
        for (int c = 0; c < factors.length; c++) {
            factors[c] = (float) ofClass[classOf(value, c)];
        }
        return factors;
    }

    /** An upper bound of class numbers. */
    int size() {
        return size;
    }

    /** The number of {@code value}'s channels if they are on {@code axis}, else nothing. */
    OptionalInt channelsOn(String value, int axis) {
        return channelAxis(value) == axis && channels(value) > 0
                ? OptionalInt.of(channels(value))
                : OptionalInt.empty();
    }
}
