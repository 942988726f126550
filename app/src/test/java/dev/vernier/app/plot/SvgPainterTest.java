package dev.vernier.app.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javafx.geometry.VPos;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class SvgPainterTest {
    private final SvgPainter painter = new SvgPainter(200, 100, Color.WHITE);

    private Document document() throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(painter.document().getBytes(StandardCharsets.UTF_8)));
    }

    private Element only(String name, int index) throws Exception {
        return (Element) document().getElementsByTagName(name).item(index);
    }

    @Test
    void theGroundIsTheFirstThing() throws Exception {
        assertThat(only("svg", 0).getAttribute("viewBox")).isEqualTo("0 0 200 100");
        assertThat(only("rect", 0).getAttribute("fill")).isEqualTo("#ffffff");
        assertThat(only("rect", 0).getAttribute("width")).isEqualTo("200");
    }

    @Test
    void coloursKeepTheirOpacityBesideThem() throws Exception {
        painter.fillRectangle(1, 2.255, 3, 4, Color.rgb(18, 52, 86, 0.5));

        Element r = only("rect", 1);
        assertThat(r.getAttribute("fill")).isEqualTo("#123456");
        assertThat(r.getAttribute("fill-opacity")).isEqualTo("0.5");
        assertThat(r.getAttribute("y")).isEqualTo("2.25");
    }

    @Test
    void whatIsDrawnLowerIsMovedTogether() throws Exception {
        painter.lower(12.5, () -> painter.fillRectangle(1, 2, 3, 4, Color.BLACK));

        Element moved = (Element) only("rect", 1).getParentNode();
        assertThat(moved.getAttribute("transform")).isEqualTo("translate(0 12.5)");
    }

    @Test
    void linesAndCurves() throws Exception {
        painter.polyline(new double[] {0, 10, 20}, new double[] {5, 6, 7}, Color.BLACK, 1.5, 4, 2);
        painter.curve(new double[] {0, 1, 2, 3}, new double[] {4, 5, 6, 7}, Color.BLACK, 1);

        assertThat(only("polyline", 0).getAttribute("points")).isEqualTo("0,5 10,6 20,7");
        assertThat(only("polyline", 0).getAttribute("stroke-dasharray")).isEqualTo("4 2");
        assertThat(only("path", 0).getAttribute("d")).isEqualTo("M0,4 C1,5 2,6 3,7");
    }

    @Test
    void textStandsWhereTheScreenHasIt() throws Exception {
        Font font = Font.font(20);
        painter.text("a < b & c", 10, 50, TextAlignment.RIGHT, VPos.BASELINE, font, Color.BLACK);
        painter.text("top", 10, 50, TextAlignment.CENTER, VPos.TOP, font, Color.BLACK);

        assertThat(only("text", 0).getTextContent()).isEqualTo("a < b & c");
        assertThat(only("text", 0).getAttribute("text-anchor")).isEqualTo("end");
        assertThat(only("text", 0).getAttribute("y")).isEqualTo("50");
        // text that hangs from 50 has its baseline below it by the ascent, less than a line of 20 px
        assertThat(Double.parseDouble(only("text", 1).getAttribute("y"))).isBetween(60.0, 75.0);
        assertThat(only("text", 1).getAttribute("text-anchor")).isEqualTo("middle");
    }

    @Test
    void whatIsDrawnWithinARectangleIsCutToIt() throws Exception {
        painter.within(1, 2, 3, 4, () -> painter.disk(5, 5, 2, Color.RED));

        Element group = only("g", 0);
        assertThat(group.getAttribute("clip-path")).isEqualTo("url(#clip1)");
        assertThat(group.getElementsByTagName("circle").getLength()).isEqualTo(1);
        assertThat(only("clipPath", 0).getAttribute("id")).isEqualTo("clip1");
    }
}
