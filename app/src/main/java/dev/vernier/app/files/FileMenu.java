package dev.vernier.app.files;

import dev.vernier.app.preferences.Preferences;
import dev.vernier.app.workbench.BundledSample;
import dev.vernier.app.workbench.BundledSamples;
import dev.vernier.app.workbench.OpenRequest;
import dev.vernier.app.workbench.ProjectOpener;
import dev.vernier.io.project.ProjectFile;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.FileChooser.ExtensionFilter;
import javafx.stage.Window;

/** Asks for files with the platform's dialogs and hands them to the {@link FilesController}. */
public final class FileMenu implements FileActions {
    private static final ExtensionFilter MODELS =
            new ExtensionFilter("Models", "*.onnx", "*.tflite", "*.h5", "*.hdf5", "*.keras");
    private static final ExtensionFilter DATA =
            new ExtensionFilter("Data sets", "*.dataset.json", "*.npz", "*.npy", "*ubyte", "*.gz", "*.csv", "*.bin");
    private static final ExtensionFilter PLANS = new ExtensionFilter("Plans", "*.plan.json", "*.json");
    private static final ExtensionFilter PROJECTS = new ExtensionFilter("Projects", "*" + ProjectFile.ENDING);
    private static final ExtensionFilter ALL = new ExtensionFilter("All files", "*");

    private final Window window;
    private final FilesController files;
    private final ProjectsController projects;
    private File folder;

    public FileMenu(Window window, FilesController files, ProjectsController projects) {
        this.window = window;
        this.files = files;
        this.projects = projects;
        files.chooseDataWith(this::openData);
        projects.relocateWith(missing -> remembered(
                chooser("Where is " + missing.path().getFileName() + "?", ALL).showOpenDialog(window)));
    }

    @Override
    public void openProject() {
        remembered(chooser("Open project", PROJECTS).showOpenDialog(window)).ifPresent(projects::open);
    }

    @Override
    public void saveProject() {
        projects.projectFile().ifPresentOrElse(projects::save, this::saveProjectAs);
    }

    @Override
    public void saveProjectAs() {
        FileChooser chooser = chooser("Save project", PROJECTS);
        chooser.setInitialFileName(projects.projectFile()
                .map(p -> p.getFileName().toString())
                .orElse(files.modelStem() + ProjectFile.ENDING));
        remembered(chooser.showSaveDialog(window)).ifPresent(projects::save);
    }

    @Override
    public void restoreUnsaved() {
        projects.restoreUnsaved();
    }

    @Override
    public boolean hasUnsavedOfBefore() {
        return projects.hasUnsavedOfBefore();
    }

