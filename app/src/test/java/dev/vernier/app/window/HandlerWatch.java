package dev.vernier.app.window;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.event.Event;
import javafx.event.EventDispatchChain;
import javafx.event.EventDispatcher;
import javafx.scene.Scene;

/**
 * Watches how much processor time of the window's thread the handling of each event takes: time of that thread alone, so that a machine
 * busy with other work does not count. Only what comes through the scene is seen: mouse, keys, scrolling, actions by them.
 *
 * <p>The first three events of each kind also load and compile classes and do not count.
 */
final class HandlerWatch implements EventDispatcher {
    private static final int WARM_AFTER = 3;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final EventDispatcher usual;
    private final Map<String, List<Long>> nanosByKind = new TreeMap<>();

    private HandlerWatch(EventDispatcher usual) {
        this.usual = usual;
    }

    /** Starts watching {@code scene}; on the window's thread. */
    static HandlerWatch on(Scene scene) {
        HandlerWatch watch = new HandlerWatch(scene.getEventDispatcher());
        scene.setEventDispatcher(watch);
        return watch;
    }

    void stop(Scene scene) {
        scene.setEventDispatcher(usual);
    }

    @Override
    public Event dispatchEvent(Event event, EventDispatchChain tail) {
        if (!Platform.isFxApplicationThread()) {
            return usual.dispatchEvent(event, tail);
        }
        long before = threads.getCurrentThreadCpuTime();
        try {
            return usual.dispatchEvent(event, tail);
        } finally {
            nanosByKind
                    .computeIfAbsent(event.getEventType().getName(), k -> new ArrayList<>())
                    .add(threads.getCurrentThreadCpuTime() - before);
        }
    }

    /**
     * Kinds of events that took longer than {@code millis} once warm, with their times: twice at least, or once more than four times as
     * long. A single one may be the first use of a dialog, whose classes are loaded then.
     */
    List<String> slow(long millis) {
        List<String> slow = new ArrayList<>();
        nanosByKind.forEach((kind, nanos) -> {
            List<Long> worst = nanos.stream()
                    .skip(WARM_AFTER)
                    .map(TimeUnit.NANOSECONDS::toMillis)
                    .sorted(Comparator.reverseOrder())
                    .toList();
            if (worst.size() > 1 && worst.get(1) > millis || !worst.isEmpty() && worst.get(0) > 4 * millis) {
                slow.add(kind + " " + worst);
            }
        });
        return slow;
    }

    int events() {
        return nanosByKind.values().stream().mapToInt(List::size).sum();
    }
}
