/** What every plot is made of: scales, ticks, and a canvas whose colours come from the style sheet. */
package dev.vernier.app.plot;
