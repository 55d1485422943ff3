package dev.rollbackbot.slack.outbound;

import dev.rollbackbot.app.Chat.Completed;
import dev.rollbackbot.app.Chat.DeliveryResult;
import dev.rollbackbot.app.Chat.DestinationBlocked;
import dev.rollbackbot.app.Chat.PermanentFailure;
import dev.rollbackbot.app.Chat.RetryLater;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.slack.client.SlackResult;
import dev.rollbackbot.slack.client.SlackResult.ApiError;
import dev.rollbackbot.slack.client.SlackResult.CallFailed;
import dev.rollbackbot.slack.client.SlackResult.NotYetKnown;
import dev.rollbackbot.slack.client.SlackResult.Ok;
import dev.rollbackbot.slack.client.SlackResult.Throttled;
import dev.rollbackbot.slack.client.SlackResult.TokenRefused;
import dev.rollbackbot.slack.client.SlackResult.Unavailable;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a result of Slack means for a delivery. */
final class DeliveryResults {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryResults.class);

  private DeliveryResults() {}

  static DeliveryResult completed(Command command) {
    return new Completed(Optional.of(command));
  }

  static DeliveryResult done() {
    return new Completed(Optional.empty());
  }

  /** The parameter {@code what} names the message in the incident's log if it fails for good. */
  static <T> DeliveryResult of(
      SlackResult<T> result, String what, Function<T, DeliveryResult> onSuccess) {
    return switch (result) {
      case Ok<T>(T value) -> onSuccess.apply(value);
      case CallFailed<T>(Throttled throttled) ->
          new RetryLater(throttled.retryAfter(), throttled.why(), false);
      case CallFailed<T>(Unavailable(String why)) ->
          new RetryLater(OutageBackoff.SHORTEST, why, true);
      case CallFailed<T>(NotYetKnown(String why)) ->
          new RetryLater(OutageBackoff.SHORTEST, why, false);
      case CallFailed<T>(TokenRefused(String why)) ->
          new RetryLater(OutageBackoff.SHORTEST, why, true);
      case CallFailed<T>(ApiError apiError) ->
          ChannelErrors.remedy(apiError.code())
              .<DeliveryResult>map(
                  remedy -> new DestinationBlocked(what, ChannelErrors.why(apiError), remedy))
              .orElseGet(() -> new PermanentFailure(what, ChannelErrors.why(apiError)));
    };
  }

  /** For calls that are not repeated when they are refused. */
  static <T> DeliveryResult once(SlackResult<T> result, String what) {
    DeliveryResult delivered = of(result, what, _ -> done());
    return delivered instanceof DestinationBlocked(String _, String why, String remedy)
        ? new PermanentFailure(what, why, Optional.of(remedy))
        : delivered;
  }

  /** For calls whose failure does not matter to the incident. */
  static <T> DeliveryResult bestEffort(SlackResult<T> result, String what) {
    DeliveryResult delivered = once(result, what);
    if (delivered instanceof PermanentFailure failure) {
      LOG.warn("going on without what={} reason={}", what, failure.why());
      return done();
    }
    return delivered;
  }
}
