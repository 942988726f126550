package dev.vernier.app.files;

import java.util.List;
import javafx.scene.control.MenuItem;

/** What the File menu and a drop onto the window do. */
public interface FileActions {
    void openProject();

    /** To where the project was saved or opened last. */
    void saveProject();

    void saveProjectAs();

    /** Takes up what was not saved before the program ended. */
    void restoreUnsaved();

    boolean hasUnsavedOfBefore();

    void openModel();

    void openData();

    /** A folder of pictures, a subfolder a class. */
    void openImageFolder();

    /** Data that only calibration sees. */
    void openCalibrationData();

    void openPlan();

    /** To where the plan was saved last. */
    void savePlan();

    void savePlanAs();

    /** A project, or a model, data and a plan. */
    void openDropped(DroppedFiles files);

    /** What data and plans are opened for. */
    String openModelName();

    /** Projects, models and data that were open lately, each kind with its heading, newest first. */
    List<MenuItem> recentItems();

    /** One item for each bundled sample. */
    List<MenuItem> sampleItems();
}
