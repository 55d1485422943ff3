package dev.rollbackbot.incident.timeline;

import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.CloseReason;
import dev.rollbackbot.incident.Declaration;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.ProposalEvent;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.proposal.Suspicion;
import dev.rollbackbot.incident.text.EndingText;
import dev.rollbackbot.incident.text.PostTemplates;
import dev.rollbackbot.incident.text.ProposalText;
import dev.rollbackbot.incident.text.StatusText;
import dev.rollbackbot.incident.verification.Checklist;
import dev.rollbackbot.incident.verification.ItemStatus;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.runbook.DecisionRule;
import dev.rollbackbot.runbook.Service;
import dev.rollbackbot.runbook.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is on record of an incident, in the sections of a post-mortem: how it went is in {@link
 * RecordedOutcome}, what was measured in {@link RecordedMeasures}.
 */
record PostMortemRecord(RecordedIncident incident, MarkdownText text) {
  /** Two to four sentences for somebody who wasn't there. */
  String summary() {
    IncidentDetails details = incident.details();
    Declaration declaration = details.declaration();
    ResponseTimes times = ResponseTimes.of(incident);
    StringBuilder out =
        new StringBuilder(
            "%s in %s had an incident of severity %s, seen at %s"
                .formatted(
                    text.line(RichText.of(details.runbook().name())),
                    text.line(RichText.of(declaration.environment())),
                    declaration.severity(),
                    text.time(times.detected())));
    out.append(": ").append(text.line(PostTemplates.observed(details))).append(". ");
    out.append(
        declaration.affectingUsers()
            ? "It affected users, as it was declared. "
            : "It did not affect users, as it was declared. ");
    out.append(ending(times));
    return out.toString();
  }

  private String ending(ResponseTimes times) {
    String after =
        times
            .ended()
            .map(at -> Duration.between(times.declared(), at))
            .map(d -> " after " + StatusText.durationText(d))
            .orElse("");
    String left =
        new RecordedOutcome(incident, text).exceptions().isEmpty()
            ? ""
            : " What was left out or waived is listed below.";
    return switch (incident.last().state()) {
      case State.Resolved _, State.Closed _ when incident.resolution().isPresent() -> {
        State.Resolved end = incident.resolution().get();
        yield "It was resolved"
            + after
            + ", "
            + EndingText.words(end.result().ending())
            + (end.watch().toldOfChange() ? ", then something changed again" : "")
            + "."
            + left;
      }
      case State.Cancelled cancelled ->
          "The rollback was cancelled"
              + after
              + ": "
              + text.line(RichText.EMPTY.quote(cancelled.reason()))
              + ". Nobody signed that it is over.";
      case State.Closed closed ->
          "It was closed"
              + after
              + (closed.closeReason() == CloseReason.FALSE_ALARM
                  ? " as a false alarm."
                  : ", without a rollback that was signed.");
      case State _ -> "It is not over.";
    };
  }

  String sections() {
    List<String> out = new ArrayList<>();
    RecordedMeasures measures = new RecordedMeasures(incident, text);
    RecordedOutcome outcome = new RecordedOutcome(incident, text);
    out.add("## From the record");
    out.add(section("Impact in numbers", impact()));
    out.add(section("Times and what they mean", measures.times()));
    out.add(section("Where the time went", measures.phases()));
    out.add(section("What the decision stood on", decision()));
    out.add(section("Measured before and after", measures.probes()));
    out.add(section("The plan and what became of it", outcome.plans()));
    out.add(section("What is live", outcome.live()));
    out.add(section("Left out, skipped, waived", outcome.exceptions()));
    ResponseFindings findings = new ResponseFindings(incident);
    out.add(section("What helped", bullets(findings.helped())));
    List<String> hindered = new ArrayList<>(bullets(findings.hindered()));
    hindered.add("");
    hindered.add("What people pressed and the bot refused is not on record, so it is not here.");
    out.add(section("What hindered", hindered));
    out.add(section("Evidence", evidence()));
    out.add(section("People", people()));
    return String.join("\n\n", out);
  }

  private static String section(String title, List<String> lines) {
    String body = String.join("\n", lines).strip();
    return "### " + title + "\n\n" + (body.isEmpty() ? "Nothing on record." : body);
  }

  private List<String> bullets(List<RichText> texts) {
    return texts.stream().map(t -> "- " + text.line(t)).toList();
  }

