package dev.vernier.app.samples;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;

/** Pictures of the samples in rows, of which only those in sight exist; arrow keys go from sample to sample. */
final class SampleGrid extends ListView<List<Integer>> {
    private static final double TILE_EM = 6.3;
    private static final double ROW_EM = 7.6;
    private static final double SCROLL_BAR = 16;

    private final SamplesModel model;
    private final SampleImages images = new SampleImages(this::arrived);
    private final Map<Integer, SampleTile> inSight = new HashMap<>();
    private final Label measure = new Label();
    private final ReadOnlyIntegerWrapper pictures = new ReadOnlyIntegerWrapper(this, "pictures");
    private int columns = 1;

    SampleGrid(SamplesModel model) {
        this.model = model;
        setId("samples");
        getStyleClass().add("sample-grid");
        setAccessibleText("Samples");
        Label nothing = new Label();
        nothing.getStyleClass().add("secondary");
        nothing.textProperty().bind(model.messageProperty());
        setPlaceholder(nothing);
        setCellFactory(v -> new Row());
        model.shown().addListener((ListChangeListener<Integer>) c -> arrange());
        widthProperty().addListener((o, was, is) -> arrange());
        measure.fontProperty().addListener((o, was, is) -> arrange());
        model.predictionsProperty().addListener((o, was, is) -> inSight.values().forEach(SampleTile::refresh));
        model.labelsProperty().addListener((o, was, is) -> inSight.values().forEach(SampleTile::refresh));
        model.selectedProperty().addListener((o, was, is) -> {
            inSight.values().forEach(SampleTile::refresh);
            setAccessibleText(SampleTile.sentence(model, is.intValue()));
        });
        addEventFilter(KeyEvent.KEY_PRESSED, this::typed);
        measure.setManaged(false);
        measure.setVisible(false);
        getChildren().add(measure);
        arrange();
    }

    SampleImages images() {
        return images;
    }

    private double em() {
        return measure.getFont().getSize();
    }

    private void arrange() {
        columns = Math.max(1, (int) ((getWidth() - SCROLL_BAR) / (TILE_EM * em())));
        setFixedCellSize(Math.round(ROW_EM * em()));
        List<List<Integer>> rows = new ArrayList<>();
        for (int from = 0; from < model.shown().size(); from += columns) {
            rows.add(List.copyOf(
                    model.shown().subList(from, Math.min(model.shown().size(), from + columns))));
        }
        if (!rows.equals(getItems())) {
            getItems().setAll(rows);
        }
    }

    /** Counts the pictures that were made. */
    ReadOnlyIntegerProperty picturesProperty() {
        return pictures.getReadOnlyProperty();
    }

    private void arrived(int sample) {
        pictures.set(pictures.get() + 1);
        SampleTile tile = inSight.get(sample);
        if (tile != null) {
            tile.refresh();
        }
    }

    private void typed(KeyEvent e) {
        int by = e.getCode() == KeyCode.LEFT
                ? -1
                : e.getCode() == KeyCode.RIGHT
                        ? 1
                        : e.getCode() == KeyCode.UP ? -columns : e.getCode() == KeyCode.DOWN ? columns : 0;
        int present = model.shown().indexOf(model.selectedProperty().get());
        if (by != 0 && !model.shown().isEmpty()) {
            int next = present < 0 ? 0 : present + by;
            if (next >= 0 && next < model.shown().size()) {
                model.selectedProperty().set(model.shown().get(next));
                scrollTo(Math.max(0, next / columns - 1));
            }
            e.consume();
        }
    }

    /** A row of tiles, used again for other samples as it is scrolled. */
    private final class Row extends ListCell<List<Integer>> {
        private final HBox box = new HBox();
        private final List<SampleTile> tiles = new ArrayList<>();

        Row() {
            box.getStyleClass().add("sample-row");
            getStyleClass().add("sample-row-cell");
        }

        @Override
        protected void updateItem(List<Integer> row, boolean empty) {
            super.updateItem(row, empty);
            if (empty || row == null) {
                tiles.forEach(t -> show(t, SamplesModel.NONE));
                setGraphic(null);
                return;
            }
            while (tiles.size() < row.size()) {
                SampleTile tile = new SampleTile(model, images);
                tile.setOnMouseClicked(e -> {
                    if (tile.sample() >= 0) {
                        model.selectedProperty().set(tile.sample());
                    }
                });
                tiles.add(tile);
            }
            List<Node> used = new ArrayList<>();
            for (int c = 0; c < tiles.size(); c++) {
                boolean there = c < row.size();
                show(tiles.get(c), there ? row.get(c) : SamplesModel.NONE);
                if (there) {
                    used.add(tiles.get(c));
                }
            }
            if (!box.getChildren().equals(used)) {
                box.getChildren().setAll(used);
            }
            setGraphic(box);
        }

        private void show(SampleTile tile, int sample) {
            inSight.remove(tile.sample(), tile);
            tile.show(sample);
            if (sample >= 0) {
                inSight.put(sample, tile);
            }
        }
    }
}
