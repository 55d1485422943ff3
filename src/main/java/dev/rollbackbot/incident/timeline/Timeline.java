package dev.rollbackbot.incident.timeline;

import dev.rollbackbot.incident.Declaration;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.ProposalEvent;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.text.BaselineText;
import dev.rollbackbot.incident.text.DeclarationText;
import dev.rollbackbot.incident.text.DrillText;
import dev.rollbackbot.incident.text.PlanText;
import dev.rollbackbot.incident.text.PostTemplates;
import dev.rollbackbot.incident.text.ProposalText;
import dev.rollbackbot.incident.text.ReminderText;
import dev.rollbackbot.incident.text.StatusText;
import dev.rollbackbot.incident.text.StepText;
import dev.rollbackbot.incident.text.WatchText;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.VerificationResults;
import dev.rollbackbot.runbook.Runbook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The events of an incident as text for people. */
public final class Timeline {
  private Timeline() {}

  public record TimelineEntry(Instant at, RichText text) {}

  /** The entries, in order; technical events have none. */
  public static List<TimelineEntry> of(List<Event> events) {
    return RecordedIncident.of(events).events().stream()
        .flatMap(r -> entry(r.before(), r.after(), r.event()).stream())
        .toList();
  }

  /** The entry of one event, with the incident before and after it. */
  public static Optional<TimelineEntry> entry(
      Optional<Incident> before, Incident after, Event event) {
    return text(before, after, event).map(t -> new TimelineEntry(event.at(), t));
  }

  private static Optional<RichText> text(Optional<Incident> before, Incident after, Event event) {
    return switch (event) {
      case Event.OfLifecycle e -> lifecycle(after, e);
      case Event.OfChat e -> chat(e);
      case Event.OfChecklist e -> checklist(after.details(), e);
      case Event.OfPlan e -> plan(after.details(), e);
      case Event.OfApproval e -> approval(e);
      case ProposalEvent e -> Optional.of(ProposalText.line(after, e));
      case Event.OfSteps e -> step(after, e);
      case Event.LiveReadStarted _ -> Optional.empty();
      // After RESOLVED what is live is read often; what is worth telling has a line of its own.
      case Event.LiveVersionsRead e ->
          after.state() instanceof State.Resolved ? Optional.empty() : live(e);
      case Event.OfChecks e -> checks(before, after, e);
      case Event.OfSignOff e -> signOff(after, e);
      case Event.DrillInterrupted e -> Optional.of(DrillText.interrupted(e));
      case Event.DrillItemTicked e -> Optional.of(DrillText.ticked(after.details(), e));
    };
  }

  private static Optional<RichText> lifecycle(Incident after, Event.OfLifecycle event) {
    IncidentDetails details = after.details();
    Declaration declaration = details.declaration();
    return switch (event) {
      case Event.IncidentDeclared e ->
          line(e, " declared " + declaration.severity() + " on " + declaration.environment() + ": ")
              .map(t -> t.add(PostTemplates.observed(details)));
      case Event.RollbackChosen e -> line(e, " chose to roll back after all.");
      case Event.IncidentReopened e -> line(e, " reopened it: ", e.reason());
      case Event.IncidentClosed e ->
          line(e, " closed it. " + StatusText.status(after) + ". ", e.note());
      case Event.IncidentCancelled e -> line(e, " cancelled it: ", e.reason());
      case Event.PostMortemDrafted e -> line(e, " took the post-mortem's draft.");
      case Event.DeclarationChanged e -> Optional.of(DeclarationText.changed(e));
      case Event.DeadlinePassed _ -> line("The deadline passed.");
      case Event.PeopleReminded e -> Optional.of(ReminderText.line(after, e));
      case Event.UpdateDue _ -> updateDue(after);
    };
  }

  /** No line where nobody is told. */
  private static Optional<RichText> updateDue(Incident after) {
    List<String> sentences = new ArrayList<>();
    if (after.state() instanceof State.Monitoring) {
      sentences.add("The lead was reminded that it is only watched.");
    }
    if (after.details().stakeholdersKnow()) {
      sentences.add("An update for stakeholders was written.");
    }
    return sentences.isEmpty() ? Optional.empty() : line(String.join(" ", sentences));
  }

  private static Optional<RichText> chat(Event.OfChat event) {
    return switch (event) {
      case Event.ChannelReady e -> line("The conversation is in #" + e.channel().name() + ".");
      case Event.MessagePublished _ -> Optional.empty();
      case Event.PostFailed e -> line("Slack refused " + e.what() + ": ", e.why());
      case Event.PostRepeated e -> line(e, " tries again what did not reach stakeholders.");
      case Event.StakeholdersReached e -> line("Stakeholders were reached: ", e.channel());
    };
  }

  private static Optional<RichText> checklist(IncidentDetails details, Event.OfChecklist event) {
    return switch (event) {
      case Event.ItemStarted _ -> Optional.empty();
      case Event.ItemDone e ->
          e.note().isBlank()
              ? line(e, " settled " + item(details, e.item()) + ".")
              : line(e, " settled " + item(details, e.item()) + ": ", e.note());
      case Event.ItemSkipped e -> line(e, " skipped " + item(details, e.item()) + ": ", e.reason());
      case Event.ItemFailed e -> line(item(details, e.item()) + " failed: ", e.text());
    };
  }

