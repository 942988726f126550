/** The command line: one class a subcommand, each wiring readers to the engine and printing what comes back. */
package dev.vernier.app.cli;
