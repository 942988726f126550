package dev.vernier.app.help;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/**
 * A page of Markdown as far as our documentation uses it: headings, paragraphs, lists, tables, code, pictures, links.
 *
 * <p>Style classes {@code page}, {@code page-1} to {@code page-3} for headings, {@code page-text}, {@code page-code}, {@code page-table}.
 */
final class MarkdownView extends VBox {
    private static final Pattern INLINE =
            Pattern.compile("`([^`]+)`|\\*\\*(.+?)\\*\\*|\\*(.+?)\\*|\\[([^\\]]+)]\\(([^)]+)\\)");
    private static final Pattern PICTURE = Pattern.compile("!\\[([^]]*)]\\(([^)]+)\\)");
    private static final Pattern ITEM = Pattern.compile("(?:[-*]|\\d+\\.) +(.*)");
    private static final double PICTURE_WIDTH = 680;

    private final Consumer<String> followed;
    private final List<String> paragraph = new ArrayList<>();
    private final List<List<String>> table = new ArrayList<>();
    private final StringBuilder code = new StringBuilder();
    private String bullet = "";

    /** @param followed hears the target of a link that was clicked */
    MarkdownView(String markdown, Consumer<String> followed) {
        this.followed = followed;
        getStyleClass().add("page");
        boolean fenced = false;
        for (String line : markdown.split("\\R")) {
            if (line.startsWith("```")) {
                flush();
                fenced = !fenced;
            } else if (fenced || line.startsWith("    ") && paragraph.isEmpty()) {
                code.append(fenced ? line : line.substring(4)).append('\n');
            } else {
                line(line);
            }
        }
        flush();
    }

    private void line(String line) {
        Matcher picture = PICTURE.matcher(line);
        Matcher item = ITEM.matcher(line);
        if (line.isBlank()) {
            flush();
        } else if (line.startsWith("#")) {
            flush();
            int level = line.indexOf(' ');
            TextFlow heading = inline(line.substring(level + 1));
            heading.getStyleClass().add("page-" + Math.min(3, level));
            getChildren().add(heading);
        } else if (picture.matches()) {
            flush();
            picture(picture.group(1), picture.group(2));
        } else if (line.startsWith("|")) {
            table.add(List.of(line.substring(1, line.lastIndexOf('|')).split("(?<!\\\\)\\|", -1)));
        } else if (item.matches()) {
            flush();
            bullet = Character.isDigit(line.charAt(0)) ? line.substring(0, line.indexOf('.') + 1) : "•";
            paragraph.add(item.group(1));
        } else {
            paragraph.add(line.strip());
        }
    }

    private void flush() {
        if (code.length() > 0) {
            Label block = new Label(code.toString().stripTrailing());
            block.getStyleClass().add("page-code");
            block.setMaxWidth(Double.MAX_VALUE);
            getChildren().add(block);
            code.setLength(0);
        }
        if (!paragraph.isEmpty()) {
            TextFlow text = inline((bullet.isEmpty() ? "" : bullet + "  ") + String.join(" ", paragraph));
            text.getStyleClass().add(bullet.isEmpty() ? "page-paragraph" : "page-item");
            getChildren().add(text);
            paragraph.clear();
        }
        bullet = "";
        if (!table.isEmpty()) {
            getChildren().add(table());
            table.clear();
        }
    }

    private Node table() {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("page-table");
        int row = 0;
        for (List<String> cells : table) {
            if (cells.stream().allMatch(c -> c.strip().matches(":?-+:?"))) {
                continue;
            }
            for (int column = 0; column < cells.size(); column++) {
                TextFlow cell = inline(cells.get(column).strip().replace("\\|", "|"));
                cell.getStyleClass().add(row == 0 ? "page-head" : "page-cell");
                grid.add(cell, column, row);
            }
            row++;
        }
        int columns = grid.getColumnCount();
        for (int column = 0; column < columns; column++) {
            ColumnConstraints c = new ColumnConstraints();
            c.setHgrow(column == columns - 1 ? Priority.ALWAYS : Priority.SOMETIMES);
            c.setMinWidth(60);
            grid.getColumnConstraints().add(c);
        }
        return grid;
    }

    private void picture(String words, String path) {
        InputStream in = HelpPage.open(path);
        if (in != null) {
            Image image = new Image(in);
            ImageView view = new ImageView(image);
            view.setPreserveRatio(true);
            view.setFitWidth(Math.min(PICTURE_WIDTH, image.getWidth()));
            view.setAccessibleText(words);
            getChildren().add(view);
        }
    }

    private TextFlow inline(String text) {
        TextFlow flow = new TextFlow();
        Matcher m = INLINE.matcher(text);
        int from = 0;
        while (m.find()) {
            add(flow, text.substring(from, m.start()), "page-text");
            if (m.group(1) != null) {
                add(flow, m.group(1), "page-mono");
            } else if (m.group(2) != null) {
                add(flow, m.group(2).replace("`", ""), "page-bold");
            } else if (m.group(3) != null) {
                add(flow, m.group(3), "page-italic");
            } else {
                Hyperlink link = new Hyperlink(m.group(4));
                String target = m.group(5);
                link.setOnAction(e -> followed.accept(target));
                flow.getChildren().add(link);
            }
            from = m.end();
        }
        add(flow, text.substring(from), "page-text");
        return flow;
    }

    private static void add(TextFlow flow, String text, String style) {
        if (!text.isEmpty()) {
            Text t = new Text(text);
            t.getStyleClass().add(style);
            flow.getChildren().add(t);
        }
    }
}
