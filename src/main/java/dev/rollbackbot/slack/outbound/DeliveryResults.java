package dev.rollbackbot.slack.outbound;

import dev.rollbackbot.app.Chat.Completed;
import dev.rollbackbot.app.Chat.DeliveryResult;
import dev.rollbackbot.app.Chat.PermanentFailure;
import dev.rollbackbot.app.Chat.RetryLater;
import dev.rollbackbot.slack.client.SlackResult;
import dev.rollbackbot.slack.client.SlackResult.ApiError;
import dev.rollbackbot.slack.client.SlackResult.CallFailed;
import dev.rollbackbot.slack.client.SlackResult.Ok;
import dev.rollbackbot.slack.client.SlackResult.SlackError;
import dev.rollbackbot.slack.client.SlackResult.Throttled;
import dev.rollbackbot.slack.client.SlackResult.Unavailable;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Slack's reply means for a delivery. */
final class DeliveryResults {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryResults.class);

  private DeliveryResults() {}

  /** Nobody has to be told. */
  static DeliveryResult done() {
    return new Completed(Optional.empty());
  }

  /**
   * Of something that must be said.
   *
   * @param what in a few words, for when it is lost
   */
  static <T> DeliveryResult of(
      SlackResult<T> slackResult, String what, Function<T, DeliveryResult> onSuccess) {
    return switch (slackResult) {
      case Ok<T>(T value) -> onSuccess.apply(value);
      case CallFailed<T>(SlackError error) -> failed(error, what);
    };
  }

  private static DeliveryResult failed(SlackError error, String what) {
    return switch (error) {
      case Throttled throttled -> new RetryLater(throttled.retryAfter(), throttled.why(), false);
      case Unavailable unavailable ->
          new RetryLater(OutageBackoff.SHORTEST, unavailable.why(), true);
      case ApiError apiError -> new PermanentFailure(what, "Slack answers " + apiError.why());
    };
  }

  /** Of something that may fail without stopping the conversation. */
  static <T> DeliveryResult bestEffort(SlackResult<T> slackResult, String what) {
    return switch (of(slackResult, what, _ -> done())) {
      case PermanentFailure(String lost, String why) -> {
        LOG.warn("The conversation goes on without {}: {}", lost, why);
        yield done();
      }
      case Completed completed -> completed;
      case RetryLater retryLater -> retryLater;
    };
  }
}
