/** The window, the command line and their wiring. Computes nothing itself. */
package dev.vernier.app;
