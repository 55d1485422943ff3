package dev.rollbackbot.slack.client;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.rollbackbot.app.RoleDirectory;
import dev.rollbackbot.app.RoleDirectory.NoRoles.NoRolesReason;
import dev.rollbackbot.incident.Role;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.slack.client.SlackResult.CallFailed;
import dev.rollbackbot.slack.client.SlackResult.Ok;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Who may do what, by the members of user groups and of the incidents channel. Guests, people of
 * other companies, bots and deactivated people have no role.
 */
final class SlackDirectory implements RoleDirectory, AutoCloseable {
  /** At most 10,000 channels of a person are read. */
  private static final int MAX_PAGES = 50;

  private static final int MOST_REMEMBERED = 1_000;

  /** Of a person's roles; whoever is added to a group meanwhile presses again. */
  private static final Duration JUST = Duration.ofSeconds(5);

  /** A group is not read to its end for the sake of three. */
  private static final int MOST_ASKED = 30;

  private final SlackApi api;
  private final ChannelLookup channels;
  private final UserGroupLookup groups;
  private final PersonLookup people;

  /** Whether a person is in the incidents channel, which may have too many members to read. */
  private final StaleTolerantCache<Boolean> inIncidents;

  private final Duration within;

  /** By person and groups; a whole reading that was made for consent. */
  private final Cache<List<String>, Set<Role>> justRead;

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
    this.justRead =
        Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterWrite(JUST)
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .build();
    this.people = new PersonLookup(api, cacheTimes, clock);
    this.inIncidents =
        new StaleTolerantCache<>(
            who -> channels.incidents().then(id -> isInChannel(who, id)), cacheTimes, clock);
  }

  @Override
  public RoleLookupResult roles(String person, Environment environment) {
    return within(within).roles(person, environment);
  }

  @Override
  public RoleLookupResult rolesForConsent(String person, Environment environment) {
    return within(within).rolesForConsent(person, environment);
  }

  @Override
  public Optional<Set<Role>> justRead(String person, Environment environment) {
    return Optional.ofNullable(justRead.getIfPresent(key(person, environment)));
  }

  private static List<String> key(String person, Environment environment) {
    return List.of(
        person,
        environment.responders().orElse(""),
        environment.approvers().orElse(""),
        Boolean.toString(environment.outsideResponders().contains(person)));
  }

  private RoleLookupResult remembered(
      String person, Environment environment, RoleLookupResult read) {
    if (read instanceof KnownRoles(Set<Role> roles)) {
      justRead.put(key(person, environment), roles);
    }
    return read;
  }

  /** The same directory for callers who wait longer, or less long. */
  RoleDirectory within(Duration limit) {
    return new RoleDirectory() {
      @Override
      public RoleLookupResult roles(String person, Environment environment) {
        return new RoleLookup(person, environment, WaitDeadline.in(limit), Freshness.CACHED)
            .result();
      }

      @Override
      public RoleLookupResult rolesForConsent(String person, Environment environment) {
        return remembered(
            person,
            environment,
            new RoleLookup(person, environment, WaitDeadline.in(limit), Freshness.FRESH).result());
      }

      @Override
      public Optional<Set<Role>> justRead(String person, Environment environment) {
        return SlackDirectory.this.justRead(person, environment);
      }

      @Override
      public Optional<String> nobodyElseApproves(String person, Environment environment) {
        return nobodyElse(person, environment, WaitDeadline.in(limit));
      }
    };
  }

  @Override
  public Optional<String> nobodyElseApproves(String person, Environment environment) {
    return nobodyElse(person, environment, WaitDeadline.in(within));
  }

  private Optional<String> nobodyElse(
      String person, Environment environment, WaitDeadline deadline) {
    return environment
        .approvers()
        .flatMap(group ->
            switch (groups.members(group, deadline, Freshness.CACHED)) {
              case Ok<Set<String>>(Set<String> members) ->
                  members.stream().noneMatch(m -> !m.equals(person) && mayApprove(m, deadline))
                      ? Optional.of(nobody(group))
                      : Optional.empty();
              case CallFailed<Set<String>> _ -> Optional.empty();
            });
  }

  private static String nobody(String group) {
    String shown = group.matches("[@S].*") ? group : "@" + group;
    return "Nobody else can approve at the moment: "
        + shown
        + " is disabled, or has no other active member. An admin of the workspace can enable it or"
        + " add somebody.";
  }

  /** How many of a group, or of the incidents channel, are full members; none of them is cached. */
  SlackResult<Integer> available(Optional<String> group, int most, Duration limit) {
    WaitDeadline deadline = WaitDeadline.in(limit.multipliedBy(most));
    SlackResult<List<String>> members =
        group
            .map(g -> groups.members(g, deadline, Freshness.FRESH).map(List::copyOf))
            .orElseGet(() ->
                channels
                    .incidents()
                    .then(id -> api.conversations().members(id, ResultPage.FIRST))
                    .map(ResultPage::items));
    return members.then(all -> count(all, most, deadline));
  }

  private SlackResult<Integer> count(List<String> members, int most, WaitDeadline deadline) {
    int count = 0;
    for (String member : members.stream().sorted().limit(MOST_ASKED).toList()) {
      if (count == most) {
        break;
      }
      switch (people.noRolesReason(member, deadline, Freshness.FRESH)) {
        case Ok<Optional<NoRolesReason>>(Optional<NoRolesReason> reason) ->
            count += reason.isEmpty() ? 1 : 0;
        case CallFailed<Optional<NoRolesReason>>(SlackResult.SlackError error) -> {
          return new CallFailed<>(error);
        }
      }
    }
    return SlackResult.ok(count);
  }

  /** True also while it is not known. */
  private boolean mayApprove(String person, WaitDeadline deadline) {
    return !(people.noRolesReason(person, deadline, Freshness.CACHED)
            instanceof Ok<Optional<NoRolesReason>>(Optional<NoRolesReason> reason)
        && reason.isPresent());
  }

  /** What keeps everybody from acting or approving; empty: nothing, or it is not known. */
  Optional<String> problem(Environment environment) {
    return Stream.of(environment.approvers(), environment.responders())
        .flatMap(Optional::stream)
        .distinct()
        .flatMap(group -> groups.problem(group).stream())
        .findFirst();
  }

  private final class RoleLookup {
    private final String person;
    private final Environment environment;
    private final WaitDeadline deadline;
    private final Freshness freshness;

    RoleLookup(String person, Environment environment, WaitDeadline deadline, Freshness freshness) {
      this.person = person;
      this.environment = environment;
      this.deadline = deadline;
      this.freshness = freshness;
    }

    /**
     * The groups first: people who ask at the same time share those calls. But for somebody who was
     * a guest, or the like, the groups are not read as long as that is so.
     */
    RoleLookupResult result() {
      if (freshness == Freshness.FRESH
          && people.wasWithoutRoles(person)
          && people.noRolesReason(person, deadline, freshness)
              instanceof Ok<Optional<NoRolesReason>>(Optional<NoRolesReason> reason)
          && reason.isPresent()
          && result(false, false, reason) instanceof NoRoles without) {
        return without;
      }
      SlackResult<RoleLookupResult> result =
          isMember(environment.responders())
              .then(responder ->
                  isMember(environment.approvers())
                      .then(approver ->
                          people
                              .noRolesReason(person, deadline, freshness)
                              .map(reason -> result(responder, approver, reason))));
      return switch (result) {
        case Ok<RoleLookupResult>(RoleLookupResult known) -> known;
        case CallFailed<RoleLookupResult>(SlackResult.SlackError error) ->
            new RolesUnavailable(error.why(), passes(error));
      };
    }

    private RoleLookupResult result(
        boolean responder, boolean approver, Optional<NoRolesReason> reason) {
      boolean named = environment.outsideResponders().contains(person);
      return reason.isPresent() && !(named && mayBeNamed(reason.get()))
          ? new NoRoles(reason.get())
          : new KnownRoles(roles(responder || named, approver));
    }

    private SlackResult<Boolean> isMember(Optional<String> group) {
      return group
          .map(g -> groups.members(g, deadline, freshness).map(all -> all.contains(person)))
          .orElseGet(() -> inIncidents.get(person, deadline, freshness));
    }
  }

  private static boolean passes(SlackResult.SlackError error) {
    return switch (error) {
      case SlackResult.Throttled _, SlackResult.Unavailable _, SlackResult.NotYetKnown _ -> true;
      case SlackResult.ApiError _, SlackResult.TokenRefused _ -> false;
    };
  }

  private static boolean mayBeNamed(NoRolesReason reason) {
    return switch (reason) {
      case GUEST, OTHER_COMPANY -> true;
      case BOT, DEACTIVATED, NOT_KNOWN -> false;
    };
  }

  /** An approver is a responder too. */
  private static Set<Role> roles(boolean responder, boolean approver) {
    return approver
        ? Set.of(Role.APPROVER, Role.RESPONDER)
        : responder ? Set.of(Role.RESPONDER) : Set.of();
  }

  private SlackResult<Boolean> isInChannel(String person, String channel) {
    return ResultPage.find(
            cursor -> api.conversations().of(person, cursor),
            c -> channel.equals(c.getId()),
            MAX_PAGES)
        .map(Optional::isPresent)
        .recover(Set.of("user_not_found"), _ -> SlackResult.ok(false));
  }

  @Override
  public void close() {
    people.close();
    inIncidents.close();
  }
}
