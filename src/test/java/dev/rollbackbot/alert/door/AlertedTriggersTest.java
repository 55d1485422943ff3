package dev.rollbackbot.alert.door;

import static dev.rollbackbot.alert.door.AlertedBot.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.app.trigger.FiringRecord;
import dev.rollbackbot.app.trigger.TriggerFirings.FiringOutcome;
import dev.rollbackbot.incident.CloseReason;
import dev.rollbackbot.incident.ProposalCommand;
import dev.rollbackbot.incident.ProposalEvent;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import dev.rollbackbot.store.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows from alerts that arrive at the door. */
final class AlertedTriggersTest {
  @TempDir Path folder;
  private Optional<AlertedBot> started = Optional.empty();

  private AlertedBot bot(String mode) {
    return bot(TestDatabase.sqlite(folder), mode);
  }

  private AlertedBot bot(String url, String mode) {
    AlertedBot bot = new AlertedBot(url, mode);
    started = Optional.of(bot);
    return bot;
  }

  @AfterEach
  void close() {
    started.ifPresent(AlertedBot::close);
  }

  private static long endings(AlertedBot bot) {
    return bot.events(1).stream()
        .filter(e -> e instanceof ProposalEvent.AlertSeen seen && !seen.firing())
        .count();
  }

  @Test
  void on_postgresql_it_is_the_same() {
    AlertedBot bot = bot(TestDatabase.postgres(), "propose");
    bot.alerts("firing", "Ill");
    bot.alerts("firing", "Refused");
    bot.measured = Verdict.PASSED;
    bot.passes(Duration.ofMinutes(5));
    bot.alerts("resolved", "Ill");
    bot.restarts();
    bot.passes(Duration.ofMinutes(3));
    assertThat(bot.card(1)).contains("Payments are refused").doesNotContain("It is ill");
    bot.does(1, (at, by) -> new ProposalCommand.NotThis(at, by, "a load test"));
    bot.alerts("resolved", "Refused");
    bot.alerts("firing", "Refused");
    assertThat(bot.open()).isEmpty();
    assertThat(bot.firings()).hasSize(2);
  }

  @Test
  void what_was_not_delivered_for_thirty_days_is_forgotten() {
    AlertedBot bot = bot("shadow");
    bot.alerts("firing", "Refused");
    bot.now = NOON.plus(Duration.ofDays(29));
    bot.followsUp();
    assertThat(bot.knows("Refused")).isTrue();
    bot.now = NOON.plus(Duration.ofDays(31));
    bot.followsUp();
    assertThat(bot.knows("Refused")).isFalse();
  }

  @Nested
  class Mapped {
    @Test
    void an_alert_that_a_runbook_names_proposes_and_names_the_change() {
      AlertedBot bot = bot("propose");
      bot.alerts("firing", "Refused");
      assertThat(bot.card(1))
          .contains("Payments are refused")
          .contains("Refused: 4 of 100 requests fail")
          .contains("of alertmanager.")
          .contains("v42")
          .contains("It does not close by itself")
          .doesNotContain("as far as was measured it began");
      assertThat(bot.firings())
          .singleElement()
          .satisfies(f -> {
            assertThat(f.outcome()).contains(FiringOutcome.PROPOSED);
            assertThat(f.alertedBy()).contains("alertmanager");
            assertThat(f.firedAt()).isEqualTo(NOON);
          });
    }

    @Test
    void in_the_shadow_it_is_recorded_only() {
      AlertedBot bot = bot("shadow");
      bot.alerts("firing", "Refused");
      bot.alerts("resolved", "Refused");
      assertThat(bot.proposals()).isZero();
      assertThat(bot.firings())
          .singleElement()
          .satisfies(f -> {
            assertThat(f.outcome()).contains(FiringOutcome.RECORDED);
            assertThat(f.suspect()).isPresent();
            assertThat(f.recoveredAt()).isEmpty();
          });
    }

    @Test
    void prepare_opens_an_incident() {
      AlertedBot bot = bot("prepare");
      bot.alerts("firing", "Refused");
      assertThat(bot.proposal(1).state()).isInstanceOf(State.Preparing.class);
    }

