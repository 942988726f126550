/** What the user asks for: plans, layer configurations, precisions and range rules. Nothing here is computed. */
package dev.vernier.engine.spec;
