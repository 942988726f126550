/** The search in the window: what is looked for, the front as it grows, why each layer gets what it gets, and adopting a plan. */
package dev.vernier.app.search;
