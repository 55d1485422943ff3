package dev.rollbackbot.slack.client;

import static dev.rollbackbot.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.app.RoleDirectory.KnownRoles;
import dev.rollbackbot.app.RoleDirectory.NoRoles;
import dev.rollbackbot.app.RoleDirectory.RolesUnavailable;
import dev.rollbackbot.incident.Role;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.sandbox.slack.state.Workspace;
import dev.rollbackbot.slack.SlackAdapterFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlackDirectoryTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private SlackAdapterFixture fixture;
  private UserGroupLookup userGroupLookup;
  private SlackDirectory directory;

  @BeforeEach
  void start() throws Exception {
    fixture = new SlackAdapterFixture();
    StaleTolerantCache.CacheTimes cacheTimes =
        new StaleTolerantCache.CacheTimes(
            Duration.ofSeconds(60), Duration.ofMinutes(10), Duration.ofSeconds(5));
    userGroupLookup = new UserGroupLookup(fixture.api, cacheTimes, now::get);
    directory =
        new SlackDirectory(
            fixture.api,
            new ChannelLookup(
                fixture.api, "incidents", fixture.incidents, Duration.ofSeconds(5), now::get),
            userGroupLookup,
            cacheTimes,
            now::get);
  }

  @AfterEach
  void stop() {
    directory.close();
    userGroupLookup.close();
    fixture.close();
  }

  private static Environment production() {
    return SampleIncident.runbook().environments().getFirst();
  }

  private static Environment of(Optional<String> responders, Optional<String> approvers) {
    return of(responders, approvers, List.of());
  }

  private static Environment of(
      Optional<String> responders, Optional<String> approvers, List<String> outside) {
    return new Environment(
        "staging",
        responders,
        approvers,
        Environment.BreakGlassRule.CRITICAL,
        outside,
        List.of(),
        Map.of(),
        Optional.empty(),
        Duration.ofMinutes(30),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private long calls(String method) {
    return fixture.calls().stream().filter(method::equals).count();
  }

  @Test
  void approvers_are_responders_too_and_others_have_no_role() {
    assertThat(directory.roles("U0APPROVER", production()))
        .isEqualTo(new KnownRoles(Set.of(Role.RESPONDER, Role.APPROVER)));
    assertThat(directory.roles("U0RESPONDER", production()))
        .isEqualTo(new KnownRoles(Set.of(Role.RESPONDER)));
    assertThat(directory.roles("U0STAKEHOLD", production())).isEqualTo(new KnownRoles(Set.of()));
  }

  @Test
  void a_group_may_be_named_by_its_id() {
    assertThat(
            directory.roles(
                "U0RESPONDER", of(Optional.of("S0RESPONDERS"), Optional.of("S0ONCALL"))))
        .isEqualTo(new KnownRoles(Set.of(Role.RESPONDER)));
  }

  @Test
  void without_groups_the_members_of_the_incidents_channel_have_all_roles() {
    assertThat(directory.roles("U0STAKEHOLD", of(Optional.empty(), Optional.empty())))
        .isEqualTo(new KnownRoles(Set.of(Role.RESPONDER, Role.APPROVER)));
    assertThat(directory.roles("U0NOBODY", of(Optional.empty(), Optional.empty())))
        .isEqualTo(new NoRoles(NoRoles.NoRolesReason.NOT_KNOWN));
  }

  @Test
  void without_a_known_group_the_roles_are_unavailable_and_the_group_is_named() {
    assertThat(directory.roles("U0APPROVER", of(Optional.of("@typo"), Optional.of("@oncall"))))
        .isInstanceOfSatisfying(RolesUnavailable.class, u -> assertThat(u.why()).contains("@typo"));
  }

  @Test
  void a_fresh_group_is_not_fetched_again() {
    directory.roles("U0APPROVER", production());
    long before = calls("usergroups.users.list");
    now.updateAndGet(t -> t.plusSeconds(59));
    directory.roles("U0RESPONDER", production());
    assertThat(calls("usergroups.users.list")).isEqualTo(before);
    now.updateAndGet(t -> t.plusSeconds(2));
    directory.roles("U0RESPONDER", production());
    assertThat(calls("usergroups.users.list")).isGreaterThan(before);
  }

  @Test
  void the_id_of_a_handle_is_read_once_and_then_again_in_the_background_only() {
    for (int i = 0; i < 10; i++) {
      directory.rolesForConsent("U0APPROVER", production());
    }
    assertThat(calls("usergroups.list")).isEqualTo(1);
    now.updateAndGet(t -> t.plusSeconds(61));
    directory.rolesForConsent("U0APPROVER", production());
    await().untilAsserted(() -> assertThat(calls("usergroups.list")).isEqualTo(2));
    fixture.throttled.set(true);
    now.updateAndGet(t -> t.plusSeconds(61));
    assertThat(userGroupLookup.id("@oncall")).isEqualTo(SlackResult.ok("S0ONCALL"));
  }

  @Test
  void that_no_group_has_a_handle_is_remembered_for_a_minute() {
    Environment typo = of(Optional.of("@typo"), Optional.of("@oncall"));
    for (int i = 0; i < 10; i++) {
      assertThat(directory.rolesForConsent("U0APPROVER", typo))
          .isInstanceOf(RolesUnavailable.class);
    }
    assertThat(calls("usergroups.list")).isEqualTo(1);
    now.updateAndGet(t -> t.plusSeconds(61));
    directory.roles("U0APPROVER", typo);
    assertThat(calls("usergroups.list")).isEqualTo(2);
  }

  @Test
  void the_id_of_a_group_needs_no_list() {
    directory.rolesForConsent(
        "U0RESPONDER", of(Optional.of("S0RESPONDERS"), Optional.of("S0ONCALL")));
    assertThat(userGroupLookup.known("S0RESPONDERS")).contains("S0RESPONDERS");
    assertThat(calls("usergroups.list")).isZero();
  }

  @Test
  void a_disabled_group_has_no_members_whether_it_is_named_by_id_or_by_handle() {
    fixture.slack.faults().disableGroup("S0ONCALL", true);
    assertThat(
            directory.rolesForConsent(
                "U0APPROVER", of(Optional.of("S0RESPONDERS"), Optional.of("S0ONCALL"))))
        .isEqualTo(new KnownRoles(Set.of(Role.RESPONDER)));
    assertThat(directory.rolesForConsent("U0APPROVER", production()))
        .isInstanceOfSatisfying(
            RolesUnavailable.class,
            u -> assertThat(u.why()).contains("@oncall, or it is disabled"));
    assertThat(
            directory.nobodyElseApproves(
                "U0REQUESTER", of(Optional.of("S0RESPONDERS"), Optional.of("S0ONCALL"))))
        .hasValueSatisfying(why -> assertThat(why).contains("S0ONCALL is disabled"));
    assertThat(directory.nobodyElseApproves("U0REQUESTER", of(Optional.empty(), Optional.empty())))
        .as("anyone approves")
        .isEmpty();
  }

  @Test
  void members_of_an_incidents_channel_that_became_private_keep_their_roles() {
    fixture.slack.faults().convert("C0INCIDENTS", true);
    Environment anyone = of(Optional.empty(), Optional.empty());
    assertThat(directory.roles("U0STAKEHOLD", anyone))
        .isEqualTo(new KnownRoles(Set.of(Role.RESPONDER, Role.APPROVER)));
  }

  @Test
  void fifty_concurrent_lookups_cost_one_call_each() throws Exception {
    fiftyAtOnce(() -> directory.roles("U0APPROVER", production()));
    assertThat(calls("usergroups.list")).isEqualTo(1);
    assertThat(calls("usergroups.users.list")).isEqualTo(2);
  }

  @Test
  void of_fifty_concurrent_lookups_for_consent_those_share_a_call_who_ask_before_it_begins()
      throws Exception {
    fiftyAtOnce(() -> directory.rolesForConsent("U0APPROVER", production()));
    assertThat(calls("usergroups.list")).isLessThan(50);
    long before = calls("usergroups.users.list");
    directory.rolesForConsent("U0APPROVER", production());
    assertThat(calls("usergroups.users.list")).isGreaterThan(before);
  }

  private static void fiftyAtOnce(Callable<Object> lookup) throws Exception {
    CountDownLatch all = new CountDownLatch(1);
    List<FutureTask<Object>> lookups = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      FutureTask<Object> task =
          new FutureTask<>(() -> {
            all.await();
            return lookup.call();
          });
      lookups.add(task);
      Thread.startVirtualThread(task);
    }
    all.countDown();
    for (FutureTask<Object> each : lookups) {
      assertThat(each.get()).isEqualTo(new KnownRoles(Set.of(Role.RESPONDER, Role.APPROVER)));
    }
  }

  @Test
  void while_slack_is_unavailable_the_cached_roles_are_used_for_ten_minutes() {
    directory.roles("U0APPROVER", production());
    fixture.throttled.set(true);
    now.updateAndGet(t -> t.plus(Duration.ofMinutes(9)));
    assertThat(directory.roles("U0APPROVER", production()))
        .isEqualTo(new KnownRoles(Set.of(Role.RESPONDER, Role.APPROVER)));
    now.updateAndGet(t -> t.plus(Duration.ofMinutes(2)));
    assertThat(directory.roles("U0APPROVER", production())).isInstanceOf(RolesUnavailable.class);
  }

  @Test
  void consent_is_asked_for_anew_each_time_and_never_answered_from_a_cache() {
    assertThat(directory.roles("U0APPROVER", production()))
        .isEqualTo(new KnownRoles(Set.of(Role.RESPONDER, Role.APPROVER)));
    fixture.slack.faults().leaveGroups("U0APPROVER");
    assertThat(directory.roles("U0APPROVER", production()))
        .as("cached for a minute")
        .isEqualTo(new KnownRoles(Set.of(Role.RESPONDER, Role.APPROVER)));
    assertThat(directory.rolesForConsent("U0APPROVER", production()))
        .isEqualTo(new KnownRoles(Set.of()));
    assertThat(directory.roles("U0APPROVER", production()))
        .as("what was read for consent is cached for the rest")
        .isEqualTo(new KnownRoles(Set.of()));
    fixture.throttled.set(true);
    assertThat(directory.rolesForConsent("U0APPROVER", production()))
        .isInstanceOf(RolesUnavailable.class);
  }

  @ParameterizedTest
  @CsvSource({
    "GUEST, GUEST",
    "SINGLE_CHANNEL_GUEST, GUEST",
    "EXTERNAL, OTHER_COMPANY",
    "DEACTIVATED, DEACTIVATED",
    "BOT, BOT"
  })
  void only_full_members_have_roles_whatever_groups_they_are_in(
      Workspace.Membership membership, NoRoles.NoRolesReason reason) {
    fixture.slack.faults().become("U0APPROVER", membership);
    assertThat(directory.roles("U0APPROVER", production())).isEqualTo(new NoRoles(reason));
    assertThat(directory.rolesForConsent("U0APPROVER", production()))
        .isEqualTo(new NoRoles(reason));
  }

  @Test
  void the_runbook_can_name_guests_and_people_of_another_company_but_nobody_else() {
    Environment naming =
        of(
            Optional.of("@responders"),
            Optional.of("@oncall"),
            List.of("U0GUEST", "U0PARTNER", "U0APPROVER", "U0NOBODY"));
    assertThat(directory.rolesForConsent("U0GUEST", naming))
        .isEqualTo(new KnownRoles(Set.of(Role.RESPONDER)));
    assertThat(directory.rolesForConsent("U0PARTNER", naming))
        .isEqualTo(new KnownRoles(Set.of(Role.RESPONDER)));
    assertThat(directory.rolesForConsent("U0NOBODY", naming))
        .isEqualTo(new NoRoles(NoRoles.NoRolesReason.NOT_KNOWN));
    fixture.slack.faults().become("U0APPROVER", Workspace.Membership.DEACTIVATED);
    assertThat(directory.rolesForConsent("U0APPROVER", naming))
        .isEqualTo(new NoRoles(NoRoles.NoRolesReason.DEACTIVATED));
    assertThat(directory.roles("U0PARTNER", of(Optional.empty(), Optional.empty())))
        .as("a member of the shared incidents channel")
        .isEqualTo(new NoRoles(NoRoles.NoRolesReason.OTHER_COMPANY));
  }
}