  private List<String> impact() {
    IncidentDetails details = incident.details();
    Declaration declaration = details.declaration();
    ResponseTimes times = ResponseTimes.of(incident);
    List<String> out = new ArrayList<>();
    out.add("- Affecting users, as declared: " + (declaration.affectingUsers() ? "yes" : "no"));
    out.add("- Severity: " + declaration.severity() + highest(declaration.severity()));
    out.add(
        "- Services: "
            + details.runbook().services().stream()
                .map(Service::name)
                .map(name -> text.line(RichText.of(name)))
                .collect(Collectors.joining(", ")));
    out.add("- Began: " + times.began().map(text::time).orElse(RecordedMeasures.UNKNOWN));
    out.add("- Seen: " + text.time(times.detected()));
    out.add(
        "- Every check had passed or was waived: "
            + times.recovered().map(text::time).orElse("not measured"));
    long failed =
        details.baseline().results().stream()
            .filter(r -> r.verdict() == ProbeResult.Verdict.FAILED)
            .count();
    out.add(
        details.baseline().at().isEmpty()
            ? "- Measured before the change: nothing"
            : "- Measured before the change: %d of %d probes failed"
                .formatted(failed, details.baseline().results().size()));
    out.add("- How many users or requests were hit: not on record, people fill it in");
    return out;
  }

  /** Where the severity was changed. */
  private String highest(Severity now) {
    Severity highest =
        incident.all(Event.DeclarationChanged.class).stream()
            .flatMap(e -> Stream.of(e.before().severity(), e.after().severity()))
            .min(Severity::compareTo)
            .orElse(now);
    return highest == now ? "" : " (at its highest " + highest + ")";
  }

  private List<String> decision() {
    IncidentDetails details = incident.details();
    List<String> out = new ArrayList<>();
    List<Suspicion> seen =
        Stream.concat(
                incident.all(ProposalEvent.RollbackProposed.class).stream()
                    .map(ProposalEvent.RollbackProposed::suspicion),
                incident.all(ProposalEvent.TriggerSeen.class).stream()
                    .map(ProposalEvent.TriggerSeen::suspicion))
            .toList();
    for (Suspicion suspicion : seen) {
      out.add(
          "- Trigger "
              + text.line(ProposalText.trigger(details.runbook(), suspicion.trigger()))
              + " fired at "
              + text.time(suspicion.firedAt())
              + (suspicion.alert().isPresent() ? ", by an alert." : ", as measured."));
      suspicion.readings().stream()
          .map(reading -> "  - " + text.line(RichText.EMPTY.quote(reading)))
          .forEach(out::add);
    }
    if (!details.declaredBy().equals(Actor.BOT.id())) {
      out.add(
          "- Seen by a person: "
              + text.line(PostTemplates.observed(details))
              + ", declared by "
              + text.line(RichText.EMPTY.person(details.declaredBy()))
              + ".");
    }
    DecisionRule rule = details.decisionRule();
    out.add(
        "- The runbook's advice for %s: **%s**%s. Its reason: %s"
            .formatted(
                details.declaration().severity(),
                rule.advice().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                rule.deadline()
                    .map(d -> " within " + StatusText.durationText(d) + " of the declaration")
                    .orElse(""),
                text.line(RichText.of(rule.reason()))));
    return out;
  }

  private List<String> evidence() {
    IncidentDetails details = incident.details();
    List<RichText> out = new ArrayList<>();
    for (Checklist.TrackedItem entry : details.checklist().entries()) {
      if (entry.status() instanceof ItemStatus.Done done) {
        RichText line = RichText.of("“" + entry.item().title() + "”, ").person(done.by());
        out.add(done.note().isBlank() ? line : line.text(": ").said(done.note()));
      }
    }
    for (Event.ItemDone done : incident.all(Event.ItemDone.class)) {
      done.artifact()
          .ifPresent(job ->
              out.add(
                  RichText.of("Captured by the bot for “" + details.checklist().title(done.item()))
                      .text("”, as ")
                      .code(job)
                      .text(".")));
    }
    incident
        .resolution()
        .ifPresent(end ->
            end.signedResults().checks().stream()
                .filter(run -> run.status() instanceof ItemStatus.Done)
                .forEach(run -> {
                  ItemStatus.Done done = (ItemStatus.Done) run.status();
                  RichText line =
                      RichText.of("“" + run.check().title() + "” confirmed by ").person(done.by());
                  out.add(done.note().isBlank() ? line : line.text(": ").said(done.note()));
                }));
    return bullets(out);
  }

  private List<String> people() {
    return text.roles().entrySet().stream()
        .map(e -> "- @" + e.getKey() + ": " + String.join(", ", e.getValue()))
        .toList();
  }
}
