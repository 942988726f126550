/** What is written for other tools: models for the runtimes, and configs that say a plan in each tool's own words. */
package dev.vernier.io.export;
