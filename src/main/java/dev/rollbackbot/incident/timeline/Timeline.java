package dev.rollbackbot.incident.timeline;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.decider.Incidents;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.text.PostTemplates;
import dev.rollbackbot.incident.text.StatusText;
import dev.rollbackbot.incident.text.StepText;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.VerificationResults;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The events of an incident as people read them: its log. */
public final class Timeline {
  private Timeline() {}

  /** One entry. */
  public record TimelineEntry(Instant at, RichText text) {}

  /** The entries, in order; events that mean nothing to people have none. */
  public static List<TimelineEntry> of(List<Event> events) {
    List<TimelineEntry> out = new ArrayList<>();
    Optional<Incident> before = Optional.empty();
    for (Event event : events) {
      Incident after = Incidents.evolve(before, event);
      text(before, after, event).ifPresent(t -> out.add(new TimelineEntry(event.at(), t)));
      before = Optional.of(after);
    }
    return List.copyOf(out);
  }

  private static Optional<RichText> text(Optional<Incident> before, Incident after, Event event) {
    return switch (event) {
      case Event.OfLifecycle e -> course(after, e);
      case Event.OfChat e -> chat(e);
      case Event.OfChecklist e -> items(after.details(), e);
      case Event.OfPlan e -> plan(after.details(), e);
      case Event.OfApproval e -> approval(e);
      case Event.OfSteps stepEvent -> step(after, stepEvent);
      case Event.OfChecks e -> checks(before, after, e);
      case Event.OfSignOff e -> signOff(e);
    };
  }

  private static Optional<RichText> course(Incident after, Event.OfLifecycle event) {
    IncidentDetails details = after.details();
    return switch (event) {
      case Event.IncidentDeclared e ->
          personSays(
              e.by(),
              " declared "
                  + details.declaration().severity()
                  + " on "
                  + details.declaration().environment()
                  + ": ",
              PostTemplates.observed(details));
      case Event.RollbackChosen e -> personSays(e.by(), " chose to roll back after all.");
      case Event.IncidentReopened e -> personSays(e.by(), " reopened it: ", quote(e.reason()));
      case Event.IncidentClosed e ->
          personSays(e.by(), " closed it. " + StatusText.status(after) + ". ", quote(e.note()));
      case Event.IncidentCancelled e -> personSays(e.by(), " cancelled it: ", quote(e.reason()));
      case Event.PostMortemDrafted e -> personSays(e.by(), " took the post-mortem's draft.");
      case Event.DeadlinePassed _ -> line("The deadline passed.");
      case Event.UpdateDue _ -> line("Watchers were told how it is going.");
    };
  }

  private static Optional<RichText> chat(Event.OfChat event) {
    return switch (event) {
      case Event.ChannelReady e -> line("The conversation is in #" + e.channel().name() + ".");
      case Event.MessagePublished _ -> Optional.empty();
      case Event.PostFailed e ->
          line("Slack refused " + e.what() + ": ").map(p -> p.quote(e.why()));
    };
  }

  private static Optional<RichText> items(IncidentDetails details, Event.OfChecklist event) {
    return switch (event) {
      case Event.ItemStarted _ -> Optional.empty();
      case Event.ItemDone e ->
          e.note().isBlank()
              ? personSays(e.by(), " settled “" + item(details, e.item()) + "”.")
              : personSays(e.by(), " settled “" + item(details, e.item()) + "”: ", quote(e.note()));
      case Event.ItemSkipped e ->
          personSays(e.by(), " skipped “" + item(details, e.item()) + "”: ", quote(e.reason()));
      case Event.ItemFailed e ->
          line("“" + item(details, e.item()) + "” failed: ").map(p -> p.quote(e.text()));
    };
  }

  private static Optional<RichText> plan(IncidentDetails f, Event.OfPlan event) {
    return switch (event) {
      case Event.MethodChanged e -> personSays(e.by(), " took “" + f.method().name() + "”.");
      case Event.SurveyStarted _ -> Optional.empty();
      case Event.PlanMade e -> line("Plan " + e.plan().shortHash() + " stands.");
      case Event.PlanningFailed e -> line("There is no plan: ").map(p -> p.quote(e.text()));
      case Event.TargetChanged e ->
          personSays(e.by(), " changed a target; the plan is " + e.plan().shortHash() + " now.");
      case Event.MethodStarted e ->
          personSays(e.by(), " asked for a new plan: " + f.method().name() + ".");
    };
  }

  private static Optional<RichText> approval(Event.OfApproval event) {
    return switch (event) {
      case Event.ApprovalRequested _ -> line("Approval was asked for.");
      case Event.ApprovalReminded _ -> line("Approvers were reminded.");
      case Event.Approved e ->
          personSays(e.by(), " approved plan " + Plan.shortHash(e.planHash()) + ".");
      case Event.BreakGlassUsed e ->
          personSays(
              e.by(),
              " broke the glass on plan " + Plan.shortHash(e.planHash()) + ": ",
              quote(e.reason()));
    };
  }

