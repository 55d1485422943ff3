package dev.rollbackbot;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** After every class of tests: no secret was logged by anything that ran in this process. */
public final class CanaryExtension implements AfterAllCallback {
  private static final Canary.InLog LOG = Canary.InLog.everywhere();

  @Override
  public void afterAll(ExtensionContext context) {
    Canary.assertNone(LOG.leaks());
  }
}
