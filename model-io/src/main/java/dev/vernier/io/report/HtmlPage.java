package dev.vernier.io.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One self-contained page: no script, nothing from elsewhere, light on paper and dark where the reader's system is. */
final class HtmlPage {
    private static final String STYLE = """
            :root { color-scheme: light dark; --ink: #1c2430; --soft: #5b6676; --line: #d5dae1; --ground: #fff;
                    --accent: #2563c9; --clip: #d1495b; --good: #23855a; --warn: #b7791f; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --soft: #9aa6b6; --line: #333c49;
                    --ground: #14181f; --accent: #6ea8ff; --clip: #ff7a8a; --good: #4cc38a; --warn: #e0b04c; } }
            @media print { :root { --ink: #000; --soft: #444; --line: #bbb; --ground: #fff; --accent: #2563c9;
                    --clip: #d1495b; } }
            body { font: 14px/1.45 Inter, "Segoe UI", Helvetica, Arial, sans-serif; color: var(--ink);
                   background: var(--ground); max-width: 1080px; margin: 32px auto; padding: 0 24px; }
            h1 { font-size: 22px; margin: 0 0 4px; } h2 { font-size: 16px; margin: 32px 0 8px; }
            p { margin: 4px 0; } .soft { color: var(--soft); }
            table { border-collapse: collapse; width: 100%; font-size: 12px; }
            th { text-align: left; font-weight: 600; color: var(--soft); } td, th { padding: 4px 8px 4px 0;
                 border-bottom: 1px solid var(--line); vertical-align: baseline; }
            .n { text-align: right; font-family: "JetBrains Mono", Consolas, Menlo, monospace; white-space: nowrap; }
            tr, figure { break-inside: avoid; } thead { display: table-header-group; }
            .plots { display: grid; grid-template-columns: repeat(auto-fill, minmax(320px, 1fr)); gap: 16px; }
            figure { margin: 0; } figcaption { font-size: 12px; } svg { width: 100%; height: auto; }
            .bar { fill: var(--accent); } .out { fill: var(--clip); } .edge { stroke: var(--clip); } .axis { stroke: var(--line); }
            svg text { font-size: 10px; fill: var(--soft); font-family: inherit; }
            .good { color: var(--good); } .warn { color: var(--warn); }
            """;

    private final StringBuilder body = new StringBuilder();
    private final String title;

    HtmlPage(String title) {
        this.title = title;
        body.append("<h1>").append(escaped(title)).append("</h1>\n");
    }

    HtmlPage section(String heading) {
        body.append("<h2>").append(escaped(heading)).append("</h2>\n");
        return this;
    }

    HtmlPage paragraph(String text) {
        body.append("<p>").append(escaped(text)).append("</p>\n");
        return this;
    }

    /** Of less weight. */
    HtmlPage remark(String text) {
        body.append("<p class=\"soft\">").append(escaped(text)).append("</p>\n");
        return this;
    }

    /** Markup that was made here, such as a drawing. */
    HtmlPage markup(String html) {
        body.append(html);
        return this;
    }

    /**
     * @param headings a heading that begins with {@code #} is of a column of numbers
     * @param rows as many cells each
     */
    HtmlPage table(List<String> headings, List<List<String>> rows) {
        List<Boolean> numbers = new ArrayList<>();
        body.append("<table>\n<thead><tr>");
        for (String heading : headings) {
            boolean number = heading.startsWith("#");
            numbers.add(number);
            cell("th", number ? heading.substring(1) : heading, number);
        }
        body.append("</tr></thead>\n<tbody>\n");
        for (List<String> row : rows) {
            body.append("<tr>");
            for (int i = 0; i < row.size(); i++) {
                cell("td", row.get(i), numbers.get(i));
            }
            body.append("</tr>\n");
        }
        body.append("</tbody></table>\n");
        return this;
    }

    private void cell(String tag, String text, boolean number) {
        body.append('<').append(tag).append(number ? " class=\"n\">" : ">");
        body.append(escaped(text)).append("</").append(tag).append('>');
    }

    String text() {
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width\">\n<title>" + escaped(title)
                + "</title>\n<style>\n" + STYLE + "</style>\n</head>\n<body>\n" + body + "</body>\n</html>\n";
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** A number with so many decimals; a dash where there is none. */
    static String fixed(double value, int decimals) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%,." + decimals + "f", value) : "—";
    }

    /** Four significant digits. */
    static String significant(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4g", value) : "—";
    }

    static String percent(double share) {
        return Double.isFinite(share) ? fixed(share * 100, 2) + " %" : "—";
    }

    static String bytes(long bytes) {
        return String.format(Locale.ROOT, "%,d bytes", bytes);
    }
}
