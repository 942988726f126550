package dev.vernier.app.data;

import dev.vernier.app.files.FilesController;
import dev.vernier.app.jobs.BackgroundWork;
import dev.vernier.app.jobs.Jobs;
import dev.vernier.app.notice.Notice;
import dev.vernier.app.project.WorkbenchModel;
import dev.vernier.io.dataset.DatasetDescriptor;
import dev.vernier.io.dataset.DatasetReader;
import java.nio.file.Path;
import javafx.stage.Window;

/** Opens the data dialog: on the data that are open, or on others for the open model. */
public final class DataActions {
    private final Window owner;
    private final WorkbenchModel model;
    private final FilesController files;
    private final Jobs jobs;
    private final BackgroundWork work = new BackgroundWork("vernier-data");

    public DataActions(Window owner, WorkbenchModel model, FilesController files, Jobs jobs) {
        this.owner = owner;
        this.model = model;
        this.files = files;
        this.jobs = jobs;
        files.editDataWith(this::edit);
    }

    /** The data that are open; nothing where there are none. */
    public void edit() {
        files.described().ifPresentOrElse(this::open, () -> files.dataFile().ifPresent(this::edit));
    }

    /** Other data for the open model. */
    public void edit(Path data) {
        work.run(
                stopped -> DatasetReader.describe(data),
                this::open,
                e -> model.openNoticeProperty().set(Notice.of("Data not opened", e)));
    }

    private void open(DatasetDescriptor data) {
        DataModel shown = new DataModel();
        DataController controller = new DataController(
                shown,
                model.projectProperty().get().graph(),
                files.ownPlan(),
                files.request().calibrationSamples(),
                work,
                jobs);
        shown.descriptorProperty().set(data);
        DataDialog dialog = new DataDialog(owner, shown, controller, files::openDescribed);
        controller.start(data);
        dialog.show();
    }
}
