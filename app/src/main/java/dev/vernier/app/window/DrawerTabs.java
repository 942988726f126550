package dev.vernier.app.window;

import dev.vernier.app.compare.CompareTab;
import dev.vernier.app.diagnosis.DiagnosisTab;
import dev.vernier.app.drawer.DrawerContext;
import dev.vernier.app.drawer.DrawerTab;
import dev.vernier.app.network.NetworkTab;
import dev.vernier.app.numberline.NumberLineTab;
import dev.vernier.app.samples.SamplesTab;
import dev.vernier.app.sensitivity.SensitivityTab;
import java.util.List;

/** The views of the drawer. A new one is a line here. */
final class DrawerTabs {
    private DrawerTabs() {}

    static List<DrawerTab> all(DrawerContext context) {
        return List.of(
                new CompareTab(context),
                new SamplesTab(context),
                new SensitivityTab(context),
                new NetworkTab(context),
                new NumberLineTab(context),
                new DiagnosisTab(context));
    }
}
