package dev.rollbackbot.sandbox.cloudflare.account;

/** What the sites serve at one moment. */
public record ServiceHealth(
    BuildContents gateway, BuildContents planningMachine, BuildContents dashboard, boolean sick) {
  public static ServiceHealth at(Account account, Faults faults) {
    boolean sick = faults.isOn(Fault.SITE_SICK);
    return account.all((services, now) ->
        new ServiceHealth(
            services.gateway().served(now),
            services.planningMachine().served(now),
            services.dashboard().served(now),
            sick));
  }

  /** Whether the health check of a Worker with this build is good. */
  public boolean healthy(BuildContents build) {
    return build == BuildContents.GOOD && !sick;
  }

  public boolean callsFail() {
    return !healthy(gateway) || !healthy(planningMachine);
  }
}
