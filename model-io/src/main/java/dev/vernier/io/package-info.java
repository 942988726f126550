/** Files in and out: models, data sets, plans; and the real runtimes used as proof. Knows no window. */
package dev.vernier.io;