  private static Optional<RichText> plan(IncidentDetails details, Event.OfPlan event) {
    String method = details.method().name();
    return switch (event) {
      case Event.MethodChanged e -> line(e, " took “" + method + "”.");
      case Event.SurveyStarted _ -> Optional.empty();
      case Event.PlanMade e -> line("Plan " + e.plan().shortHash() + " stands.");
      case Event.PlanVoided e -> Optional.of(PlanText.voided(e));
      case Event.BaselineRead _ -> BaselineText.before(details);
      case Event.PlanningFailed e -> line("There is no plan: ", e.text());
      case Event.TargetChanged e -> Optional.of(PlanText.targetChanged(e));
      case Event.InputsChosen e -> Optional.of(PlanText.inputsChosen(e));
      case Event.StepLeftOut e -> Optional.of(PlanText.leftOut(details, e));
      case Event.MethodStarted e -> line(e, " asked for a new plan: " + method + ".");
    };
  }

  private static Optional<RichText> approval(Event.OfApproval event) {
    return switch (event) {
      case Event.ApprovalRequested _ -> line("Approval was asked for.");
      case Event.ApprovalReminded _ -> line("Approvers were reminded.");
      case Event.Approved e -> line(e, " approved plan " + Plan.shortHash(e.planHash()) + ".");
      case Event.BreakGlassUsed e ->
          line(e, " broke the glass on plan " + Plan.shortHash(e.planHash()) + ": ", e.reason());
    };
  }

  private static Optional<RichText> checks(
      Optional<Incident> before, Incident after, Event.OfChecks event) {
    Runbook runbook = after.details().runbook();
    return switch (event) {
      case Event.PropagationStarted _ -> line("The steps are over; waiting for it to spread.");
      case Event.PropagationEnded e ->
          e.reason().isBlank()
              ? line("The wait is over; checking.")
              : line(e, " ended the wait: ", e.reason());
      case Event.ProbesRead e -> probes(before, runbook, e);
      case Event.ChecksRestarted e -> line(e, " had every probe count again.");
      case Event.VerificationReopened e -> line(e, " had everything checked again: ", e.reason());
      case Event.CheckConfirmed e -> {
        String end = e.evidence().isBlank() ? "." : ": ";
        yield line(e, " confirmed “" + runbook.checkTitle(e.check()) + "”" + end, e.evidence());
      }
      case Event.CheckWaived e ->
          line(e, " waived “" + runbook.checkTitle(e.check()) + "”: ", e.reason());
      case Event.CheckCountedFailed e ->
          line(e, " counted “" + runbook.checkTitle(e.check()) + "” as failed: ", e.reason());
      case Event.ChecksPassed _ ->
          after.state() instanceof State.Measuring measuring
              ? line(StatusText.checksPassed(measuring.results()))
              : Optional.empty();
      case Event.VerificationLost e ->
          line("“" + runbook.checkTitle(e.probe()) + "” turned bad: ", e.detail());
      case Event.LiveVersionChanged e ->
          line(
                  runbook.service(e.service()).name() + " does not run what was verified, but ",
                  e.live().label())
              .map(t -> t.text(waivers(runbook, e.waived().orElse(List.of()))));
      case Event.ChangedAfterResolved e -> Optional.of(WatchText.changed(after, e));
      case Event.WatchInterrupted e -> Optional.of(WatchText.interrupted(after, e));
    };
  }

  private static String waivers(Runbook runbook, List<String> ended) {
    String titles =
        ended.stream()
            .map(id -> "“" + runbook.checkTitle(id) + "”")
            .collect(Collectors.joining(", "));
    return titles.isEmpty() ? "." : ". No longer waived: " + titles + ".";
  }

  private static Optional<RichText> live(Event.LiveVersionsRead event) {
    String read =
        event.readings().stream()
            .map(r ->
                r.service().service().name()
                    + " "
                    + r.live().map(Deployment::label).orElse("could not be read"))
            .collect(Collectors.joining(", "));
    return line("Live: ", read);
  }

  private static Optional<RichText> signOff(Incident after, Event.OfSignOff event) {
    return switch (event) {
      case Event.SignedRolledBack e -> line(e, " signed “rolled back by”.");
      case Event.FirstSignatureVoided e ->
          Optional.of(
              RichText.of("The signature “rolled back by” of ")
                  .person(e.signer())
                  .text(" did not count any more: what is signed had changed."));
      case Event.SecondSignatureGiven e -> line(e, " signed “verified by”.");
      case Event.SecondSignatureVoided e ->
          line("The signature “verified by” does not count: ", e.text());
      case Event.SignedVerified _ -> line(StatusText.status(after) + ".");
    };
  }

