/** Projects on disk: which model and data, by path and digest, and what was decided about them. */
package dev.vernier.io.project;
