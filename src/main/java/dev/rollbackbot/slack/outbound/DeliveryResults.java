package dev.rollbackbot.slack.outbound;

import dev.rollbackbot.app.Chat.Completed;
import dev.rollbackbot.app.Chat.DeliveryResult;
import dev.rollbackbot.app.Chat.PermanentFailure;
import dev.rollbackbot.app.Chat.RetryLater;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.slack.client.SlackResult;
import dev.rollbackbot.slack.client.SlackResult.ApiError;
import dev.rollbackbot.slack.client.SlackResult.CallFailed;
import dev.rollbackbot.slack.client.SlackResult.Ok;
import dev.rollbackbot.slack.client.SlackResult.Throttled;
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
      case CallFailed<T>(ApiError apiError) ->
          new PermanentFailure(what, "Slack answers " + apiError.why() + words(apiError));
    };
  }

  /** What people can do something about is said in words. */
  private static String words(ApiError error) {
    if (!error.messages().isEmpty()) {
      return "";
    }
    return switch (error.code()) {
      case "is_archived" -> ": the channel is archived";
      case "not_in_channel" -> ": the bot is not in that channel, so somebody must invite it";
      case "channel_not_found" -> ": there is no such channel, or the bot is not in it";
      case "restricted_action", "restricted_action_read_only_channel" ->
          ": the bot may not post there";
      default -> "";
    };
  }

  /** For calls whose failure does not matter to the incident. */
  static <T> DeliveryResult bestEffort(SlackResult<T> result, String what) {
    DeliveryResult delivered = of(result, what, _ -> done());
    if (delivered instanceof PermanentFailure failure) {
      LOG.warn("going on without what={} reason={}", what, failure.why());
      return done();
    }
    return delivered;
  }
}
