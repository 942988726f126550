/** Why the plan loses what it loses, in words with evidence and a button that applies the cure. */
package dev.vernier.app.diagnosis;
