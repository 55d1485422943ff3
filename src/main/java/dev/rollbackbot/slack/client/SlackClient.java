package dev.rollbackbot.slack.client;

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
  private final ChannelLookup channelLookup;
  private final UserGroupLookup userGroupLookup;
  private final SlackDirectory directory;
  private final CachedCheck health;

  public SlackClient(SlackOptions options, InstantSource clock) {
    this.options = options;
    this.api = SlackApi.open(options);
    this.quick = api.withTimeout(options.patience(), options.botToken());
    this.channelLookup = new ChannelLookup(api, options.incidents());
    this.userGroupLookup = new UserGroupLookup(api, options.cacheTimes(options.patience()), clock);
    this.directory =
        new SlackDirectory(
            api, channelLookup, userGroupLookup, options.cacheTimes(options.rolesWithin()), clock);
    this.health = new CachedCheck(this::ask, HEALTH_KEPT, clock);
  }

  public SlackOptions options() {
    return options;
  }

  public SlackApi api() {
    return api;
  }

  /** For calls that a person waits for. */
  public SlackApi quick() {
    return quick;
  }

  public ChannelLookup channelLookup() {
    return channelLookup;
  }

  public UserGroupLookup userGroupLookup() {
    return userGroupLookup;
  }

  public SlackDirectory directory() {
    return directory;
  }

  /** Why Slack can't be used at the moment; empty: it can. Asked at most every 5 s. */
  public Optional<String> problem() {
    return health.get();
  }

  private Optional<String> ask() {
    return switch (quick.whoAmI()) {
      case SlackResult.Ok<String> _ -> Optional.empty();
      case SlackResult.CallFailed<String> f -> Optional.of(f.error().why());
    };
  }

  @Override
  public void close() {
    directory.close();
    userGroupLookup.close();
    quick.close();
    api.close();
  }
}
