package dev.rollbackbot.slack.client;

import dev.rollbackbot.app.LeaseCheck;
import java.io.IOException;
import java.util.function.Supplier;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Asks the fence of the delivery that a thread makes before each call of that delivery, when the
 * connection stands and the request is about to be sent. Calls outside of a delivery have none.
 */
public final class LeaseInterceptor implements Interceptor {
  private static final ScopedValue<LeaseCheck> CURRENT = ScopedValue.newInstance();

  /** Does that inside of a fence. */
  public static <T> T callWith(LeaseCheck leaseCheck, Supplier<T> work) {
    return ScopedValue.where(CURRENT, leaseCheck).call(work::get);
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    if (CURRENT.isBound() && !holds(CURRENT.get())) {
      throw new IOException("it was not sent, another process may have taken it over");
    }
    return chain.proceed(chain.request());
  }

  private static boolean holds(LeaseCheck leaseCheck) throws IOException {
    try {
      return leaseCheck.isValid();
    } catch (RuntimeException e) {
      throw new IOException("it was not sent, whose it is can't be found out", e);
    }
  }
}
