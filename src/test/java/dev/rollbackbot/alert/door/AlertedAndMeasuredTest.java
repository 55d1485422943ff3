package dev.rollbackbot.alert.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.app.trigger.FiringRecord;
import dev.rollbackbot.app.trigger.TriggerFirings.FiringOutcome;
import dev.rollbackbot.incident.ProposalCommand;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import dev.rollbackbot.store.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trigger that alerts tell and the bot measures too, and what is said of both. */
final class AlertedAndMeasuredTest {
  @TempDir Path folder;
  private Optional<AlertedBot> started = Optional.empty();

  private AlertedBot bot() {
    return bot(text -> text);
  }

  private AlertedBot bot(UnaryOperator<String> edit) {
    AlertedBot bot = new AlertedBot(TestDatabase.sqlite(folder), "propose", edit);
    started = Optional.of(bot);
    return bot;
  }

  @AfterEach
  void close() {
    started.ifPresent(AlertedBot::close);
  }

  @Test
  void an_alert_that_never_ends_does_not_hide_what_is_measured_later() {
    AlertedBot bot = bot();
    bot.alerts("firing", "Ill");
    bot.passes(Duration.ofMinutes(3));
    assertThat(bot.firings())
        .extracting(FiringRecord::outcome)
        .containsExactly(Optional.of(FiringOutcome.ADDED), Optional.of(FiringOutcome.PROPOSED));
    bot.measured = Verdict.PASSED;
    bot.passes(Duration.ofMinutes(3));
    assertThat(bot.proposal(1).state()).isInstanceOf(State.Proposed.class);
    bot.does(1, (at, by) -> new ProposalCommand.NotThis(at, by, "the alert is stuck"));
    bot.measured = Verdict.FAILED;
    bot.passes(Duration.ofMinutes(3));
    assertThat(bot.open()).isPresent();
  }

  @Test
  void a_new_firing_is_not_said_to_be_because_of_what_the_one_before_suspected() {
    AlertedBot bot = bot();
    bot.alerts("firing", "Refused");
    assertThat(bot.card(1)).contains("v42");
    bot.alerts("resolved", "Refused");
    bot.passes(Duration.ofHours(2));
    bot.says("firing", "Refused", bot.now, "");
    bot.followsUp();
    assertThat(bot.card(1))
        .doesNotContain("v42")
        .contains("no deployment in the hour before that is known");
  }

  @Test
  void a_trigger_that_can_not_be_measured_there_is_not_said_to_close_by_itself() {
    AlertedBot bot = bot(text -> text.replace(", address: \"https://web.example.com\"", ""));
    bot.alerts("firing", "Ill");
    assertThat(bot.card(1))
        .contains("It does not close by itself")
        .doesNotContain("It closes by itself");
    assertThat(bot.measurements).isZero();
  }
}
