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
import javafx.event.ActionEvent;
import javafx.event.Event;
import javafx.event.EventDispatchChain;
import javafx.event.EventDispatcher;
import javafx.event.EventTarget;
import javafx.scene.Node;
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
    private final Map<String, List<Held>> heldByKind = new TreeMap<>();

    /** How long the handling of one event held the thread. */
    private record Held(long millis, String target) {
        @Override
        public String toString() {
            return millis + " ms " + target;
        }
    }

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
            long nanos = threads.getCurrentThreadCpuTime() - before;
            heldByKind
                    .computeIfAbsent(event.getEventType().getName(), k -> new ArrayList<>())
                    .add(new Held(TimeUnit.NANOSECONDS.toMillis(nanos), nameOf(event.getTarget())));
        }
    }

    /**
     * Kinds of events that took longer than {@code millis} once warm, with their times: twice at least, or once more than four times as
     * long. A single one may be the first use of a dialog, whose classes are loaded then. Of buttons and commands, which are pressed once in a
     * journey, only the latter; see {@link #alwaysSlow}.
     */
    List<String> slow(long millis) {
        List<String> slow = new ArrayList<>();
        heldByKind.forEach((kind, all) -> {
            boolean often = !kind.equals(ActionEvent.ACTION.getName());
            List<Held> worst = all.stream()
                    .skip(WARM_AFTER)
                    .sorted(Comparator.comparingLong(Held::millis).reversed())
                    .toList();
            if (often && worst.size() > 1 && worst.get(1).millis() > millis
                    || !worst.isEmpty() && worst.get(0).millis() > 4 * millis) {
                slow.add(kind + " " + worst);
            }
        });
        return slow;
    }

    /**
     * Buttons and commands that took longer than {@code millis} each time they were pressed, in all journeys together: the fastest time is
     * what the handler itself takes, since other work on the machine only adds to it.
     */
    static List<String> alwaysSlow(List<HandlerWatch> watches, long millis) {
        Map<String, Long> fastest = new TreeMap<>();
        for (HandlerWatch watch : watches) {
            watch.heldByKind
                    .getOrDefault(ActionEvent.ACTION.getName(), List.of())
                    .forEach(h -> fastest.merge(h.target(), h.millis(), Math::min));
        }
        return fastest.entrySet().stream()
                .filter(e -> e.getValue() > millis)
                .map(e -> e.getKey() + " " + e.getValue() + " ms")
                .toList();
    }

    private static String nameOf(EventTarget target) {
        return target instanceof Node && ((Node) target).getId() != null
                ? ((Node) target).getId()
                : target.getClass().getSimpleName();
    }

    int events() {
        return heldByKind.values().stream().mapToInt(List::size).sum();
    }
}
