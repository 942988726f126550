/**
 * What the command line and the window share: opening a model, the data it is evaluated on and the data it is calibrated on; the bundled
 * samples; and comparing techniques. Knows no JavaFX.
 *
 * <p>{@link dev.vernier.app.workbench.OpenRequest} says what to open, {@link dev.vernier.app.workbench.ProjectOpener} opens it,
 * {@link dev.vernier.app.workbench.OpenedProject} is what then is open.
 */
package dev.vernier.app.workbench;
