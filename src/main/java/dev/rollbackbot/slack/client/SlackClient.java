package dev.rollbackbot.slack.client;

import dev.rollbackbot.app.CachedCheck;
import dev.rollbackbot.app.ChannelNames;
import dev.rollbackbot.app.Readiness.ReadinessProblem;
import dev.rollbackbot.app.RoleDirectory;
import dev.rollbackbot.runbook.Runbook;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The Web API and its caches, shared by inbound and outbound. The constructor makes no call. */
public final class SlackClient implements AutoCloseable {
  private static final Duration HEALTH_KEPT = Duration.ofSeconds(5);

  private final SlackOptions options;
  private final SlackApi api;
  private final SlackApi quick;
  private final ChannelLookup channels;
  private final UserGroupLookup groups;
  private final SlackDirectory directory;
  private final CachedCheck<Optional<ReadinessProblem>> health;

  public SlackClient(SlackOptions options, ChannelNames names, InstantSource clock) {
    this.options = options;
    this.api = SlackApi.open(options);
    this.quick = api.withTimeout(options.modalLimit());
    this.channels = new ChannelLookup(api, options.incidents(), names, options.modalLimit(), clock);
    this.groups = new UserGroupLookup(api, options.cacheTimes(options.modalLimit()), clock);
    this.directory =
        new SlackDirectory(api, channels, groups, options.cacheTimes(options.rolesWithin()), clock);
    this.health = new CachedCheck<>(this::check, HEALTH_KEPT, clock);
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

  public ChannelLookup channels() {
    return channels;
  }

  public UserGroupLookup groups() {
    return groups;
  }

  public RoleDirectory directory() {
    return directory;
  }

  /** For decisions that nobody waits for any more: it has the time that a call has. */
  public RoleDirectory patientDirectory() {
    return directory.within(options.callLimit());
  }

  /** Why Slack can't be used at the moment; empty: it can. Checked at most every 5 s. */
  public Optional<ReadinessProblem> problem() {
    return health.get();
  }

  /** What keeps everybody from acting in an environment of these runbooks, a line each. */
  public List<String> groupProblems(Collection<Runbook> runbooks) {
    return runbooks.stream()
        .flatMap(runbook ->
            runbook.environments().stream()
                .flatMap(environment ->
                    directory
                        .problem(environment)
                        .map(p -> runbook.id() + " " + environment.id() + ": " + p)
                        .stream()))
        .toList();
  }

  /** The scopes of the bot's token, asked now. */
  public SlackResult<Set<String>> scopes() {
    return api.scopes();
  }

  /** Whether the bot is in a channel, by its name or id, asked now. */
  public SlackResult<Boolean> isMember(String channel) {
    return channels.in(
        channel,
        id ->
            api.conversations()
                .info(id)
                .then(found ->
                    found.isArchived()
                        ? new SlackResult.CallFailed<>(
                            new SlackResult.ApiError("is_archived", List.of()))
                        : SlackResult.ok(found.isMember())));
  }

  /**
   * How many full members a group has, or the incidents channel, asked now.
   *
   * @param group empty: the incidents channel
   * @param most it is counted no further
   */
  public SlackResult<Integer> availablePeople(Optional<String> group, int most) {
    return directory.available(group, most, options.callLimit());
  }

  private Optional<ReadinessProblem> check() {
    return switch (quick.whoAmI()) {
      case SlackResult.Ok<String> _ -> Optional.empty();
      case SlackResult.CallFailed<String>(SlackResult.SlackError error) ->
          Optional.of(
              new ReadinessProblem(
                  error.why(),
                  error instanceof SlackResult.TokenRefused
                      || error instanceof SlackResult.ApiError,
                  Optional.empty()));
    };
  }

  @Override
  public void close() {
    directory.close();
    channels.close();
    groups.close();
    quick.close();
    api.close();
  }
}
