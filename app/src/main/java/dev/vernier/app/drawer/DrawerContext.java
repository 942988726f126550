package dev.vernier.app.drawer;

import dev.vernier.app.cures.CuresController;
import dev.vernier.app.diagnosis.FindingCures;
import dev.vernier.app.distribution.DistributionModel;
import dev.vernier.app.jobs.Jobs;
import dev.vernier.app.project.WorkbenchController;
import dev.vernier.app.project.WorkbenchModel;
import java.util.function.Consumer;

/**
 * What the window lends to the views of its drawer.
 *
 * @param workbench what is open, the plan, the latest answers, the selected layers; listen to it
 * @param controller to edit the plan
 * @param cures to cure the plan
 * @param findingCures to apply what findings advise
 * @param jobs to run what takes long, with its name, progress and cancel in the status bar
 * @param distribution what the distribution pane shows
 * @param selectLayer selects a layer by its name in the layer table, and so everywhere
 */
public record DrawerContext(
        WorkbenchModel workbench,
        WorkbenchController controller,
        CuresController cures,
        FindingCures findingCures,
        Jobs jobs,
        DistributionModel distribution,
        Consumer<String> selectLayer) {}
