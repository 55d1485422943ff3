package dev.rollbackbot.sandbox.cloudflare.account;

/** What people outside get from each service at one moment. */
public record ServiceHealth(
    BuildContents gateway, BuildContents planningMachine, BuildContents dashboard, boolean sick) {

  public static ServiceHealth at(Account account, Faults faults) {
    boolean sick = faults.isOn(Fault.SITE_SICK);
    return account.all((gateway, planningMachine, dashboard, now) ->
        new ServiceHealth(
            gateway.serves(now), planningMachine.serves(now), dashboard.serves(now), sick));
  }

  /** Whether a Worker that serves this build answers its health check well. */
  public boolean healthy(BuildContents build) {
    return build == BuildContents.GOOD && !sick;
  }

  public boolean callsFail() {
    return !healthy(gateway) || !healthy(planningMachine);
  }
}
