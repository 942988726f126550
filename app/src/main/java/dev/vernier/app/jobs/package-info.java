/** Work off the window's thread: small answers of which the newest wins, and long jobs with a name, progress and cancel. */
package dev.vernier.app.jobs;
