package dev.vernier.engine.calibrate;

import dev.vernier.engine.graph.Graph;
import dev.vernier.engine.graph.op.AveragePool;
import dev.vernier.engine.graph.op.Conv;
import dev.vernier.engine.graph.op.ConvTranspose;
import dev.vernier.engine.graph.op.ImageLayout;
import dev.vernier.engine.graph.op.MaxPool;

/** Which axis of an activation holds channels: in a network whose images have channels first axis 1, otherwise the last. */
public record ChannelAxis(boolean channelsFirst) {

    public static ChannelAxis of(Graph graph) {
        return new ChannelAxis(graph.nodes().stream().noneMatch(n -> {
            if (n.op() instanceof Conv) {
                return ((Conv) n.op()).layout() == ImageLayout.CHANNELS_LAST;
            }
            if (n.op() instanceof ConvTranspose) {
                return ((ConvTranspose) n.op()).layout() == ImageLayout.CHANNELS_LAST;
            }
            if (n.op() instanceof MaxPool) {
                return ((MaxPool) n.op()).layout() == ImageLayout.CHANNELS_LAST;
            }
            return n.op() instanceof AveragePool && ((AveragePool) n.op()).layout() == ImageLayout.CHANNELS_LAST;
        }));
    }

    /** The channel axis of an activation of {@code rank} axes, the first of which is the batch. */
    public int ofRank(int rank) {
        return channelsFirst && rank > 3 ? 1 : rank - 1;
    }
}
