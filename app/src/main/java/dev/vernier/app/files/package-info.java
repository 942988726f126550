/** Opening models, data and plans from the window, saving plans; in the background, with errors told in the window. */
package dev.vernier.app.files;
