package dev.rollbackbot.slack.inbound.trigger;

import static dev.rollbackbot.slack.view.blockkit.Mrkdwn.escape;
import static dev.rollbackbot.slack.view.blockkit.Mrkdwn.quote;

import dev.rollbackbot.app.trigger.FiringRecord;
import dev.rollbackbot.app.trigger.FiringRecord.FiringJudgement;
import dev.rollbackbot.app.trigger.FiringRecord.SuspectRecord;
import dev.rollbackbot.app.trigger.TriggerFirings.FiringOutcome;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Trigger;
import dev.rollbackbot.runbook.trigger.TriggerMode;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What triggers do and what fired, for people. */
final class TriggersText {
  private static final int SHOWN = 10;

  private TriggersText() {}

  /**
   * The whole answer.
   *
   * @param firings of the last 30 days, newest first
   */
  static String of(List<Runbook> runbooks, List<FiringRecord> firings) {
    StringBuilder out = new StringBuilder();
    for (Runbook runbook : runbooks) {
      List<Trigger> watched =
          runbook.triggers().stream()
              .filter(t -> t.measurement().isPresent() || !t.alerts().isEmpty())
              .toList();
      if (!watched.isEmpty()) {
        out.append("*%s*\n".formatted(escape(runbook.name())));
        watched.forEach(t -> out.append(trigger(runbook, t, firings)));
      }
    }
    if (out.isEmpty()) {
      return "No trigger is measured by the bot, and none is told to it.";
    }
    out.append(
        firings.isEmpty()
            ? "Nothing fired in the last 30 days."
            : "What fired in the last 30 days, newest first:\n");
    firings.stream().limit(SHOWN).forEach(firing -> out.append(firing(firing)));
    if (firings.size() > SHOWN) {
      out.append("… and %d more.".formatted(firings.size() - SHOWN));
    }
    return out.toString().stripTrailing();
  }

  private static String trigger(Runbook runbook, Trigger trigger, List<FiringRecord> firings) {
    List<FiringRecord> own =
        firings.stream()
            .filter(f ->
                f.trigger().runbook().equals(runbook.id())
                    && f.trigger().trigger().equals(trigger.id()))
            .toList();
    String counted =
        own.isEmpty()
            ? "has not fired"
            : "fired %d, right %d, wrong %d"
                .formatted(
                    own.size(),
                    count(own, FiringJudgement.RIGHT),
                    count(own, FiringJudgement.WRONG));
    return "• %s (`%s`): %s; %s\n"
        .formatted(escape(trigger.text()), trigger.id(), modes(runbook, trigger), counted);
  }

  private static long count(List<FiringRecord> firings, FiringJudgement judgement) {
    return firings.stream()
        .filter(f -> f.judgement().filter(judgement::equals).isPresent())
        .count();
  }

  private static String modes(Runbook runbook, Trigger trigger) {
    return runbook.environments().stream()
        .map(Environment::id)
        .map(id -> id + " " + word(trigger.modes().in(id)))
        .collect(Collectors.joining(", "));
  }

  private static String word(TriggerMode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }

  private static String firing(FiringRecord firing) {
    String recovered =
        firing.recoveredAt().map(at -> " Recovered at " + Mrkdwn.time(at) + ".").orElse("");
    String judged =
        firing
            .judgement()
            .map(j -> " People say: " + j.name().toLowerCase(Locale.ROOT) + ".")
            .orElse("");
    String read =
        firing.readings().stream().findFirst().map(r -> " It read: " + quote(r) + ".").orElse("");
    String alerted = firing.alertedBy().map(system -> ", alerted by " + escape(system)).orElse("");
    return "• %s `%s` in %s (%s%s): %s%s%s%s\n"
        .formatted(
            Mrkdwn.time(firing.firedAt()),
            firing.trigger().trigger(),
            escape(firing.trigger().environment()),
            word(firing.mode()),
            alerted,
            done(firing),
            read,
            recovered,
            judged);
  }

  private static String done(FiringRecord firing) {
    Optional<FiringOutcome> outcome = firing.outcome();
    if (outcome.isEmpty()) {
      return "it is being looked at.";
    }
    return switch (outcome.get()) {
      case OFF -> "nothing was done.";
      case RECORDED ->
          firing.mode() == TriggerMode.SHADOW
              ? shadow(firing)
              : "only recorded" + suspect(firing.suspect()) + ".";
      case PROPOSED -> "a rollback was proposed" + suspect(firing.suspect()) + ".";
      case ADDED -> "added to what was open.";
      case TOLD_IN_DRILL -> "told in the drill that was open.";
      case WITHOUT_SUSPECT ->
          "no deployment of the hour before was found, so nothing was proposed.";
    };
  }

  private static String shadow(FiringRecord firing) {
    return firing.suspect().isPresent()
        ? "would have proposed a rollback" + suspect(firing.suspect()) + "."
        : "no deployment of the hour before was found, so nothing would have been proposed.";
  }

  private static String suspect(Optional<SuspectRecord> suspect) {
    return suspect
        .map(s ->
            " because of %s %s, deployed %s"
                .formatted(escape(s.service()), quote(s.version()), Mrkdwn.time(s.at())))
        .orElse("");
  }
}