    @Test
    void off_does_nothing() {
      AlertedBot bot = bot("\"off\"");
      bot.alerts("firing", "Refused");
      assertThat(bot.proposals()).isZero();
      assertThat(bot.firings()).isEmpty();
    }

    @Test
    void every_label_has_to_be_as_the_runbook_says() {
      AlertedBot bot = bot("propose");
      bot.posts(
          "alertmanager",
          AlertedBot.message(AlertedBot.alert("firing", "Refused", NOON, ""))
              .replace("\"page\"", "\"ticket\""));
      bot.alerts("firing", "refused");
      bot.posts(
          "grafana",
          AlertedBot.message(AlertedBot.alert("firing", "Refused", NOON, ""))
              .replace("\"4\"", "\"1\""));
      bot.passes(Duration.ofMinutes(1));
      assertThat(bot.firings()).isEmpty();
    }

    @Test
    void another_system_is_meant_only_where_the_runbook_names_it() {
      AlertedBot bot = bot("propose");
      bot.posts(
          "grafana",
          AlertedBot.message(AlertedBot.alert("firing", "Any", NOON, ",\"service\":\"web\""))
              .replace("\"4\"", "\"1\""));
      bot.followsUp();
      assertThat(bot.card(1)).contains("of grafana.");
    }

    @Test
    void a_late_alert_does_not_suspect_what_was_deployed_since() {
      AlertedBot bot = bot("propose");
      bot.says("firing", "Refused", NOON.minusSeconds(600), "");
      bot.followsUp();
      assertThat(bot.proposals()).isZero();
      assertThat(bot.firings())
          .extracting(FiringRecord::outcome)
          .containsExactly(Optional.of(FiringOutcome.WITHOUT_SUSPECT));
      assertThat(bot.withoutSuspect()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"resolved", "firing"})
    void what_another_alert_said_days_ago_says_nothing_about_a_new_one(String since) {
      AlertedBot bot = bot("shadow");
      bot.says("firing", "Refused", NOON.minusSeconds(60), ",\"pod\":\"first\"");
      bot.followsUp();
      bot.says(since, "Refused", NOON.minusSeconds(60), ",\"pod\":\"first\"");
      bot.followsUp();
      bot.now = NOON.plus(Duration.ofDays(3));
      bot.deploys("v43");
      bot.says("firing", "Refused", bot.now.minusSeconds(60), ",\"pod\":\"second\"");
      bot.followsUp();
      assertThat(bot.firings())
          .extracting(f -> f.suspect().map(s -> s.version()))
          .containsExactlyInAnyOrder(Optional.of("v42"), Optional.of("v43"));
    }

    @Test
    void with_an_incident_open_it_is_told_there_though_nothing_is_suspected() {
      AlertedBot bot = bot("propose");
      bot.alerts("firing", "Refused");
      bot.says("firing", "Ill", NOON.minusSeconds(7200), "");
      bot.followsUp();
      assertThat(bot.proposals()).isEqualTo(1);
      assertThat(bot.card(1)).contains("Payments are refused").contains("It is ill");
    }

    @Test
    void the_page_of_the_bot_itself_proposes_nothing() {
      AlertedBot bot = bot("propose");
      bot.says("firing", "Refused", NOON, ",\"incident\":\"rollback-bot:INC-12:paging\"");
      bot.followsUp();
      assertThat(bot.firings()).isEmpty();
      assertThat(bot.counted("alertmanager", "own_page")).isEqualTo(1);
    }

    @Test
    void tests_and_what_can_not_be_measured_propose_nothing() {
      AlertedBot bot = bot("propose");
      bot.says("firing", "Refused", NOON, ",\"test\":\"true\"");
      bot.posts(
          "grafana",
          AlertedBot.message(
                  AlertedBot.alert("firing", "DatasourceNoData", NOON, ",\"service\":\"web\""))
              .replace("\"4\"", "\"1\""));
      bot.passes(Duration.ofMinutes(1));
      assertThat(bot.firings()).isEmpty();
      assertThat(bot.counted("alertmanager", "test")).isEqualTo(1);
      assertThat(bot.counted("grafana", "no_data")).isEqualTo(1);
    }
  }

