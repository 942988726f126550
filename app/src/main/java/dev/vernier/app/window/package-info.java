/** The window as a whole: how its panes sit together, menus and shortcuts, start and end. */
package dev.vernier.app.window;
