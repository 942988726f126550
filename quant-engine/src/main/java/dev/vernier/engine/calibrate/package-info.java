/** What the data showed: statistics and histograms of every activation and weight. */
package dev.vernier.engine.calibrate;
