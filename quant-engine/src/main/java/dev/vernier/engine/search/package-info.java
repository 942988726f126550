/** Search among plans: a precision for each layer, so that the model is smallest, or best, within what is allowed. */
package dev.vernier.engine.search;
