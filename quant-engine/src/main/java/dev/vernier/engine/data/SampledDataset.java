package dev.vernier.engine.data;

import dev.vernier.engine.graph.TensorData;
import dev.vernier.engine.graph.TensorSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/** Some samples of a data set, chosen by chance and in the order in which it has them. */
public final class SampledDataset implements Dataset {
    private final Dataset all;
    private final int[] chosen;

    private SampledDataset(Dataset all, int[] chosen) {
        this.all = all;
        this.chosen = chosen;
    }

    /**
     * {@code count} of the first {@code among} samples of {@code all}, each as likely as any other.
     *
     * @param seed the same choice for the same seed
     */
    public static SampledDataset of(Dataset all, int among, int count, long seed) {
        Objects.checkFromToIndex(0, among, all.size());
        Objects.checkFromToIndex(0, count, among);
        int[] indices = new int[among];
        Arrays.setAll(indices, i -> i);
        Random random = new Random(seed);
        for (int i = 0; i < count; i++) {
            int j = i + random.nextInt(among - i);
            int drawn = indices[j];
            indices[j] = indices[i];
            indices[i] = drawn;
        }
        int[] chosen = Arrays.copyOf(indices, count);
        Arrays.sort(chosen);
        return new SampledDataset(all, chosen);
    }

    @Override
    public String name() {
        return all.name();
    }

    @Override
    public int size() {
        return chosen.length;
    }

    @Override
    public List<TensorSpec> inputs() {
        return all.inputs();
    }

    @Override
    public List<TensorData> batch(int from, int count) {
        Objects.checkFromIndexSize(from, count, chosen.length);
        List<List<TensorData>> parts = new ArrayList<>(count);
        for (int i = from; i < from + count; i++) {
            parts.add(all.batch(chosen[i], 1));
        }
        List<TensorData> joined = new ArrayList<>(inputs().size());
        for (int input = 0; input < inputs().size(); input++) {
            int which = input;
            joined.add(joined(parts.stream().map(p -> p.get(which)).toList()));
        }
        return joined;
    }

    /** Tensors of one sample each as one. */
    private static TensorData joined(List<TensorData> samples) {
        TensorData first = samples.get(0);
        ByteBuffer bytes = ByteBuffer.allocate(
                samples.stream().mapToInt(s -> s.bytes().remaining()).sum());
        samples.forEach(s -> bytes.put(s.bytes()));
        return TensorData.of(first.type(), first.shape().with(0, samples.size()), bytes.flip());
    }

    @Override
    public OptionalInt label(int index) {
        return all.label(chosen[index]);
    }

    @Override
    public Optional<TensorSpec> target() {
        return all.target();
    }

    @Override
    public TensorData targets(int from, int count) {
        Objects.checkFromIndexSize(from, count, chosen.length);
        List<TensorData> parts = new ArrayList<>(count);
        for (int i = from; i < from + count; i++) {
            parts.add(all.targets(chosen[i], 1));
        }
        return joined(parts);
    }

    @Override
    public List<String> classNames() {
        return all.classNames();
    }

    @Override
    public boolean hasBlueFirst() {
        return all.hasBlueFirst();
    }

    @Override
    public String contentId() {
        return all.contentId() + "[" + Arrays.hashCode(chosen) + "]";
    }
}
