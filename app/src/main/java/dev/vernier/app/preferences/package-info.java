/** What the window remembers from one start to the next. */
package dev.vernier.app.preferences;
