package dev.rollbackbot.slack.client;

import dev.rollbackbot.app.LeaseCheck;
import java.io.IOException;
import java.util.function.Supplier;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Checks the delivery's lease once the connection is open and the request is about to be sent: a
 * process that was paused must not post after another one took over. Other calls have no lease.
 */
public final class LeaseInterceptor implements Interceptor {
  private static final ScopedValue<LeaseCheck> CURRENT = ScopedValue.newInstance();

  public static <T> T callWith(LeaseCheck leaseCheck, Supplier<T> work) {
    return ScopedValue.where(CURRENT, leaseCheck).call(work::get);
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    if (CURRENT.isBound() && !isValid(CURRENT.get())) {
      throw new IOException("it was not sent, another process may have taken it over");
    }
    return chain.proceed(chain.request());
  }

  private static boolean isValid(LeaseCheck leaseCheck) throws IOException {
    try {
      return leaseCheck.isValid();
    } catch (RuntimeException e) {
      throw new IOException("it was not sent, whose it is can't be found out", e);
    }
  }
}
