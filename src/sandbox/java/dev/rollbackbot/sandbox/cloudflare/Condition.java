package dev.rollbackbot.sandbox.cloudflare;

/** What people outside get from each service at one moment. */
record Condition(Build gateway, Build planningMachine, Build dashboard, boolean sick) {

  static Condition at(Account account, Faults faults) {
    boolean sick = faults.isOn(Fault.SITE_SICK);
    return account.all((gateway, planningMachine, dashboard, now) ->
        new Condition(
            gateway.serves(now), planningMachine.serves(now), dashboard.serves(now), sick));
  }

  /** Whether a Worker that serves this build answers its health check well. */
  boolean healthy(Build build) {
    return build == Build.GOOD && !sick;
  }

  boolean callsFail() {
    return !healthy(gateway) || !healthy(planningMachine);
  }
}
