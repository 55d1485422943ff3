package dev.rollbackbot.slack.client;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The result of a call. */
public sealed interface SlackResult<T> {
  record Ok<T>(T value) implements SlackResult<T> {}

  record CallFailed<T>(SlackError error) implements SlackResult<T> {}

  sealed interface SlackError {
    /** For a log line or a person. */
    String why();
  }

  /** Slack refused the call with an error code, and details such as the invalid block. */
  record ApiError(String code, List<String> messages) implements SlackError {
    public ApiError {
      messages = List.copyOf(messages);
    }

    @Override
    public String why() {
      return messages.isEmpty() ? code : code + " (" + String.join("; ", messages) + ")";
    }
  }

  record Throttled(Duration retryAfter) implements SlackError {
    @Override
    public String why() {
      return "Slack asks to wait for " + retryAfter.toSeconds() + " s";
    }
  }

  /** Unreachable or a server error: whether the call took effect is unknown. */
  record Unavailable(String why) implements SlackError {}

  /** Nothing was called: what the call needs is still being looked up. */
  record NotYetKnown(String why) implements SlackError {}

  /** Slack refuses the token; the call had no effect, and none has until a person mends it. */
  record TokenRefused(String why) implements SlackError {}

  static <T> SlackResult<T> ok(T value) {
    return new Ok<>(value);
  }

  static <T> SlackResult<T> unavailable(String why) {
    return new CallFailed<>(new Unavailable(why));
  }

  default <R> SlackResult<R> then(Function<T, SlackResult<R>> next) {
    return switch (this) {
      case Ok<T>(T value) -> next.apply(value);
      case CallFailed<T>(SlackError error) -> new CallFailed<>(error);
    };
  }

  /** A null value becomes a failure. */
  default <R> SlackResult<R> map(Function<T, @Nullable R> mapper) {
    return then(value -> {
      R mapped = mapper.apply(value);
      return mapped == null ? unavailable("Slack's answer lacks what was asked for") : ok(mapped);
    });
  }

  /** Calls the fallback if Slack refused with one of the codes. */
  default SlackResult<T> recover(Set<String> codes, Function<ApiError, SlackResult<T>> fallback) {
    return this instanceof CallFailed<T>(ApiError apiError) && codes.contains(apiError.code())
        ? fallback.apply(apiError)
        : this;
  }
}
