package dev.rollbackbot.slack.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.app.RoleDirectory.KnownRoles;
import dev.rollbackbot.app.RoleDirectory.RolesUnavailable;
import dev.rollbackbot.incident.Role;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.slack.SlackAdapterFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlackDirectoryTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private SlackAdapterFixture slackAdapterFixture;
  private UserGroupLookup userGroupLookup;
  private SlackDirectory directory;

  @BeforeEach
  void start() throws Exception {
    slackAdapterFixture = new SlackAdapterFixture();
    StaleTolerantCache.CacheTimes cacheTimes =
        new StaleTolerantCache.CacheTimes(
            Duration.ofSeconds(60), Duration.ofMinutes(10), Duration.ofSeconds(5));
    userGroupLookup = new UserGroupLookup(slackAdapterFixture.api, cacheTimes, now::get);
    directory =
        new SlackDirectory(
            slackAdapterFixture.api,
            new ChannelLookup(slackAdapterFixture.api, "incidents"),
            userGroupLookup,
            cacheTimes,
            now::get);
  }

  @AfterEach
  void stop() {
    directory.close();
    userGroupLookup.close();
    slackAdapterFixture.close();
  }

  private static Environment production() {
    return SampleIncident.runbook().environments().getFirst();
  }

  private static Environment of(Optional<String> responders, Optional<String> approvers) {
    return new Environment(
        "staging",
        responders,
        approvers,
        List.of(),
        Map.of(),
        Optional.empty(),
        Duration.ofMinutes(30),
        Optional.empty(),
        Optional.empty());
  }

  private long calls(String method) {
    return slackAdapterFixture.calls().stream().filter(method::equals).count();
  }

  @Test
  void approvers_are_responders_too_and_others_may_only_read() {
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
  void without_groups_the_incidents_channels_members_may_do_all() {
    assertThat(directory.roles("U0STAKEHOLD", of(Optional.empty(), Optional.empty())))
        .isEqualTo(new KnownRoles(Set.of(Role.RESPONDER, Role.APPROVER)));
    assertThat(directory.roles("U0NOBODY", of(Optional.empty(), Optional.empty())))
        .isEqualTo(new KnownRoles(Set.of()));
  }

  @Test
  void a_group_that_is_not_there_makes_unsure_and_is_named() {
    assertThat(directory.roles("U0APPROVER", of(Optional.of("@typo"), Optional.of("@oncall"))))
        .isInstanceOfSatisfying(RolesUnavailable.class, u -> assertThat(u.why()).contains("@typo"));
  }

  @Test
  void a_young_answer_is_not_asked_for_again() {
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
  void fifty_people_who_ask_at_once_cost_one_call_of_a_kind() throws Exception {
    CountDownLatch all = new CountDownLatch(1);
    List<FutureTask<Object>> asking = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      FutureTask<Object> task =
          new FutureTask<>(() -> {
            all.await();
            return directory.roles("U0APPROVER", production());
          });
      asking.add(task);
      Thread.startVirtualThread(task);
    }
    all.countDown();
    for (FutureTask<Object> each : asking) {
      assertThat(each.get()).isEqualTo(new KnownRoles(Set.of(Role.RESPONDER, Role.APPROVER)));
    }
    assertThat(calls("usergroups.list")).isEqualTo(1);
    assertThat(calls("usergroups.users.list")).isEqualTo(2);
  }

  @Test
  void while_slack_cannot_say_the_last_answer_serves_for_ten_minutes() {
    directory.roles("U0APPROVER", production());
    slackAdapterFixture.throttled.set(true);
    now.updateAndGet(t -> t.plus(Duration.ofMinutes(9)));
    assertThat(directory.roles("U0APPROVER", production()))
        .isEqualTo(new KnownRoles(Set.of(Role.RESPONDER, Role.APPROVER)));
    now.updateAndGet(t -> t.plus(Duration.ofMinutes(2)));
    assertThat(directory.roles("U0APPROVER", production())).isInstanceOf(RolesUnavailable.class);
  }
}
