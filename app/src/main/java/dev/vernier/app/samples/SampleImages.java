package dev.vernier.app.samples;

import dev.vernier.engine.data.Dataset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import javafx.application.Platform;
import javafx.scene.image.Image;

/** Pictures of samples, made on a thread of their own as they come into sight, the last asked for first. Used on the window's thread. */
final class SampleImages {
    private static final int KEPT = 1500;
    /** Beyond so many, what was asked for has scrolled out of sight. */
    private static final int WAITING = 200;

    private final ExecutorService thread = Executors.newSingleThreadExecutor(r -> {
        Thread t = new Thread(r, "vernier-pictures");
        t.setDaemon(true);
        return t;
    });
    private final Map<Integer, Image> known = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Image> eldest) {
            return size() > KEPT;
        }
    };
    private final Map<Integer, Boolean> asked = new HashMap<>();
    private final IntConsumer arrived;
    private ConcurrentLinkedDeque<Integer> waiting = new ConcurrentLinkedDeque<>();
    private Dataset data;
    /** Known to the pictures' thread alone. */
    private SamplePicture made;

    private Dataset madeFor;

    /** @param arrived hears of each sample whose picture is there now */
    SampleImages(IntConsumer arrived) {
        this.arrived = arrived;
    }

    /** Pictures of other samples from now on. */
    void show(Dataset other) {
        if (data != other) {
            data = other;
            known.clear();
            asked.clear();
            waiting.clear();
            waiting = new ConcurrentLinkedDeque<>();
        }
    }

    /** The picture, or null while it is made. */
    Image get(int sample) {
        Image image = known.get(sample);
        if (image == null && data != null && asked.putIfAbsent(sample, true) == null) {
            Dataset of = data;
            ConcurrentLinkedDeque<Integer> queue = waiting;
            queue.addFirst(sample);
            while (queue.size() > WAITING) {
                asked.remove(queue.pollLast());
            }
            thread.execute(() -> make(of, queue));
        }
        return image;
    }

    private void make(Dataset of, ConcurrentLinkedDeque<Integer> queue) {
        Integer next = queue.pollFirst();
        if (next == null) {
            return;
        }
        SamplePicture pictures = madeFor == of ? made : SamplePicture.of(of);
        made = pictures;
        madeFor = of;
        Image image;
        try {
            image = pictures.image(next);
        } catch (RuntimeException unreadable) {
            // the sample is told of when it is run; the grid keeps an empty place for it
            return;
        }
        Platform.runLater(() -> {
            if (data == of) {
                known.put(next, image);
                asked.remove(next);
                arrived.accept(next);
            }
        });
    }
}
