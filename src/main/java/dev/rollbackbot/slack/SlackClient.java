package dev.rollbackbot.slack;

import java.time.InstantSource;
import java.util.Optional;

/** The calls to Slack and their caches, shared by both directions. Makes no call by itself. */
public final class SlackClient implements AutoCloseable {
  private final SlackOptions options;
  private final SlackApi api;
  private final SlackApi quick;
  private final Channels channels;
  private final Groups groups;
  private final SlackDirectory directory;
  private final Health health;

  public SlackClient(SlackOptions options, InstantSource clock) {
    this.options = options;
    this.api = SlackApi.open(options);
    this.quick = api.within(options.patience(), options.botToken());
    this.channels = new Channels(api, options.incidents());
    Remembered.Times times =
        new Remembered.Times(options.groupFresh(), options.groupTrust(), options.groupPatience());
    this.groups = new Groups(api, times, clock);
    this.directory = new SlackDirectory(api, channels, groups, times, clock);
    this.health = new Health(quick, clock);
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
    return health.problem();
  }

  @Override
  public void close() {
    directory.close();
    groups.close();
    quick.close();
    api.close();
  }
}
