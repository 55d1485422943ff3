package dev.rollbackbot.slack.client;

import dev.rollbackbot.app.RoleDirectory;
import dev.rollbackbot.incident.Role;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.slack.client.SlackResult.CallFailed;
import dev.rollbackbot.slack.client.SlackResult.Ok;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Who may do what, by the members of user groups and of the incidents channel. */
final class SlackDirectory implements RoleDirectory, AutoCloseable {
  /** At most 10,000 members of the incidents channel are read. */
  private static final int MAX_PAGES = 50;

  private final SlackApi api;
  private final ChannelLookup channels;
  private final UserGroupLookup groups;
  private final StaleTolerantCache<Set<String>> channelMembers;
  private final Duration within;

  SlackDirectory(
      SlackApi api,
      ChannelLookup channels,
      UserGroupLookup groups,
      StaleTolerantCache.CacheTimes cacheTimes,
      InstantSource clock) {
    this.api = api;
    this.channels = channels;
    this.groups = groups;
    this.within = cacheTimes.within();
    this.channelMembers =
        new StaleTolerantCache<>(
            _ -> channels.incidents().then(id -> members(id, ResultPage.FIRST, new HashSet<>(), 1)),
            cacheTimes,
            clock);
  }

  @Override
  public RoleLookupResult roles(String person, Environment environment) {
    WaitDeadline deadline = WaitDeadline.in(within);
    SlackResult<Set<String>> responders = members(environment.responders(), deadline);
    SlackResult<Set<String>> approvers = members(environment.approvers(), deadline);
    SlackResult<Set<Role>> roles =
        responders.then(
            act -> approvers.map(may -> roles(act.contains(person), may.contains(person))));
    return switch (roles) {
      case Ok<Set<Role>>(Set<Role> known) -> new KnownRoles(known);
      case CallFailed<Set<Role>> failed -> new RolesUnavailable(failed.error().why());
    };
  }

  /** An approver is a responder too. */
  private static Set<Role> roles(boolean responder, boolean approver) {
    return approver
        ? Set.of(Role.APPROVER, Role.RESPONDER)
        : responder ? Set.of(Role.RESPONDER) : Set.of();
  }

  private SlackResult<Set<String>> members(Optional<String> group, WaitDeadline deadline) {
    return group
        .map(g -> groups.members(g, deadline))
        .orElseGet(() -> channelMembers.get(channels.incidentsName(), deadline));
  }

  private SlackResult<Set<String>> members(
      String channel, String cursor, Set<String> known, int page) {
    return api.conversations()
        .members(channel, cursor)
        .then((ResultPage<String> result) -> {
          known.addAll(result.items());
          return result.next().isEmpty() || page >= MAX_PAGES
              ? SlackResult.ok(Set.copyOf(known))
              : members(channel, result.next().get(), known, page + 1);
        });
  }

  @Override
  public void close() {
    channelMembers.close();
  }
}
