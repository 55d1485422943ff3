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
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.RollbackAuthorization;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.text.EndingText;
import dev.rollbackbot.incident.text.PostTemplates;
import dev.rollbackbot.incident.text.ProposalText;
import dev.rollbackbot.incident.text.StatusText;
import dev.rollbackbot.incident.text.StepText;
import dev.rollbackbot.incident.verification.Checklist;
import dev.rollbackbot.incident.verification.ItemStatus;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.VerificationResults;
import dev.rollbackbot.runbook.DecisionRule;
import dev.rollbackbot.runbook.Service;
import dev.rollbackbot.runbook.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is on record of an incident, in the sections of a post-mortem. */
record PostMortemRecord(RecordedIncident incident, MarkdownText text) {
  static final String TIMELINE_LEGEND =
      "Each line says where it comes from: a person, the bot, a probe, a trigger, a provider, or"
          + " Slack.";

  private static final String UNKNOWN = "not known";

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
    String left = exceptions().isEmpty() ? "" : " What was left out or waived is listed below.";
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
    out.add("## From the record");
    out.add(section("Impact in numbers", impact()));
    out.add(section("Times and what they mean", times()));
    out.add(section("Where the time went", phases()));
    out.add(section("What the decision stood on", decision()));
    out.add(section("Measured before and after", measured()));
    out.add(section("The plan and what became of it", plans()));
    out.add(section("What is live", live()));
    out.add(section("Left out, skipped, waived", exceptions()));
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
    out.add("- Began: " + times.began().map(text::time).orElse(UNKNOWN));
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

  private List<String> times() {
    List<String> out = new ArrayList<>();
    out.add("| time | length | from | to | what it means |");
    out.add("| --- | --- | --- | --- | --- |");
    for (ResponseTimes.MeasuredTime time : ResponseTimes.of(incident).all()) {
      out.add(
          "| %s | %s | %s | %s | %s |"
              .formatted(
                  time.name(),
                  time.length().map(StatusText::durationText).orElse(UNKNOWN),
                  time.from().map(text::time).orElse(UNKNOWN),
                  time.to().map(text::time).orElse(UNKNOWN),
                  time.definition()));
    }
    out.add("");
    out.add("Waits and pauses are part of these times: none is subtracted.");
    if (incident.resolution().filter(r -> !r.signedResults().waived().isEmpty()).isPresent()) {
      out.add("A check was waived, so nothing shows that all was well at the end of them.");
    }
    return out;
  }

  private List<String> phases() {
    return incident.times().entrySet().stream()
        .map(e -> "- " + e.getKey() + ": " + StatusText.durationText(e.getValue()))
        .toList();
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

  /** Each probe before the change and as it was signed. */
  private List<String> measured() {
    IncidentDetails details = incident.details();
    List<VerificationResults.ProbeRun> signed =
        incident.resolution().map(end -> end.signedResults().probes()).orElse(List.of());
    List<String> ids =
        Stream.concat(
                details.baseline().results().stream().map(ProbeResult::probe),
                signed.stream().map(run -> run.probe().id()))
            .distinct()
            .toList();
    if (ids.isEmpty()) {
      return List.of("Nothing was measured by a probe.");
    }
    List<String> out = new ArrayList<>();
    out.add("| probe | before the change | when it was signed |");
    out.add("| --- | --- | --- |");
    for (String id : ids) {
      Optional<VerificationResults.ProbeRun> run =
          signed.stream().filter(r -> r.probe().id().equals(id)).findFirst();
      out.add(
          "| %s | %s | %s |"
              .formatted(
                  text.cell(RichText.of(details.runbook().checkTitle(id))),
                  result(details.baseline().result(id), details.baseline().at()),
                  run.map(r ->
                          result(r.lastResult(), r.readAt())
                              + (r.waiver().isPresent() ? ", waived" : "")
                              + (r.countedFailed().isPresent() ? ", counted as failed" : ""))
                      .orElse("not signed")));
    }
    return out;
  }

  private String result(Optional<ProbeResult> result, Optional<Instant> at) {
    return result
        .map(r ->
            "%s (%s)%s"
                .formatted(
                    r.verdict().name().toLowerCase(Locale.ROOT),
                    text.cell(RichText.EMPTY.quote(r.detail())),
                    at.map(time -> ", " + text.time(time)).orElse("")))
        .orElse("not measured");
  }

  private List<String> plans() {
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
          RichText.of("It went on automatically at ")
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

  private List<String> live() {
    return incident
        .resolution()
        .map(end -> lines(EndingText.services(end.result().services())))
        .orElseGet(() ->
            incident.details().live().all().stream()
                .map(reading -> "- " + text.line(EndingText.read(reading)).replaceFirst("^• ", ""))
                .toList());
  }

  private List<String> exceptions() {
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

  /** The entries of the timeline, from that event on, as a list. */
  List<String> timeline(int from) {
    List<String> out = new ArrayList<>();
    for (RecordedIncident.RecordedEvent recorded :
        incident.events().subList(from, incident.events().size())) {
      Timeline.entry(recorded.before(), recorded.after(), recorded.event())
          .map(entry ->
              "- %s, %s: %s"
                  .formatted(
                      text.time(entry.at()), source(recorded.event()), text.line(entry.text())))
          .ifPresent(out::add);
    }
    return out;
  }

  private static String source(Event event) {
    return switch (event) {
      // What the signature led to, in the bot's words.
      case Event.SignedVerified _ -> "bot";
      case Event.OfChat e when e.by().equals(Actor.BOT.id()) -> "Slack";
      case Event.ProbesRead _, Event.BaselineRead _, Event.VerificationLost _ -> "probe";
      case Event.OfLive _,
          Event.LiveVersionChanged _,
          Event.ChangedAfterResolved _,
          Event.StepSucceeded _,
          Event.StepJobSucceeded _,
          Event.StepFailed _,
          Event.StepUnknown _,
          Event.JobWaitsForPerson _,
          Event.JobWaitEnded _ ->
          "provider";
      case ProposalEvent.RollbackProposed _,
          ProposalEvent.TriggerSeen _,
          ProposalEvent.AlertSeen _,
          ProposalEvent.TriggerOver _ ->
          "trigger";
      case Event e -> e.by().equals(Actor.BOT.id()) ? "bot" : "person";
    };
  }
}
