package dev.rollbackbot.slack;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What Slack answered to a call. */
sealed interface Reply<T> {
  /** It did it. */
  record Ok<T>(T value) implements Reply<T> {}

  /** It did not. */
  record Failed<T>(Trouble trouble) implements Reply<T> {}

  /** Why it did not. */
  sealed interface Trouble {
    /** In a few words, for a log line or a person. */
    String why();
  }

  /**
   * It refuses.
   *
   * @param code Slack's error code
   * @param messages what it says besides, such as which block is wrong
   */
  record Refused(String code, List<String> messages) implements Trouble {
    public Refused {
      messages = List.copyOf(messages);
    }

    @Override
    public String why() {
      return messages.isEmpty() ? code : code + " (" + String.join("; ", messages) + ")";
    }
  }

  /** It asks to wait. */
  record Limited(Duration after) implements Trouble {
    @Override
    public String why() {
      return "Slack asks to wait for " + after.toSeconds() + " s";
    }
  }

  /** It can't be reached or is not itself; nothing is known of what it did. */
  record Away(String why) implements Trouble {}

  static <T> Reply<T> ok(T value) {
    return new Ok<>(value);
  }

  /** Goes on where it did it. */
  default <R> Reply<R> then(Function<T, Reply<R>> next) {
    return switch (this) {
      case Ok<T>(T value) -> next.apply(value);
      case Failed<T>(Trouble trouble) -> new Failed<>(trouble);
    };
  }

  /** Takes something out of what it answered; what is not there is an answer that is none. */
  default <R> Reply<R> map(Function<T, @Nullable R> to) {
    return then(value -> {
      R taken = to.apply(value);
      return taken == null
          ? new Failed<>(new Away("Slack's answer lacks what was asked for"))
          : ok(taken);
    });
  }

  /** Tries something else where it was refused with one of these codes. */
  default Reply<T> instead(Set<String> codes, Function<Refused, Reply<T>> other) {
    return this instanceof Failed<T>(Refused refused) && codes.contains(refused.code())
        ? other.apply(refused)
        : this;
  }
}
