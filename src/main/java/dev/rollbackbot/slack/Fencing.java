package dev.rollbackbot.slack;

import dev.rollbackbot.app.Fence;
import java.io.IOException;
import java.util.function.Supplier;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Asks the fence of the delivery that a thread makes before each call of that delivery, when the
 * connection stands and the request is about to be sent. Calls outside of a delivery have none.
 */
final class Fencing implements Interceptor {
  private static final ScopedValue<Fence> CURRENT = ScopedValue.newInstance();

  /** Does that inside of a fence. */
  static <T> T within(Fence fence, Supplier<T> work) {
    return ScopedValue.where(CURRENT, fence).call(work::get);
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    if (CURRENT.isBound() && !holds(CURRENT.get())) {
      throw new IOException("it was not sent, another process may have taken it over");
    }
    return chain.proceed(chain.request());
  }

  private static boolean holds(Fence fence) throws IOException {
    try {
      return fence.holds();
    } catch (RuntimeException e) {
      throw new IOException("it was not sent, whose it is can't be found out", e);
    }
  }
}