    private FileChooser chooser(String title, ExtensionFilter filter) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(title);
        chooser.setInitialDirectory(startFolder());
        chooser.getExtensionFilters().setAll(filter, ALL);
        return chooser;
    }

    /** Where something was chosen last, or else where what is open lies, or was open lately; null for where the platform begins. */
    private File startFolder() {
        return Stream.of(
                        Optional.ofNullable(folder).map(File::toPath),
                        files.request().data().map(FileMenu::folderOf),
                        files.modelFolder(),
                        files.recent().stream()
                                .findFirst()
                                .map(r -> folderOf(Path.of(r.project() == null ? r.model() : r.project()))))
                .flatMap(Optional::stream)
                .map(Path::toFile)
                .filter(File::isDirectory)
                .findFirst()
                .orElse(null);
    }

    private static Path folderOf(Path file) {
        Path absolute = file.toAbsolutePath();
        return absolute.getParent() == null ? absolute : absolute.getParent();
    }

    private Optional<Path> remembered(File chosen) {
        if (chosen != null) {
            folder = chosen.getParentFile();
        }
        return Optional.ofNullable(chosen).map(File::toPath);
    }

    @Override
    public void openModel() {
        remembered(chooser("Open model", MODELS).showOpenDialog(window)).ifPresent(files::openModel);
    }

    @Override
    public void openData() {
        remembered(chooser("Open data", DATA).showOpenDialog(window)).ifPresent(files::openData);
    }

    @Override
    public void openImageFolder() {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle("Open image folder");
        chooser.setInitialDirectory(startFolder());
        remembered(chooser.showDialog(window)).ifPresent(files::openData);
    }

    @Override
    public void openCalibrationData() {
        remembered(chooser("Open calibration data", DATA).showOpenDialog(window))
                .ifPresent(files::openCalibrationData);
    }

    @Override
    public void openPlan() {
        remembered(chooser("Open plan", PLANS).showOpenDialog(window)).ifPresent(files::openPlan);
    }

    @Override
    public void savePlan() {
        files.planFile().ifPresentOrElse(files::savePlan, this::savePlanAs);
    }

    @Override
    public void savePlanAs() {
        FileChooser chooser = chooser("Save plan", PLANS);
        chooser.setInitialFileName(
                files.planFile().map(p -> p.getFileName().toString()).orElse(files.modelStem() + ".plan.json"));
        remembered(chooser.showSaveDialog(window)).ifPresent(files::savePlan);
    }

    @Override
    public void openDropped(DroppedFiles dropped) {
        dropped.project().ifPresentOrElse(projects::open, () -> files.openDropped(dropped));
    }

    @Override
    public String openModelName() {
        return ProjectOpener.modelName(files.request());
    }

    @Override
    public List<MenuItem> recentItems() {
        List<MenuItem> items = new ArrayList<>();
        addSection(
                items,
                "Projects",
                files.recent().stream()
                        .filter(r -> r.project() != null)
                        .map(r -> item(
                                shortPath(r.project()) + " · " + r.model(), () -> projects.open(Path.of(r.project()))))
                        .toList());
        addSection(
                items,
                "Models",
                files.recent().stream()
                        .filter(r -> r.project() == null)
                        .map(r -> item(
                                shortPath(r.model()) + " · " + (r.data() == null ? "no data" : shortPath(r.data())),
                                () -> files.open(r)))
                        .toList());
        addSection(
                items,
                "Data, for the open model",
                files.recent().stream()
                        .map(Preferences.Recent::data)
                        .filter(Objects::nonNull)
                        .distinct()
                        .map(d -> item(shortPath(d), () -> files.openData(Path.of(d))))
                        .toList());
        if (items.isEmpty()) {
            items.add(heading("Nothing was open yet"));
        } else {
            items.add(new SeparatorMenuItem());
            items.add(item("Forget these", () -> files.setRecent(List.of())));
        }
        return items;
    }

    private static void addSection(List<MenuItem> items, String title, List<MenuItem> section) {
        if (!section.isEmpty()) {
            items.add(heading(title));
            items.addAll(section);
        }
    }

    private static MenuItem heading(String words) {
        MenuItem heading = new MenuItem(words);
        heading.setDisable(true);
        return heading;
    }

    private static MenuItem item(String words, Runnable action) {
        MenuItem item = new MenuItem(words);
        item.setMnemonicParsing(false);
        item.setOnAction(e -> action.run());
        return item;
    }

    /** The name with its folder's, which tells files of one name apart. */
    private static String shortPath(String file) {
        Path path = Path.of(file);
        return path.getNameCount() < 2
                ? file
                : path.subpath(path.getNameCount() - 2, path.getNameCount()).toString();
    }

    @Override
    public List<MenuItem> sampleItems() {
        return BundledSamples.all().stream().map(this::sampleItem).toList();
    }

    private MenuItem sampleItem(BundledSample sample) {
        MenuItem item = new MenuItem(sample.title());
        item.setId("sample-" + sample.id());
        item.setOnAction(e -> files.open(new OpenRequest(
                Optional.of(sample.id()),
                Optional.empty(),
                Optional.empty(),
                OpenRequest.CALIBRATION_SAMPLES,
                Optional.empty())));
        return item;
    }
}
