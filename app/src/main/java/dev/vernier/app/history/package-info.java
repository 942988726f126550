/** The plans a project went through, with what each step did in words. Immutable; knows no window. */
package dev.vernier.app.history;
