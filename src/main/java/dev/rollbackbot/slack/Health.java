package dev.rollbackbot.slack;

import dev.rollbackbot.app.CachedCheck;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Whether Slack answers the bot, asked at most every few seconds. */
final class Health {
  private static final Duration FRESH = Duration.ofSeconds(5);

  private final CachedCheck check;

  Health(SlackApi api, InstantSource clock) {
    check = new CachedCheck(() -> ask(api), FRESH, clock);
  }

  Optional<String> problem() {
    return check.get();
  }

  private static Optional<String> ask(SlackApi api) {
    return switch (api.whoAmI()) {
      case Reply.Ok<String> _ -> Optional.empty();
      case Reply.Failed<String> f -> Optional.of(f.trouble().why());
    };
  }
}