  private static Optional<RichText> step(Incident after, Event.OfSteps event) {
    return switch (event) {
      case Event.StepStarted e ->
          // Whether it begins or waits for a lock is known after that.
          line(step(after, e.step()) + " was asked for, attempt " + e.attempt() + ".");
      case Event.DatabaseReadStarted e ->
          line("The database of " + step(after, e.step()) + " is being read.");
      case Event.ConsentAsked e ->
          line(
              (e.again() ? "The numbers have changed: " : "")
                  + step(after, e.step())
                  + " needs a consent of its own. Read: ",
              e.reading().text() + e.reading().since().map(s -> ". " + s).orElse(""));
      case Event.RestorePrepared e ->
          line(e, " asked for a restore: ")
              .map(t -> t.quote(e.restore().title()).text(". Why: ").quote(e.reason()));
      case Event.ConsentGiven e ->
          line(
              e,
              (isRestore(after, e.step()) ? " consented to " : " consented to the script of ")
                  + step(after, e.step())
                  + ".");
      case Event.ScriptCleared e ->
          line(
              step(after, e.step()) + ": the numbers are as consented to. Way back: ",
              e.reading().bookmark().map(b -> "bookmark " + b).orElse("as the runbook says"));
      case Event.StepHandedOver e -> line(step(after, e.step()) + " is a person's turn.");
      case Event.StepSucceeded e -> after.step(e.step()).map(StepText::titleAndResult);
      case Event.StepJobSucceeded e -> after.step(e.step()).map(StepText::titleAndResult);
      case Event.JobOutputRead _ -> Optional.empty();
      case Event.JobWaitsForPerson e -> line(step(after, e.step()) + " waits. ", e.text());
      case Event.JobWaitEnded e ->
          line(step(after, e.step()) + " does not wait for a person any more.");
      case Event.JobStopRequested e -> line(e, StepText.stopRequested(after, e));
      case Event.StepFailed e ->
          line(
              step(after, e.step())
                  + after.step(e.step()).map(run -> " " + StepText.failed(run)).orElse(" failed")
                  + ": ",
              e.text());
      case Event.StepUnknown e ->
          line(step(after, e.step()) + ": its outcome is unknown. ", e.text());
      case Event.StepDoneByHand e -> after.step(e.step()).map(StepText::titleAndResult);
      case Event.StepSkipped e -> after.step(e.step()).map(StepText::titleAndResult);
      case Event.LockAwaited e ->
          line(step(after, e.step()) + " waits for the lock that ")
              .map(t -> t.add(StepText.holder(e.holder())).text(" has held since "))
              .map(t -> t.time(e.holder().since()).text("."));
      case Event.LockObtained e -> line(step(after, e.step()) + " begins, the lock is free.");
      case Event.StepHeldBack e ->
          line(step(after, e.step()) + " does not begin now: ", e.reason());
      case Event.LockTakenOver e ->
          line(e, " took the lock of " + step(after, e.step()) + " over from ")
              .map(t -> t.add(StepText.holder(e.from())).text(": ").quote(e.reason()));
      case Event.LockLetGo e -> Optional.of(StepText.lockLetGo(e, step(after, e.step())));
      case Event.PauseRequested e -> line(e, " asked for a pause.");
      case Event.StopRequested e ->
          line(e, " asked to " + StepText.stopAfter(after.rollback()) + ".");
      case Event.PausedBeforeStep _ -> line(after.id().label() + " is paused.");
      case Event.Resumed e -> line(e, " let it go on.");
      case Event.StoppedBeforeStep _ -> line("The rollback stopped.");
    };
  }

  /** Only changed verdicts have an entry. */
  private static Optional<RichText> probes(
      Optional<Incident> before, Runbook runbook, Event.ProbesRead event) {
    if (before.isEmpty() || !(before.get().state() instanceof State.Measuring measuring)) {
      return Optional.empty();
    }
    List<String> changed = new ArrayList<>();
    for (ProbeResult result : event.results()) {
      Optional<ProbeResult.Verdict> was =
          measuring
              .results()
              .probe(result.probe())
              .flatMap(VerificationResults.ProbeRun::lastResult)
              .map(ProbeResult::verdict);
      if (!was.equals(Optional.of(result.verdict()))) {
        String title = runbook.checkTitle(result.probe());
        changed.add(title + " " + result.verdict() + " (" + result.detail() + ")");
      }
    }
    return changed.isEmpty()
        ? Optional.empty()
        : Optional.of(RichText.EMPTY.quote(String.join("; ", changed)).text("."));
  }

  private static String item(IncidentDetails details, String id) {
    return "“" + details.checklist().title(id) + "”";
  }

  private static boolean isRestore(Incident after, String id) {
    return after.step(id).flatMap(s -> s.step().restore()).isPresent();
  }

  private static String step(Incident after, String id) {
    return "“" + after.step(id).map(s -> s.step().title()).orElse(id) + "”";
  }

  private static Optional<RichText> line(String text) {
    return Optional.of(RichText.of(text));
  }

  private static Optional<RichText> line(String text, String quote) {
    return Optional.of(RichText.of(text).quote(quote));
  }

  private static Optional<RichText> line(Event event, String text) {
    return Optional.of(RichText.EMPTY.person(event.by()).text(text));
  }

  private static Optional<RichText> line(Event event, String text, String quote) {
    return line(event, text).map(t -> t.quote(quote));
  }
}
