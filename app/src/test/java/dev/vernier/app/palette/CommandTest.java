package dev.vernier.app.palette;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommandTest {
    private static final List<Command> ALL = List.of(
            new Command("Save plan", "File", "Ctrl+S", () -> {}),
            new Command("Open plan…", "File", "", () -> {}),
            new Command("plan.conv", "Layer", "", () -> {}));

    private static List<String> names(String text) {
        return Command.matching(ALL, text).stream().map(Command::name).toList();
    }

    @Test
    void everyWordIsRequired() {
        assertThat(names("")).containsExactly("Save plan", "Open plan…", "plan.conv");
        assertThat(names("PLAN file")).containsExactly("Save plan", "Open plan…");
        assertThat(names("open")).containsExactly("Open plan…");
        assertThat(names("nothing")).isEmpty();
    }

    @Test
    void namesThatBeginWithWhatIsTypedComeFirst() {
        assertThat(names("plan")).containsExactly("plan.conv", "Save plan", "Open plan…");
    }
}
