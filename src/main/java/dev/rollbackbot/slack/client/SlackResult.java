package dev.rollbackbot.slack.client;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What Slack answered to a call. */
public sealed interface SlackResult<T> {
  /** It did it. */
  record Ok<T>(T value) implements SlackResult<T> {}

  /** It did not. */
  record CallFailed<T>(SlackError error) implements SlackResult<T> {}

  /** Why it did not. */
  sealed interface SlackError {
    /** In a few words, for a log line or a person. */
    String why();
  }

  /**
   * It refuses.
   *
   * @param code Slack's error code
   * @param messages what it says besides, such as which block is wrong
   */
  record ApiError(String code, List<String> messages) implements SlackError {
    public ApiError {
      messages = List.copyOf(messages);
    }

    @Override
    public String why() {
      return messages.isEmpty() ? code : code + " (" + String.join("; ", messages) + ")";
    }
  }

  /** It asks to wait. */
  record Throttled(Duration retryAfter) implements SlackError {
    @Override
    public String why() {
      return "Slack asks to wait for " + retryAfter.toSeconds() + " s";
    }
  }

  /** It can't be reached or is not itself; nothing is known of what it did. */
  record Unavailable(String why) implements SlackError {}

  static <T> SlackResult<T> ok(T value) {
    return new Ok<>(value);
  }

  /** Goes on where it did it. */
  default <R> SlackResult<R> then(Function<T, SlackResult<R>> next) {
    return switch (this) {
      case Ok<T>(T value) -> next.apply(value);
      case CallFailed<T>(SlackError error) -> new CallFailed<>(error);
    };
  }

  /** Takes something out of what it answered; what is not there is an answer that is none. */
  default <R> SlackResult<R> map(Function<T, @Nullable R> mapper) {
    return then(value -> {
      R taken = mapper.apply(value);
      return taken == null
          ? new CallFailed<>(new Unavailable("Slack's answer lacks what was asked for"))
          : ok(taken);
    });
  }

  /** Tries something else where it was refused with one of these codes. */
  default SlackResult<T> recover(Set<String> codes, Function<ApiError, SlackResult<T>> fallback) {
    return this instanceof CallFailed<T>(ApiError apiError) && codes.contains(apiError.code())
        ? fallback.apply(apiError)
        : this;
  }
}
