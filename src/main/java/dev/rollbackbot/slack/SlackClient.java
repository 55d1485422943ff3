package dev.rollbackbot.slack;

import dev.rollbackbot.app.CachedCheck;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** The calls to Slack and their caches, shared by both directions. Makes no call by itself. */
public final class SlackClient implements AutoCloseable {
  private static final Duration HEALTH_KEPT = Duration.ofSeconds(5);

  private final SlackOptions options;
  private final SlackApi api;
  private final SlackApi quick;
  private final Channels channels;
  private final Groups groups;
  private final SlackDirectory directory;
  private final CachedCheck health;

  public SlackClient(SlackOptions options, InstantSource clock) {
    this.options = options;
    this.api = SlackApi.open(options);
    this.quick = api.within(options.patience(), options.botToken());
    this.channels = new Channels(api, options.incidents());
    this.groups = new Groups(api, options.cacheTimes(options.patience()), clock);
    this.directory =
        new SlackDirectory(api, channels, groups, options.cacheTimes(options.rolesWithin()), clock);
    this.health = new CachedCheck(this::ask, HEALTH_KEPT, clock);
  }

  SlackOptions options() {
    return options;
  }

  SlackApi api() {
    return api;
  }

  /** For calls that a person waits for. */
  SlackApi quick() {
    return quick;
  }

  Channels channels() {
    return channels;
  }

  Groups groups() {
    return groups;
  }

  SlackDirectory directory() {
    return directory;
  }

  /** Why Slack can't be used at the moment; empty: it can. Asked at most every 5 s. */
  public Optional<String> problem() {
    return health.get();
  }

  private Optional<String> ask() {
    return switch (quick.whoAmI()) {
      case Reply.Ok<String> _ -> Optional.empty();
      case Reply.Failed<String> f -> Optional.of(f.trouble().why());
    };
  }

  @Override
  public void close() {
    directory.close();
    groups.close();
    quick.close();
    api.close();
  }
}
