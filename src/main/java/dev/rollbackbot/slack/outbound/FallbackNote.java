package dev.rollbackbot.slack.outbound;

import dev.rollbackbot.app.Chat;
import dev.rollbackbot.app.Chat.Completed;
import dev.rollbackbot.app.Chat.CompletedElsewhere;
import dev.rollbackbot.app.Chat.DeliveryResult;
import dev.rollbackbot.slack.client.SlackResult.ApiError;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whether a delivery went to the incidents channel because the incident's own can't be used. */
final class FallbackNote {
  private static final ScopedValue<AtomicReference<@Nullable ApiError>> CURRENT =
      ScopedValue.newInstance();

  private FallbackNote() {}

  /** Adds to what is completed why it went elsewhere. */
  static DeliveryResult noting(Supplier<DeliveryResult> delivery) {
    AtomicReference<@Nullable ApiError> refusal = new AtomicReference<>();
    DeliveryResult result = ScopedValue.where(CURRENT, refusal).call(delivery::get);
    ApiError error = refusal.get();
    return error != null && result instanceof Completed completed
        ? elsewhere(completed, error)
        : result;
  }

  private static Chat.DeliveryResult elsewhere(Completed completed, ApiError error) {
    Optional<String> remedy = ChannelErrors.remedy(error.code());
    return remedy.isEmpty()
        ? completed
        : new CompletedElsewhere(completed.command(), ChannelErrors.why(error), remedy.get());
  }

  static void fellBack(ApiError refusal) {
    if (CURRENT.isBound()) {
      CURRENT.get().set(refusal);
    }
  }
}
