package dev.rollbackbot.yaml;

/** The ids of a runbook that other parts of it refer to. */
record IdRegistry(IdScope services, IdScope environments, IdScope checks) {
  IdRegistry() {
    this(new IdScope("service"), new IdScope("environment"), new IdScope("probe or check"));
  }
}
