package dev.rollbackbot.slack.client;

import com.slack.api.model.User;
import dev.rollbackbot.app.RoleDirectory.NoRoles;
import dev.rollbackbot.slack.client.SlackApi.HomeTeam;
import dev.rollbackbot.slack.client.SlackResult.Ok;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Whether a person is a full member of our workspace. */
final class PersonLookup implements AutoCloseable {
  private static final Set<String> NOT_KNOWN = Set.of("user_not_found", "user_not_visible");

  private final SlackApi api;
  private final StaleTolerantCache<Optional<NoRoles.NoRolesReason>> people;

  /** A token belongs to one workspace for good. */
  private final AtomicReference<@Nullable HomeTeam> home = new AtomicReference<>();

  PersonLookup(SlackApi api, StaleTolerantCache.CacheTimes cacheTimes, InstantSource clock) {
    this.api = api;
    this.people = new StaleTolerantCache<>(this::fetch, cacheTimes, clock);
  }

  /** Why the person has no roles, whatever groups they are in; empty: a full member. */
  SlackResult<Optional<NoRoles.NoRolesReason>> noRolesReason(
      String person, WaitDeadline deadline, Freshness freshness) {
    return people.get(person, deadline, freshness);
  }

  /** By the last answer, however old. */
  boolean wasWithoutRoles(String person) {
    return people.cached(person).flatMap(reason -> reason).isPresent();
  }

  private SlackResult<Optional<NoRoles.NoRolesReason>> fetch(String person) {
    return home()
        .then(team -> api.person(person).then(user -> reason(user, person, team.id())))
        .recover(NOT_KNOWN, _ -> because(NoRoles.NoRolesReason.NOT_KNOWN));
  }

  private SlackResult<HomeTeam> home() {
    HomeTeam known = home.get();
    if (known != null) {
      return SlackResult.ok(known);
    }
    SlackResult<HomeTeam> read = api.home();
    if (read instanceof Ok<HomeTeam>(HomeTeam team)) {
      home.set(team);
    }
    return read;
  }

  private static SlackResult<Optional<NoRoles.NoRolesReason>> reason(
      User user, String person, String team) {
    if (!person.equals(user.getId()) || user.getTeamId() == null) {
      return SlackResult.unavailable("Slack's answer about a person lacks who it is about");
    }
    if (user.isDeleted()) {
      return because(NoRoles.NoRolesReason.DEACTIVATED);
    }
    if (user.isBot()) {
      return because(NoRoles.NoRolesReason.BOT);
    }
    if (user.isStranger() || !teams(user).contains(team)) {
      return because(NoRoles.NoRolesReason.OTHER_COMPANY);
    }
    return user.isRestricted() || user.isUltraRestricted()
        ? because(NoRoles.NoRolesReason.GUEST)
        : SlackResult.ok(Optional.empty());
  }

  private static SlackResult<Optional<NoRoles.NoRolesReason>> because(
      NoRoles.NoRolesReason reason) {
    return SlackResult.ok(Optional.of(reason));
  }

  /** In an Enterprise organization a person belongs to several workspaces. */
  private static List<String> teams(User user) {
    User.EnterpriseUser enterprise = user.getEnterpriseUser();
    return enterprise == null || enterprise.getTeams() == null || enterprise.getTeams().isEmpty()
        ? List.of(user.getTeamId())
        : enterprise.getTeams();
  }

  @Override
  public void close() {
    people.close();
  }
}
