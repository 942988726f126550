package dev.vernier.engine.diagnose;

import java.util.List;

/** Looks for one kind of thing. What it cannot know it passes over in silence. */
@FunctionalInterface
interface Rule {
    /** In running order. */
    List<Finding> find(Subject subject);
}
