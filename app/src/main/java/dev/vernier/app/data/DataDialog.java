package dev.vernier.app.data;

import dev.vernier.app.controls.DialogFit;
import dev.vernier.app.notice.Notice;
import dev.vernier.app.notice.NoticeBar;
import dev.vernier.io.dataset.DatasetDescriptor;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.event.ActionEvent;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import javafx.stage.FileChooser.ExtensionFilter;
import javafx.stage.Screen;
import javafx.stage.Window;

/**
 * How a data set is read, with the first samples as the network then sees them beside it. The choices can be used at once, and kept as a
 * descriptor beside the data.
 */
final class DataDialog {
    private static final String ENDING = ".dataset.json";
    private static final double WIDTH_EM = 84;
    private static final double HEIGHT_EM = 50;
    private static final ButtonType USE = new ButtonType("Use", ButtonBar.ButtonData.OK_DONE);

    private final DataModel model;
    private final DataController controller;
    private final Dialog<ButtonType> dialog = new Dialog<>();
    private final TextField descriptorFile = new TextField();
    private final DataChoices choices;

    /** @param use hears the choices that are to be used */
    DataDialog(Window owner, DataModel model, DataController controller, Consumer<DatasetDescriptor> use) {
        this.model = model;
        this.controller = controller;
        this.choices = new DataChoices(model, controller);
        dialog.initOwner(owner);
        DialogFit.within(owner, dialog);
        dialog.setResizable(true);
        dialog.setTitle("Data: " + model.descriptorProperty().get().path().getFileName());
        dialog.getDialogPane().getStylesheets().setAll(owner.getScene().getStylesheets());
        dialog.getDialogPane().setContent(content());
        dialog.getDialogPane().getButtonTypes().setAll(USE, ButtonType.CANCEL);
        Button useButton = (Button) dialog.getDialogPane().lookupButton(USE);
        useButton.setId("data-use");
        useButton.setTooltip(new Tooltip("Calibrate and evaluate on the data as shown"));
        useButton
                .disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> model.readingProperty().get()
                                || model.sheetProperty().get() == null
                                || model.sheetProperty()
                                        .get()
                                        .preview()
                                        .misfit()
                                        .isPresent(),
                        model.readingProperty(),
                        model.sheetProperty()));
        useButton.addEventHandler(
                ActionEvent.ACTION, e -> use.accept(model.descriptorProperty().get()));
        dialog.setOnHidden(e -> controller.close());
    }

    void show() {
        dialog.show();
        place();
        choices.focusFirst();
    }

    /** Large, in the middle of the window, and never beyond the screen. */
    private void place() {
        Window own = dialog.getDialogPane().getScene().getWindow();
        Window owner = dialog.getOwner();
        double em = descriptorFile.getFont().getSize();
        double middleX = owner.getX() + owner.getWidth() / 2;
        double middleY = owner.getY() + owner.getHeight() / 2;
        Rectangle2D screen = Screen.getScreensForRectangle(middleX, middleY, 1, 1).stream()
                .findFirst()
                .orElse(Screen.getPrimary())
                .getVisualBounds();
        own.setWidth(Math.min(screen.getWidth(), WIDTH_EM * em));
        own.setHeight(Math.min(screen.getHeight(), HEIGHT_EM * em));
        own.setX(within(middleX - own.getWidth() / 2, screen.getMinX(), screen.getMaxX() - own.getWidth()));
        own.setY(within(middleY - own.getHeight() / 2, screen.getMinY(), screen.getMaxY() - own.getHeight()));
    }

    private static double within(double x, double least, double most) {
        return Math.max(least, Math.min(most, x));
    }

    private Node content() {
        Label words = new Label();
        words.setId("data-words");
        words.getStyleClass().add("secondary");
        words.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> model.descriptorProperty().get().format().label() + "   "
                                + (model.sheetProperty().get() == null
                                        ? ""
                                        : model.sheetProperty().get().words()),
                        model.descriptorProperty(),
                        model.sheetProperty()));
        ProgressIndicator busy = new ProgressIndicator();
        busy.getStyleClass().add("small-progress");
        busy.visibleProperty().bind(model.readingProperty());
        busy.setAccessibleText("Reading samples");
        HBox head = new HBox(words, busy);
        head.getStyleClass().add("data-head");
        NoticeBar notice = new NoticeBar();
        notice.setId("data-notice");
        notice.noticeProperty().bindBidirectional(model.noticeProperty());
        Region space = new Region();
        VBox.setVgrow(space, Priority.ALWAYS);
        VBox left = new VBox(choices, space, keep());
        left.getStyleClass().add("data-left");
        ScrollPane frame = new ScrollPane(left);
        frame.getStyleClass().add("data-choices-frame");
        frame.setFitToWidth(true);
        frame.setFitToHeight(true);
        frame.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        PreviewPane preview = new PreviewPane(model);
        HBox.setHgrow(preview, Priority.ALWAYS);
        HBox body = new HBox(frame, preview);
        body.getStyleClass().add("data-body");
        VBox.setVgrow(body, Priority.ALWAYS);
        VBox box = new VBox(head, notice, body);
        box.getStyleClass().add("data-dialog");
        return box;
    }

    private Node keep() {
        DatasetDescriptor d = model.descriptorProperty().get();
        String base = d.name().replaceFirst("\\.\\w{1,5}(\\.gz)?$", "");
        Path free = d.path().toAbsolutePath().resolveSibling(base + ENDING);
        for (int i = 2; Files.exists(free); i++) {
            free = free.resolveSibling(base + "-" + i + ENDING);
        }
        descriptorFile.setText(free.toString());
        descriptorFile.setId("data-descriptor-file");
        descriptorFile.setAccessibleText("Descriptor file");
        descriptorFile.setTooltip(new Tooltip("In the folder of the data or in one above it"));
        Button choose = new Button("Choose…");
        choose.setMinWidth(Region.USE_PREF_SIZE);
        choose.setOnAction(e -> choose());
        Button keep = new Button("Save description");
        keep.setId("data-keep");
        keep.setMinWidth(Region.USE_PREF_SIZE);
        keep.setTooltip(new Tooltip("Writes these choices as a small file that opens like the data themselves"));
        keep.setOnAction(e -> keepAt(descriptorFile.getText().strip()));
        keep.disableProperty()
                .bind(model.sheetProperty()
                        .isNull()
                        .or(model.readingProperty())
                        .or(descriptorFile.textProperty().isEmpty()));
        HBox buttons = new HBox(choose, keep);
        buttons.getStyleClass().add("data-head");
        Label name = new Label("Keep for next time and for the terminal");
        name.getStyleClass().add("secondary");
        VBox box = new VBox(name, descriptorFile, buttons);
        box.getStyleClass().add("data-keep");
        return box;
    }

    private void choose() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Save description");
        chooser.getExtensionFilters().setAll(new ExtensionFilter("Data set descriptors", "*" + ENDING));
        File present = new File(descriptorFile.getText());
        chooser.setInitialFileName(present.getName());
        if (present.getParentFile() != null && present.getParentFile().isDirectory()) {
            chooser.setInitialDirectory(present.getParentFile());
        }
        File chosen = chooser.showSaveDialog(dialog.getDialogPane().getScene().getWindow());
        if (chosen != null) {
            descriptorFile.setText(chosen.getPath());
        }
    }

    private void keepAt(String name) {
        Path file;
        try {
            file = Path.of(name.endsWith(ENDING) ? name : name + ENDING);
        } catch (InvalidPathException e) {
            model.noticeProperty().set(Notice.warning("Not kept", name + " is no file name; choose another"));
            return;
        }
        controller.keep(file);
    }
}
