/** What a target runtime does with a plan where it cannot do what is asked. */
package dev.vernier.engine.target;
