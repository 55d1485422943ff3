package dev.rollbackbot.slack;

import dev.rollbackbot.app.Directory;
import dev.rollbackbot.incident.Role;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.slack.Reply.Failed;
import dev.rollbackbot.slack.Reply.Ok;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Who may do what, by the members of user groups and of the incidents channel. */
final class SlackDirectory implements Directory, AutoCloseable {
  /** At most 10,000 members of the incidents channel are looked at. */
  private static final int MAX_PAGES = 50;

  private final SlackApi api;
  private final Channels channels;
  private final Groups groups;
  private final Remembered<Set<String>> inChannel;
  private final Duration within;

  SlackDirectory(
      SlackApi api, Channels channels, Groups groups, Remembered.Times times, InstantSource clock) {
    this.api = api;
    this.channels = channels;
    this.groups = groups;
    this.within = times.within();
    this.inChannel =
        new Remembered<>(
            _ -> channels.incidents().then(id -> members(id, ResultPage.FIRST, new HashSet<>(), 1)),
            times,
            clock);
  }

  @Override
  public Answer roles(String person, Environment environment) {
    WaitDeadline until = WaitDeadline.in(within);
    Reply<Set<String>> responders = members(environment.responders(), until);
    Reply<Set<String>> approvers = members(environment.approvers(), until);
    if (responders instanceof Failed<Set<String>> f) {
      return unsure(f);
    }
    return switch (approvers) {
      case Failed<Set<String>> f -> unsure(f);
      case Ok<Set<String>>(Set<String> may) -> {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        if (may.contains(person)) {
          roles.add(Role.APPROVER);
          roles.add(Role.RESPONDER);
        } else if (responders instanceof Ok<Set<String>>(Set<String> act) && act.contains(person)) {
          roles.add(Role.RESPONDER);
        }
        yield new Known(roles);
      }
    };
  }

  private static Unsure unsure(Failed<Set<String>> failed) {
    return new Unsure(failed.trouble().why());
  }

  private Reply<Set<String>> members(Optional<String> group, WaitDeadline until) {
    return group
        .map(g -> groups.members(g, until))
        .orElseGet(() -> inChannel.get(channels.incidentsName(), until));
  }

  private Reply<Set<String>> members(String channel, String cursor, Set<String> sofar, int number) {
    return api.conversations()
        .members(channel, cursor)
        .then((ResultPage<String> page) -> {
          sofar.addAll(page.items());
          return page.next().isEmpty() || number >= MAX_PAGES
              ? Reply.ok(Set.copyOf(sofar))
              : members(channel, page.next().get(), sofar, number + 1);
        });
  }

  @Override
  public void close() {
    inChannel.close();
  }
}
