/** Numbers as people read them: units, significant digits, a true minus sign. Knows no window. */
package dev.vernier.app.format;
