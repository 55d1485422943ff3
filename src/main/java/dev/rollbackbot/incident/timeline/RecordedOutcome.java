package dev.rollbackbot.incident.timeline;

import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.RollbackAuthorization;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.text.EndingText;
import dev.rollbackbot.incident.text.StepText;
import dev.rollbackbot.incident.verification.Checklist;
import dev.rollbackbot.incident.verification.ItemStatus;
import java.util.ArrayList;
import java.util.List;

/** What the plans of an incident came to, as lists. */
record RecordedOutcome(RecordedIncident incident, MarkdownText text) {
  /** Every plan that was carried out, with its steps. */
  List<String> plans() {
    List<String> out = new ArrayList<>();
    for (Rollback rollback : incident.rollbacks()) {
      String method =
          incident
              .details()
              .runbook()
              .method(rollback.plan().method())
              .map(m -> m.name())
              .orElse(rollback.plan().method());
      out.add(
          "Plan `%s`, %s. %s"
              .formatted(
                  rollback.plan().shortHash(),
                  text.line(RichText.of("“" + method + "”")),
                  text.line(authorization(rollback.authorization()))));
      out.add("");
      int number = 1;
      for (StepRun step : rollback.steps()) {
        out.add(
            number++
                + ". "
                + text.line(
                    RichText.of("“" + step.step().title() + "”: ")
                        .add(StepText.resultText(step))
                        .text(step.settled() ? "." : ", not settled.")));
      }
      out.add("");
    }
    return out.isEmpty() ? List.of("No plan was carried out.") : out;
  }

  private static RichText authorization(RollbackAuthorization authorization) {
    return switch (authorization) {
      case RollbackAuthorization.Approval approval ->
          RichText.of("Approved by ")
              .person(approval.by())
              .text(" at ")
              .time(approval.at())
              .text(".");
      case RollbackAuthorization.Automatic automatic ->
          RichText.of("It began automatically at ")
              .time(automatic.at())
              .text(", without an approval.");
      case RollbackAuthorization.BreakGlassOverride override ->
          RichText.of("It went on by break-glass of ")
              .person(override.by())
              .text(" at ")
              .time(override.at())
              .text(", without a second person: ")
              .quote(override.reason());
    };
  }

  List<String> live() {
    return incident
        .resolution()
        .map(end -> lines(EndingText.services(end.result().services())))
        .orElseGet(() ->
            incident.details().live().all().stream()
                .map(reading -> "- " + text.line(EndingText.read(reading)).replaceFirst("^• ", ""))
                .toList());
  }

  /** What was done otherwise than planned, and by whom. */
  List<String> exceptions() {
    return incident
        .resolution()
        .map(end -> lines(EndingText.exceptions(incident.details(), end)))
        .orElseGet(() ->
            incident.details().checklist().entries().stream()
                .filter(e -> e.status() instanceof ItemStatus.Skipped)
                .map(e -> skipped(e, (ItemStatus.Skipped) e.status()))
                .toList());
  }

  private String skipped(Checklist.TrackedItem entry, ItemStatus.Skipped skipped) {
    return "- "
        + text.line(
            RichText.of("Skipped: “" + entry.item().title() + "” by ")
                .person(skipped.by())
                .text(", ")
                .quote(skipped.reason()));
  }

  /** The lines of a post, as a list. */
  private List<String> lines(RichText post) {
    return text.of(post)
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> "- " + line.replaceFirst("^[•–] ", ""))
        .toList();
  }
}
