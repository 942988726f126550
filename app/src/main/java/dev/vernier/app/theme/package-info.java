/** How the window looks: colour tokens, style sheet, bundled fonts, text scale. */
package dev.vernier.app.theme;
