package dev.vernier.app.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar's manifest; outside a jar there is none to tell. */
final class VersionFromManifest implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = VernierCommand.class.getPackage().getImplementationVersion();
        return new String[] {"vernier " + (version == null ? "(unpackaged build)" : version)};
    }
}