  private static Optional<RichText> checks(
      Optional<Incident> before, Incident after, Event.OfChecks event) {
    return switch (event) {
      case Event.PropagationStarted _ -> line("The steps are over; waiting for it to spread.");
      case Event.PropagationEnded e ->
          e.reason().isBlank()
              ? line("The wait is over; checking.")
              : personSays(e.by(), " ended the wait: ", quote(e.reason()));
      case Event.ProbesRead e -> probes(before, e);
      case Event.ChecksRestarted e -> personSays(e.by(), " had every probe count again.");
      case Event.CheckConfirmed e ->
          personSays(
              e.by(),
              " confirmed “"
                  + check(after, e.check())
                  + "”"
                  + (e.evidence().isBlank() ? "." : ": "),
              quote(e.evidence()));
      case Event.CheckWaived e ->
          personSays(e.by(), " waived “" + check(after, e.check()) + "”: ", quote(e.reason()));
      case Event.ChecksPassed _ -> line("Every check holds.");
      case Event.VerificationLost e ->
          line("“" + check(after, e.probe()) + "” turned bad: ").map(p -> p.quote(e.detail()));
    };
  }

  private static Optional<RichText> signOff(Event.OfSignOff event) {
    return switch (event) {
      case Event.SignedRolledBack e -> personSays(e.by(), " signed “rolled back by”.");
      case Event.SignedVerified e -> personSays(e.by(), " signed “verified by”. Resolved.");
    };
  }

  private static Optional<RichText> step(Incident after, Event.OfSteps event) {
    return switch (event) {
      case Event.StepStarted stepStarted ->
          line(
              "“"
                  + step(after, stepStarted.step())
                  + "” began, attempt "
                  + stepStarted.attempt()
                  + ".");
      case Event.StepHandedOver stepHandedOver ->
          line("“" + step(after, stepHandedOver.step()) + "” is a person's turn.");
      case Event.StepSucceeded stepSucceeded -> ended(after, stepSucceeded.step());
      case Event.StepFailed stepFailed ->
          line("“" + step(after, stepFailed.step()) + "” failed: ")
              .map(p -> p.quote(stepFailed.text()));
      case Event.StepUnknown stepUnknown ->
          line("“" + step(after, stepUnknown.step()) + "”: its outcome is unknown. ")
              .map(p -> p.quote(stepUnknown.text()));
      case Event.StepDoneByHand stepDoneByHand -> ended(after, stepDoneByHand.step());
      case Event.StepSkipped stepSkipped -> ended(after, stepSkipped.step());
      case Event.PauseRequested pauseRequested ->
          personSays(pauseRequested.by(), " asked for a pause.");
      case Event.StopRequested stopRequested ->
          personSays(stopRequested.by(), " asked to stop after this step.");
      case Event.PausedBeforeStep _ -> line(after.id().label() + " is paused.");
      case Event.Resumed resumed -> personSays(resumed.by(), " let it go on.");
      case Event.StoppedBeforeStep _ -> line("The rollback stopped.");
    };
  }

  private static Optional<RichText> ended(Incident after, String step) {
    if (after.state() instanceof State.Executing executing) {
      return executing
          .rollback()
          .step(step)
          .map(s ->
              RichText.of("“" + s.step().title() + "”: ").add(StepText.resultText(s)).text("."));
    }
    return Optional.empty();
  }

  /** Only what turned is told: a probe that goes on as before is no news to people. */
  private static Optional<RichText> probes(Optional<Incident> before, Event.ProbesRead event) {
    if (before.isEmpty() || !(before.get().state() instanceof State.Measuring measuring)) {
      return Optional.empty();
    }
    List<String> turned = new ArrayList<>();
    for (ProbeResult result : event.readings()) {
      Optional<ProbeResult.Verdict> was =
          measuring
              .results()
              .probe(result.probe())
              .flatMap(VerificationResults.ProbeRun::lastResult)
              .map(ProbeResult::verdict);
      if (!was.equals(Optional.of(result.verdict()))) {
        turned.add(
            check(measuring, result.probe())
                + " "
                + result.verdict()
                + " ("
                + result.detail()
                + ")");
      }
    }
    return turned.isEmpty()
        ? Optional.empty()
        : Optional.of(new RichText(List.of()).quote(String.join("; ", turned)).text("."));
  }

  private static String item(IncidentDetails details, String id) {
    return details.checklist().entry(id).map(e -> e.item().title()).orElse(id);
  }

  private static String step(Incident after, String id) {
    return after.state() instanceof State.Executing executing
        ? executing.rollback().step(id).map(s -> s.step().title()).orElse(id)
        : id;
  }

  private static String check(Incident after, String id) {
    return after.state() instanceof State.Measuring measuring ? check(measuring, id) : id;
  }

  private static String check(State.Measuring measuring, String id) {
    return measuring
        .results()
        .probe(id)
        .map(p -> p.probe().title())
        .or(() -> measuring.results().check(id).map(c -> c.check().title()))
        .orElse(id);
  }

  private static RichText quote(String text) {
    return new RichText(List.of()).quote(text);
  }

  private static Optional<RichText> line(String text) {
    return Optional.of(RichText.of(text));
  }

  private static Optional<RichText> personSays(String person, String text) {
    return Optional.of(new RichText(List.of()).person(person).text(text));
  }

  private static Optional<RichText> personSays(String person, String text, RichText detail) {
    return Optional.of(new RichText(List.of()).person(person).text(text).add(detail));
  }
}
