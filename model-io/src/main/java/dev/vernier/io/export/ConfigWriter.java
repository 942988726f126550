package dev.vernier.io.export;

/** Says a plan in the words of one tool. */
@FunctionalInterface
interface ConfigWriter {
    ConfigText write(ConfigSource source);
}