  @Nested
  class Delivered {
    @Test
    void repeats_and_duplicates_are_one_firing() {
      AlertedBot bot = bot("propose");
      for (int i = 0; i < 5; i++) {
        bot.alerts("firing", "Refused");
        bot.alerts("firing", "Refused");
        bot.passes(Duration.ofHours(4));
      }
      assertThat(bot.firings()).hasSize(1);
      assertThat(bot.proposals()).isEqualTo(1);
    }

    @Test
    void a_storm_of_a_thousand_requests_is_one_proposal() {
      AlertedBot bot = bot("propose");
      for (int i = 0; i < 1_000; i++) {
        bot.says("firing", "Refused", NOON.minusSeconds(30), ",\"pod\":\"" + i + "\"");
        if (i % 100 == 50) {
          bot.followsUp();
        }
      }
      bot.followsUp();
      assertThat(bot.counted("alertmanager", "fired")).isEqualTo(1_000);
      assertThat(bot.firings()).hasSize(1);
      assertThat(bot.proposals()).isEqualTo(1);
      assertThat(bot.card(1)).contains("and 47 more alerts");
    }

    @Test
    void a_thousand_in_one_message_are_one_proposal_which_ends_with_none_of_them_alone() {
      AlertedBot bot = bot("propose");
      bot.posts("alertmanager", AlertedBot.message(thousand("firing", 0)));
      bot.followsUp();
      assertThat(bot.proposals()).isEqualTo(1);
      assertThat(bot.card(1)).contains("and 996 more alerts");
      bot.posts("alertmanager", AlertedBot.message(thousand("resolved", 1)));
      bot.followsUp();
      assertThat(endings(bot)).isZero();
      bot.posts("alertmanager", AlertedBot.message(thousand("resolved", 0)));
      bot.followsUp();
      assertThat(endings(bot)).isEqualTo(1);
      assertThat(bot.proposal(1).state()).isInstanceOf(State.Proposed.class);
    }

    private static String thousand(String status, int from) {
      return IntStream.range(from, 1_000)
          .mapToObj(i -> AlertedBot.alert(status, "Refused", NOON, ",\"pod\":\"" + i + "\""))
          .collect(Collectors.joining(","));
    }

    @Test
    void what_a_truncated_group_leaves_out_has_not_ended() {
      AlertedBot bot = bot("propose");
      bot.alerts("firing", "Refused");
      bot.posts(
          "alertmanager",
          AlertedBot.message(AlertedBot.alert("firing", "Other", NOON, ""))
              .replace("\"version\"", "\"truncatedAlerts\":7,\"version\""));
      bot.followsUp();
      assertThat(endings(bot)).isZero();
    }

    @Test
    void a_restart_between_storing_and_firing_loses_nothing() {
      AlertedBot bot = bot("propose");
      bot.says("firing", "Refused", NOON, "");
      bot.restarts();
      assertThat(bot.proposals()).isZero();
      bot.followsUp();
      assertThat(bot.proposals()).isEqualTo(1);
      bot.restarts();
      bot.alerts("firing", "Refused");
      assertThat(bot.firings()).hasSize(1);
    }

    @Test
    void what_fired_and_ended_before_it_was_looked_at_is_recorded() {
      AlertedBot bot = bot("shadow");
      bot.now = NOON.plusSeconds(1);
      bot.says("firing", "Refused", NOON, "");
      bot.says("resolved", "Refused", NOON, "");
      bot.followsUp();
      assertThat(bot.firings()).hasSize(1);
    }
  }

  @Nested
  class Ended {
    @Test
    void a_resolved_alert_is_a_note_and_no_end() {
      AlertedBot bot = bot("propose");
      bot.alerts("firing", "Refused");
      bot.alerts("resolved", "Refused");
      bot.passes(Duration.ofHours(2));
      assertThat(bot.proposal(1).state()).isInstanceOf(State.Proposed.class);
      assertThat(bot.card(1)).contains("of alertmanager, ended").contains("no proof");
      assertThat(endings(bot)).isEqualTo(1);
    }

