package dev.rollbackbot.simulation;

/** The crash of a process: an error, so that no code under test catches it and continues. */
final class SimulatedCrash extends Error {
  SimulatedCrash(String where) {
    super(where, null, false, false);
  }
}
