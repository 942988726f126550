package dev.vernier.app.palette;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.event.ActionEvent;
import javafx.event.Event;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;

/**
 * Something that can be done by name.
 *
 * @param where where else it is found: the menu, or {@code Layer}
 * @param keys its shortcut, or an empty text
 */
public record Command(String name, String where, String keys, Runnable action) {

    /** Every enabled item of {@code menus} that does something, in order. */
    static List<Command> ofMenus(List<Menu> menus) {
        List<Command> found = new ArrayList<>();
        // the underscore before the letter that opens a menu is not part of its name
        menus.forEach(m -> collect(m, m.getText().replaceFirst("_", ""), found));
        return found;
    }

    private static void collect(Menu menu, String path, List<Command> found) {
        for (MenuItem item : menu.getItems()) {
            if (item.isDisable() || item.getText() == null || item.getText().isEmpty()) {
                continue;
            }
            if (item instanceof Menu inner) {
                // some menus are filled only when they open
                if (inner.getOnShowing() != null) {
                    inner.getOnShowing().handle(new Event(inner, inner, Menu.ON_SHOWING));
                }
                collect(inner, path + " › " + inner.getText(), found);
            } else if (item.getOnAction() != null) {
                found.add(new Command(
                        item.getText(),
                        path,
                        item.getAccelerator() == null
                                ? ""
                                : item.getAccelerator().getDisplayText(),
                        () -> item.getOnAction().handle(new ActionEvent(item, item))));
            }
        }
    }

    /** Those of {@code commands} that hold every word of {@code text}; names that begin with it first. */
    static List<Command> matching(List<Command> commands, String text) {
        String typed = text.strip().toLowerCase(Locale.ROOT);
        List<String> words =
                Stream.of(typed.split("\\s+")).filter(w -> !w.isEmpty()).toList();
        return Stream.of(true, false)
                .flatMap(first -> commands.stream()
                        .filter(c -> c.name().toLowerCase(Locale.ROOT).startsWith(typed) == first))
                .filter(c -> {
                    String all = (c.name() + " " + c.where()).toLowerCase(Locale.ROOT);
                    return words.stream().allMatch(all::contains);
                })
                .collect(Collectors.toList());
    }
}
