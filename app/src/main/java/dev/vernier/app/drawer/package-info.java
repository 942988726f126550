/**
 * The drawer under the panes: one view at a time, or closed. A view is a {@link dev.vernier.app.drawer.DrawerTab}; the window lists
 * those there are.
 */
package dev.vernier.app.drawer;
