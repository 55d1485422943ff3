package dev.rollbackbot.incident.text;

import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.ProposalEvent;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.proposal.Proposal;
import dev.rollbackbot.incident.proposal.Suspicion;
import dev.rollbackbot.incident.proposal.Suspicion.AlertOrigin;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Service;
import java.util.List;
import java.util.Optional;

/** Texts about rollbacks that the bot proposes. What was measured is never said to be the cause. */
public final class ProposalText {
  private static final int LONGEST_READING = 200;
  private static final int LONGEST_MESSAGE = 120;
  private static final int LONGEST_NAME = 80;
  private static final String NO_RECOVERY =
      "That is no proof of a recovery: an alert also ends when it can't be measured any more.";

  private ProposalText() {}

  /** The card of a proposal, without its plan. */
  static RichText card(Incident incident) {
    IncidentDetails details = incident.details();
    RichText text =
        RichText.EMPTY
            .bold(
                "A rollback of "
                    + details.runbook().name()
                    + " in "
                    + details.environment().id()
                    + " is proposed")
            .text("\nNobody has asked for it, and nothing was changed.");
    List<Suspicion> firing = firing(details);
    boolean shared = firing.stream().map(Suspicion::suspect).distinct().count() == 1;
    for (Suspicion suspicion : firing) {
      text = text.text("\n").add(measured(details, suspicion));
      if (!shared) {
        text = text.text("\n").add(suspect(details.runbook(), suspicion.suspect()));
      }
    }
    if (shared) {
      text = text.text("\n").add(suspect(details.runbook(), firing.getFirst().suspect()));
    }
    return text.add(ending(details)).add(putOff(incident));
  }

  /** An alert alone never ends what it began. */
  private static RichText ending(IncidentDetails details) {
    List<Suspicion> alerted = firing(details).stream().filter(s -> s.alert().isPresent()).toList();
    if (alerted.isEmpty()) {
      return RichText.EMPTY;
    }
    return RichText.of(
        alerted.stream().allMatch(s -> isMeasured(details, s.trigger()))
            ? "\n"
                + "It closes by itself when the bot has measured that it is over and no alert"
                + " says that it fires."
            : "\n"
                + "It does not close by itself: the bot does not measure what was alerted, so"
                + " somebody has to decide.");
  }

  private static boolean isMeasured(IncidentDetails details, String trigger) {
    return details.runbook().triggers().stream()
        .filter(t -> t.id().equals(trigger))
        .flatMap(t -> t.measurement().stream())
        .anyMatch(rule -> details.runbook().measures(details.environment(), rule));
  }

  /** Why the bot began an incident, for its panel; empty: a person declared it. */
  public static Optional<RichText> begun(IncidentDetails details) {
    return details
        .proposal()
        .filter(Proposal::begunByBot)
        .map(p -> RichText.of("*The bot proposed this*\n").add(why(details, p.first())));
  }

  private static List<Suspicion> firing(IncidentDetails details) {
    return details.proposal().map(Proposal::firing).orElse(List.of());
  }

  private static RichText why(IncidentDetails details, Suspicion suspicion) {
    return measured(details, suspicion)
        .text("\n")
        .add(suspect(details.runbook(), suspicion.suspect()));
  }

  /** The trigger and what was measured. */
  private static RichText measured(IncidentDetails details, Suspicion suspicion) {
    RichText text =
        RichText.of("*Trigger* ")
            .add(trigger(details.runbook(), suspicion.trigger()))
            .text(" (")
            .text(service(details.runbook(), suspicion.service()))
            .text("), fired ")
            .time(suspicion.firedAt());
    if (suspicion.onset().isPresent()) {
      text = text.text(", as far as was measured it began ").time(suspicion.onset().get());
    }
    text = text.add(readings(suspicion.readings()));
    return suspicion.alert().isPresent()
        ? text.text("\n").add(alert(suspicion.alert().get()))
        : text;
  }

  /** Equal ones that follow each other are one line with their number. */
  private static RichText readings(List<String> readings) {
    RichText text = RichText.EMPTY;
    int next = 0;
    for (int first = 0; first < readings.size(); first = next) {
      next = first + 1;
      while (next < readings.size() && readings.get(next).equals(readings.get(first))) {
        next++;
      }
      text = text.text("\n• ").quote(cut(readings.get(first), LONGEST_READING));
      if (next - first > 1) {
        text = text.text(", " + (next - first) + " times");
      }
    }
    return text;
  }

  private static RichText alert(AlertOrigin alert) {
    RichText text = RichText.of("*Alert* of ").quote(cut(alert.system(), LONGEST_NAME));
    return alert.endedAt().isPresent()
        ? text.text(", ended ").time(alert.endedAt().get()).text(". ").text(NO_RECOVERY)
        : text.text(".");
  }

