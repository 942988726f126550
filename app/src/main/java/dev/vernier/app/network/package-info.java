/** The network drawn from top to bottom: a layered layout of its own, and the picture of it with what the plan does to each layer. */
package dev.vernier.app.network;
