package dev.rollbackbot;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** After every class of tests: no secret was logged by anything that ran in this process. */
public final class SecretLeakExtension implements AfterAllCallback {
  private static final SecretLeakDetector.LeakDetectingAppender LOG =
      SecretLeakDetector.LeakDetectingAppender.everywhere();

  @Override
  public void afterAll(ExtensionContext context) {
    SecretLeakDetector.assertNone(LOG.leaks());
  }
}