    @Test
    void it_has_the_trigger_measured_at_once_and_closes_when_that_passes_for_long_enough() {
      AlertedBot bot = bot("propose");
      bot.measured = Verdict.PASSED;
      bot.passes(Duration.ofMinutes(1));
      assertThat(bot.measurements).isZero();
      bot.alerts("firing", "Ill");
      assertThat(bot.measurements).isEqualTo(1);
      assertThat(bot.card(1)).contains("It closes by itself when the bot has measured");
      bot.passes(Duration.ofMinutes(5));
      // As long as the alert fires no measurement closes it.
      assertThat(bot.proposal(1).state()).isInstanceOf(State.Proposed.class);
      bot.now = bot.now.plusSeconds(30);
      int before = bot.measurements;
      bot.alerts("resolved", "Ill");
      assertThat(bot.measurements).isEqualTo(before + 1);
      bot.passes(Duration.ofSeconds(50));
      assertThat(bot.proposal(1).state()).isInstanceOf(State.Proposed.class);
      bot.passes(Duration.ofSeconds(60));
      assertThat(bot.proposal(1).state())
          .isInstanceOfSatisfying(
              State.Closed.class,
              c -> assertThat(c.closeReason()).isEqualTo(CloseReason.RECOVERED));
      assertThat(bot.firings().getFirst().recoveredAt()).isPresent();
    }

    @Test
    void a_measurement_that_fails_or_is_inconclusive_keeps_it_open() {
      AlertedBot bot = bot("propose");
      bot.alerts("firing", "Ill");
      bot.alerts("resolved", "Ill");
      bot.passes(Duration.ofMinutes(10));
      bot.measured = Verdict.INCONCLUSIVE;
      bot.passes(Duration.ofMinutes(30));
      assertThat(bot.proposal(1).state()).isInstanceOf(State.Proposed.class);
    }

    @Test
    void an_alert_that_comes_and_goes_is_one_firing_and_is_told_three_times() {
      AlertedBot bot = bot("propose");
      for (int i = 0; i < 30; i++) {
        bot.alerts("firing", "Refused");
        bot.passes(Duration.ofMinutes(1));
        bot.alerts("resolved", "Refused");
        bot.passes(Duration.ofMinutes(1));
      }
      assertThat(bot.firings()).hasSize(1);
      assertThat(endings(bot)).isEqualTo(3);
      assertThat(bot.card(1)).doesNotContain("alertmanager, ended");
      bot.passes(Duration.ofMinutes(10));
      assertThat(endings(bot)).isEqualTo(4);
      assertThat(bot.card(1)).contains("alertmanager, ended");
    }

    @Test
    void after_it_has_been_quiet_it_is_a_new_firing_of_what_is_open() {
      AlertedBot bot = bot("propose");
      bot.alerts("firing", "Refused");
      bot.alerts("resolved", "Refused");
      bot.passes(Duration.ofMinutes(11));
      bot.alerts("firing", "Refused");
      assertThat(bot.firings())
          .extracting(FiringRecord::outcome)
          .containsExactly(Optional.of(FiringOutcome.ADDED), Optional.of(FiringOutcome.PROPOSED));
      assertThat(bot.card(1)).doesNotContain("alertmanager, ended");
    }

    @Test
    void what_a_person_has_closed_is_proposed_again_only_after_it_was_quiet() {
      AlertedBot bot = bot("propose");
      bot.alerts("firing", "Refused");
      bot.does(1, (at, by) -> new ProposalCommand.NotThis(at, by, "a load test"));
      for (int i = 0; i < 5; i++) {
        bot.alerts("resolved", "Refused");
        bot.passes(Duration.ofMinutes(5));
        bot.alerts("firing", "Refused");
        bot.passes(Duration.ofMinutes(5));
      }
      assertThat(bot.open()).isEmpty();
      bot.alerts("resolved", "Refused");
      bot.passes(Duration.ofMinutes(11));
      bot.alerts("firing", "Refused");
      assertThat(bot.open()).isPresent();
    }

    @Test
    void one_that_fires_on_after_it_was_measured_to_be_over_is_proposed_again() {
      AlertedBot bot = bot("propose");
      bot.measured = Verdict.PASSED;
      bot.alerts("firing", "Ill");
      bot.alerts("resolved", "Ill");
      bot.passes(Duration.ofMinutes(3));
      assertThat(bot.open()).isEmpty();
      bot.alerts("firing", "Ill");
      bot.passes(Duration.ofMinutes(5));
      assertThat(bot.open()).isEmpty();
      bot.passes(Duration.ofMinutes(6));
      assertThat(bot.open()).isPresent();
    }
  }
}
