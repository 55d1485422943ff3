package dev.rollbackbot.secret;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An exception without the credentials in its messages. */
record RedactedThrowable(IThrowableProxy thrown) implements IThrowableProxy {
  static @Nullable IThrowableProxy of(@Nullable IThrowableProxy thrown) {
    return thrown == null ? null : new RedactedThrowable(thrown);
  }

  @Override
  public @Nullable String getMessage() {
    return redacted(thrown.getMessage());
  }

  @Override
  public @Nullable String getOverridingMessage() {
    return redacted(thrown.getOverridingMessage());
  }

  private static @Nullable String redacted(@Nullable String text) {
    return text == null ? null : KnownSecrets.redact(text);
  }

  @Override
  public String getClassName() {
    return thrown.getClassName();
  }

  @Override
  public StackTraceElementProxy[] getStackTraceElementProxyArray() {
    return thrown.getStackTraceElementProxyArray();
  }

  @Override
  public int getCommonFrames() {
    return thrown.getCommonFrames();
  }

  @Override
  public @Nullable IThrowableProxy getCause() {
    return of(thrown.getCause());
  }

  @Override
  public IThrowableProxy[] getSuppressed() {
    IThrowableProxy[] suppressed = thrown.getSuppressed();
    return suppressed == null
        ? new IThrowableProxy[0]
        : Arrays.stream(suppressed).map(RedactedThrowable::new).toArray(IThrowableProxy[]::new);
  }

  @Override
  public boolean isCyclic() {
    return thrown.isCyclic();
  }
}
