package dev.vernier.app.window;

import dev.vernier.app.format.NumberText;
import dev.vernier.app.notice.Notice;
import dev.vernier.app.preferences.MemorySetting;
import dev.vernier.engine.VernierException;
import dev.vernier.engine.tensor.PhysicalMemory;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;

/** Builds the menu that chooses how much memory the program may take. It takes effect at the next start, as Java's heap does not grow. */
final class MemoryMenu {
    private static final long MEGABYTE = 1L << 20;

    private final MemorySetting setting;
    private final Consumer<Notice> notices;

    /** @param notices told where a choice cannot be kept */
    MemoryMenu(MemorySetting setting, Consumer<Notice> notices) {
        this.setting = setting;
        this.notices = notices;
    }

    Menu build() {
        Menu menu = new Menu("Memory after the next start");
        menu.setId("memory-menu");
        menu.getItems().add(new MenuItem());
        menu.setOnShowing(e -> fill(menu));
        return menu;
    }

    private void fill(Menu menu) {
        OptionalLong chosen = setting.chosenBytes();
        menu.getItems()
                .setAll(item(
                        "A quarter of the machine's, " + NumberText.bytes(MemorySetting.quarterBytes()),
                        OptionalLong.empty(),
                        chosen.isEmpty()));
        // More than three quarters would leave the system too little.
        LongStream.iterate(1024, mb -> mb * MEGABYTE <= PhysicalMemory.bytes() / 4 * 3, mb -> mb * 2)
                .forEach(mb -> menu.getItems()
                        .add(item(
                                NumberText.fixed(mb / 1024, 0) + " GB",
                                OptionalLong.of(mb),
                                chosen.isPresent() && chosen.getAsLong() == mb * MEGABYTE)));
    }

    private MenuItem item(String words, OptionalLong megabytes, boolean selected) {
        RadioMenuItem item = new RadioMenuItem(words);
        item.setSelected(selected);
        item.setOnAction(e -> {
            try {
                setting.choose(megabytes);
            } catch (VernierException failure) {
                notices.accept(Notice.warning("The choice was not kept", failure.getMessage()));
            }
        });
        return item;
    }
}
