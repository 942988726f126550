/**
 * What every plot is made of: scales, ticks, a canvas whose colours come from the style sheet, and the {@link
 * dev.vernier.app.plot.Painter} through which everything is drawn, so that a plot is also a picture and an SVG.
 */
package dev.vernier.app.plot;
