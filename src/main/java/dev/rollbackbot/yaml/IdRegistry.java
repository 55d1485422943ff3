package dev.rollbackbot.yaml;

/** The ids that other parts of a runbook refer to. */
record IdRegistry(IdScope services, IdScope environments, IdScope checks) {
  IdRegistry() {
    this(new IdScope("service"), new IdScope("environment"), new IdScope("probe or check"));
  }
}
