package dev.rollbackbot.simulation;

/** The process dies here. Not an exception: nothing may catch it and go on. */
final class SimulatedCrash extends Error {
  SimulatedCrash(String where) {
    super(where, null, false, false);
  }
}
