/** Errors and advice inside the window, next to where they belong. */
package dev.vernier.app.notice;