  private static RichText suspect(Runbook runbook, Optional<Suspicion.Suspect> found) {
    if (found.isEmpty()) {
      return RichText.of("*Suspect* none: no deployment in the hour before that is known.");
    }
    Suspicion.Suspect suspect = found.get();
    RichText text =
        RichText.of("*Suspect* " + service(runbook, suspect.service()) + " ")
            .quote(cut(suspect.version(), LONGEST_NAME))
            .text(", deployed ")
            .time(suspect.at());
    if (suspect.author().isPresent()) {
      text = text.text(", by ").quote(cut(suspect.author().get(), LONGEST_NAME));
    }
    if (suspect.message().isPresent()) {
      text = text.text(": “").quote(cut(suspect.message().get(), LONGEST_MESSAGE)).text("”");
    }
    return text.text(
        ". It is the newest deployment known from before it began; whether it is the cause is not"
            + " known.");
  }

  private static RichText putOff(Incident incident) {
    return incident.state() instanceof State.Proposed(var _, var until) && until.isPresent()
        ? RichText.of("\nPut off until ").time(until.get()).text(".")
        : RichText.EMPTY;
  }

  /** Posted when the time for which it was put off is over. */
  public static RichText due(IncidentDetails details) {
    return RichText.of(details.id().label() + " · A rollback of ")
        .text(details.runbook().name() + " in " + details.environment().id())
        .text(" is proposed again: it was put off until now, and no recovery was seen. The card")
        .text(" above has the buttons.");
  }

  /** A line for the thread of an incident. */
  public static RichText seen(IncidentDetails details, Suspicion suspicion) {
    RichText text =
        RichText.of("A trigger fired: ").add(trigger(details.runbook(), suspicion.trigger()));
    return suspicion.readings().isEmpty()
        ? text.text(".")
        : text.text(": ").quote(cut(suspicion.readings().getFirst(), LONGEST_READING));
  }

  /** The same. */
  public static RichText alert(IncidentDetails details, ProposalEvent.AlertSeen event) {
    RichText trigger = trigger(details.runbook(), event.trigger());
    if (event.firing()) {
      return RichText.of("An alert fires again: ").add(trigger).text(".");
    }
    RichText text = RichText.of("An alert has ended: ").add(trigger).text(". ").text(NO_RECOVERY);
    return event.flaps()
        ? text.text(" It has come and gone several times: from now on it is told only when it has")
            .text(" not fired for ten minutes.")
        : text;
  }

  /** The same. */
  public static RichText over(IncidentDetails details, String trigger) {
    return RichText.of("A trigger has recovered: ")
        .add(trigger(details.runbook(), trigger))
        .text(".");
  }

  public static RichText trigger(Runbook runbook, String id) {
    return runbook.triggers().stream()
        .filter(t -> t.id().equals(id))
        .findFirst()
        .map(t -> RichText.of("“" + t.text() + "”"))
        .orElseGet(() -> RichText.of("“").quote(cut(id, LONGEST_NAME)).text("”"));
  }

  private static String service(Runbook runbook, String id) {
    return runbook.services().stream()
        .filter(s -> s.id().equals(id))
        .map(Service::name)
        .findFirst()
        .orElse("all services");
  }

  /** For the log. */
  public static RichText line(Incident after, ProposalEvent event) {
    IncidentDetails details = after.details();
    return switch (event) {
      case ProposalEvent.RollbackProposed e ->
          RichText.of(
                  after.state() instanceof State.Proposed
                      ? "The bot proposed a rollback on "
                      : "The bot opened this on ")
              .text(details.environment().id() + ": ")
              .add(trigger(details.runbook(), e.suspicion().trigger()));
      case ProposalEvent.ProposalStarted e ->
          RichText.EMPTY.person(e.by()).text(" started the rollback that was proposed.");
      case ProposalEvent.ProposalWatched e ->
          RichText.EMPTY.person(e.by()).text(" chose to watch it and not to roll back.");
      case ProposalEvent.ProposalPutOff e ->
          RichText.EMPTY.person(e.by()).text(" put it off until ").time(e.until()).text(".");
      case ProposalEvent.ProposalDue _ -> RichText.of("It was proposed again.");
      case ProposalEvent.ProposalRefused e ->
          RichText.EMPTY
              .person(e.by())
              .text(" said that it is no reason for this rollback: ")
              .said(e.reason());
      case ProposalEvent.TriggerSeen e -> seen(details, e.suspicion());
      case ProposalEvent.AlertSeen e -> alert(details, e);
      case ProposalEvent.TriggerOver e -> over(details, e.trigger());
      case ProposalEvent.AutomaticRollbackAnnounced e ->
          RichText.of("An automatic rollback was announced for ").time(e.begins()).text(".");
      case ProposalEvent.AutomaticRollbackHeldBack e ->
          RichText.of("No automatic rollback: ").quote(String.join(" ", e.reasons()));
      case ProposalEvent.AutomaticRollbackStopped e ->
          RichText.EMPTY.person(e.by()).text(" stopped the automatic rollback before it began.");
      case ProposalEvent.AutomaticRollbackHalted e ->
          RichText.of("The automatic rollback does not go on: ").quote(e.reason());
      case ProposalEvent.AutomaticRollbackStarted e ->
          RichText.of(
              "An automatic rollback began: plan "
                  + Plan.shortHash(e.planHash())
                  + ", without an approval.");
    };
  }

  private static String cut(String text, int most) {
    if (text.codePointCount(0, text.length()) <= most) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
  }
}
