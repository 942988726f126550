package dev.vernier.app.window;

import java.io.File;
import java.util.List;
import javafx.scene.control.MenuItem;
import javafx.stage.Stage;

/** A File menu that does nothing, for windows that open no files. */
final class NoFiles implements FileActions {
    NoFiles(WorkbenchWindow window, Stage stage) {}

    @Override
    public void openModel() {}

    @Override
    public void openData() {}

    @Override
    public void openImageFolder() {}

    @Override
    public void openCalibrationData() {}

    @Override
    public void openPlan() {}

    @Override
    public void savePlan() {}

    @Override
    public void savePlanAs() {}

    @Override
    public void openDropped(List<File> files) {}

    @Override
    public List<MenuItem> sampleItems() {
        return List.of();
    }
}
