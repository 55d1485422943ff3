package dev.rollbackbot.slack;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether Slack answers the bot, asked at most every few seconds. */
final class Health {
  private static final Duration FRESH = Duration.ofSeconds(5);

  private final SlackApi api;
  private final InstantSource clock;
  private @Nullable Seen last;

  private record Seen(Instant at, Optional<String> problem) {}

  Health(SlackApi api, InstantSource clock) {
    this.api = api;
    this.clock = clock;
  }

  synchronized Optional<String> problem() {
    Instant now = clock.instant();
    Seen seen = last;
    if (seen == null || Duration.between(seen.at(), now).compareTo(FRESH) >= 0) {
      seen = new Seen(now, ask());
      last = seen;
    }
    return seen.problem();
  }

  private Optional<String> ask() {
    return switch (api.whoAmI()) {
      case Reply.Ok<String> _ -> Optional.empty();
      case Reply.Failed<String> f -> Optional.of(f.trouble().why());
    };
  }
}
