package dev.rollbackbot;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test class after which this process has logged a secret. */
public final class SecretLeakExtension implements AfterAllCallback {
  private static final SecretLeakDetector.LeakDetectingAppender LOG =
      SecretLeakDetector.LeakDetectingAppender.everywhere();

  @Override
  public void afterAll(ExtensionContext context) {
    SecretLeakDetector.assertNone(LOG.leaks());
  }
}
