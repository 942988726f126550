/** The window as a whole: what it knows (the model), what it does (the controller), and how its panes sit together. */
package dev.vernier.app.window;
