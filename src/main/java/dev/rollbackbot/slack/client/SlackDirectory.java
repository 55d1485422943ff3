package dev.rollbackbot.slack.client;

import dev.rollbackbot.app.RoleDirectory;
import dev.rollbackbot.incident.Role;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.slack.client.SlackResult.CallFailed;
import dev.rollbackbot.slack.client.SlackResult.Ok;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Who may do what, by the members of user groups and of the incidents channel. */
public final class SlackDirectory implements RoleDirectory, AutoCloseable {
  /** At most 10,000 members of the incidents channel are looked at. */
  private static final int MAX_PAGES = 50;

  private final SlackApi api;
  private final ChannelLookup channelLookup;
  private final UserGroupLookup userGroupLookup;
  private final StaleTolerantCache<Set<String>> inChannel;
  private final Duration within;

  SlackDirectory(
      SlackApi api,
      ChannelLookup channelLookup,
      UserGroupLookup userGroupLookup,
      StaleTolerantCache.CacheTimes cacheTimes,
      InstantSource clock) {
    this.api = api;
    this.channelLookup = channelLookup;
    this.userGroupLookup = userGroupLookup;
    this.within = cacheTimes.within();
    this.inChannel =
        new StaleTolerantCache<>(
            _ ->
                channelLookup
                    .incidents()
                    .then(id -> members(id, ResultPage.FIRST, new HashSet<>(), 1)),
            cacheTimes,
            clock);
  }

  @Override
  public RoleLookupResult roles(String person, Environment environment) {
    WaitDeadline until = WaitDeadline.in(within);
    SlackResult<Set<String>> responders = members(environment.responders(), until);
    SlackResult<Set<String>> approvers = members(environment.approvers(), until);
    if (responders instanceof CallFailed<Set<String>> failed) {
      return unsure(failed);
    }
    return switch (approvers) {
      case CallFailed<Set<String>> failed -> unsure(failed);
      case Ok<Set<String>>(Set<String> may) -> {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        if (may.contains(person)) {
          roles.add(Role.APPROVER);
          roles.add(Role.RESPONDER);
        } else if (responders instanceof Ok<Set<String>>(Set<String> act) && act.contains(person)) {
          roles.add(Role.RESPONDER);
        }
        yield new KnownRoles(roles);
      }
    };
  }

  private static RolesUnavailable unsure(CallFailed<Set<String>> callFailed) {
    return new RolesUnavailable(callFailed.error().why());
  }

  private SlackResult<Set<String>> members(Optional<String> group, WaitDeadline until) {
    return group
        .map(g -> userGroupLookup.members(g, until))
        .orElseGet(() -> inChannel.get(channelLookup.incidentsName(), until));
  }

  private SlackResult<Set<String>> members(
      String channel, String cursor, Set<String> sofar, int number) {
    return api.conversations()
        .members(channel, cursor)
        .then((ResultPage<String> page) -> {
          sofar.addAll(page.items());
          return page.next().isEmpty() || number >= MAX_PAGES
              ? SlackResult.ok(Set.copyOf(sofar))
              : members(channel, page.next().get(), sofar, number + 1);
        });
  }

  @Override
  public void close() {
    inChannel.close();
  }
}
