package dev.rollbackbot.incident;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The events of an incident as people read them: its log. */
public final class Timeline {
  private Timeline() {}

  /** One entry. */
  public record Entry(Instant at, Prose text) {}

  /** The entries, in order; events that mean nothing to people have none. */
  public static List<Entry> of(List<Event> events) {
    List<Entry> out = new ArrayList<>();
    Optional<Incident> before = Optional.empty();
    for (Event e : events) {
      Incident after = Evolution.evolve(before, e);
      text(before, after, e).ifPresent(t -> out.add(new Entry(e.at(), t)));
      before = Optional.of(after);
    }
    return List.copyOf(out);
  }

  private static Optional<Prose> text(Optional<Incident> before, Incident after, Event event) {
    return switch (event) {
      case Event.OfCourse e -> course(after, e);
      case Event.OfChat e -> chat(e);
      case Event.OfItems e -> items(after.facts(), e);
      case Event.OfPlan e -> plan(after.facts(), e);
      case Event.OfApproval e -> approval(e);
      case Event.OfSteps e -> step(after, e);
      case Event.OfChecks e -> checks(before, after, e);
      case Event.OfSignOff e -> signOff(e);
    };
  }

  private static Optional<Prose> course(Incident after, Event.OfCourse event) {
    Facts f = after.facts();
    return switch (event) {
      case Event.Declared e ->
          says(
              e.by(),
              " declared "
                  + f.declaration().severity()
                  + " on "
                  + f.declaration().environment()
                  + ": ",
              Posts.observed(f));
      case Event.RollbackChosen e -> says(e.by(), " chose to roll back after all.");
      case Event.Reopened e -> says(e.by(), " reopened it: ", quote(e.reason()));
      case Event.Closed e ->
          says(e.by(), " closed it. " + Headlines.situation(after) + ". ", quote(e.note()));
      case Event.Cancelled e -> says(e.by(), " cancelled it: ", quote(e.reason()));
      case Event.PostMortemDrafted e -> says(e.by(), " took the post-mortem's draft.");
      case Event.DeadlinePassed _ -> line("The deadline passed.");
      case Event.UpdateDue _ -> line("Watchers were told how it is going.");
    };
  }

  private static Optional<Prose> chat(Event.OfChat event) {
    return switch (event) {
      case Event.ChannelReady e -> line("The conversation is in #" + e.channel().name() + ".");
      case Event.SurfaceShown _ -> Optional.empty();
      case Event.PostLost e -> line("Slack refused " + e.what() + ": ").map(p -> p.quote(e.why()));
    };
  }

  private static Optional<Prose> items(Facts f, Event.OfItems event) {
    return switch (event) {
      case Event.ItemStarted _ -> Optional.empty();
      case Event.ItemDone e ->
          e.note().isBlank()
              ? says(e.by(), " settled “" + item(f, e.item()) + "”.")
              : says(e.by(), " settled “" + item(f, e.item()) + "”: ", quote(e.note()));
      case Event.ItemSkipped e ->
          says(e.by(), " skipped “" + item(f, e.item()) + "”: ", quote(e.reason()));
      case Event.ItemFailed e ->
          line("“" + item(f, e.item()) + "” failed: ").map(p -> p.quote(e.text()));
    };
  }

  private static Optional<Prose> plan(Facts f, Event.OfPlan event) {
    return switch (event) {
      case Event.MethodChanged e -> says(e.by(), " took “" + f.method().name() + "”.");
      case Event.SurveyStarted _ -> Optional.empty();
      case Event.PlanMade e -> line("Plan " + e.plan().shortHash() + " stands.");
      case Event.PlanMissing e -> line("There is no plan: ").map(p -> p.quote(e.text()));
      case Event.TargetChanged e ->
          says(e.by(), " changed a target; the plan is " + e.plan().shortHash() + " now.");
      case Event.MethodStarted e ->
          says(e.by(), " asked for a new plan: " + f.method().name() + ".");
    };
  }

  private static Optional<Prose> approval(Event.OfApproval event) {
    return switch (event) {
      case Event.ApprovalAsked _ -> line("Approval was asked for.");
      case Event.Nudged _ -> line("Approvers were reminded.");
      case Event.Approved e -> says(e.by(), " approved plan " + Plan.shortHash(e.planHash()) + ".");
      case Event.GlassBroken e ->
          says(
              e.by(),
              " broke the glass on plan " + Plan.shortHash(e.planHash()) + ": ",
              quote(e.reason()));
    };
  }

  private static Optional<Prose> checks(
      Optional<Incident> before, Incident after, Event.OfChecks event) {
    return switch (event) {
      case Event.SpreadStarted _ -> line("The steps are over; waiting for it to spread.");
      case Event.SpreadEnded e ->
          e.reason().isBlank()
              ? line("The wait is over; checking.")
              : says(e.by(), " ended the wait: ", quote(e.reason()));
      case Event.ProbesRead e -> probes(before, e);
      case Event.ChecksRestarted e -> says(e.by(), " had every probe count again.");
      case Event.CheckConfirmed e ->
          says(
              e.by(),
              " confirmed “"
                  + check(after, e.check())
                  + "”"
                  + (e.evidence().isBlank() ? "." : ": "),
              quote(e.evidence()));
      case Event.CheckWaived e ->
          says(e.by(), " waived “" + check(after, e.check()) + "”: ", quote(e.reason()));
      case Event.Verified _ -> line("Every check holds.");
      case Event.VerificationLost e ->
          line("“" + check(after, e.probe()) + "” turned bad: ").map(p -> p.quote(e.detail()));
    };
  }

  private static Optional<Prose> signOff(Event.OfSignOff event) {
    return switch (event) {
      case Event.SignedRolledBack e -> says(e.by(), " signed “rolled back by”.");
      case Event.SignedVerified e -> says(e.by(), " signed “verified by”. Resolved.");
    };
  }

  private static Optional<Prose> step(Incident after, Event.OfSteps event) {
    return switch (event) {
      case Event.StepStarted e ->
          line("“" + step(after, e.step()) + "” began, attempt " + e.attempt() + ".");
      case Event.StepHandedOver e -> line("“" + step(after, e.step()) + "” is a person's turn.");
      case Event.StepSucceeded e -> ended(after, e.step());
      case Event.StepFailed e ->
          line("“" + step(after, e.step()) + "” failed: ").map(p -> p.quote(e.text()));
      case Event.StepUnknown e ->
          line("“" + step(after, e.step()) + "”: its outcome is unknown. ")
              .map(p -> p.quote(e.text()));
      case Event.StepDoneByHand e -> ended(after, e.step());
      case Event.StepSkipped e -> ended(after, e.step());
      case Event.PauseAsked e -> says(e.by(), " asked for a pause.");
      case Event.StopAsked e -> says(e.by(), " asked to stop after this step.");
      case Event.Held _ -> line(after.id().label() + " is paused.");
      case Event.Resumed e -> says(e.by(), " let it go on.");
      case Event.Stopped _ -> line("The rollback stopped.");
    };
  }

  private static Optional<Prose> ended(Incident after, String step) {
    if (after.state() instanceof State.Executing x) {
      return x.rollback()
          .step(step)
          .map(s -> Prose.of("“" + s.step().title() + "”: ").add(Steps.ended(s)).text("."));
    }
    return Optional.empty();
  }

  /** Only what turned is told: a probe that goes on as before is no news to people. */
  private static Optional<Prose> probes(Optional<Incident> before, Event.ProbesRead e) {
    if (before.isEmpty() || !(before.get().state() instanceof State.Measuring m)) {
      return Optional.empty();
    }
    List<String> turned = new ArrayList<>();
    for (Reading r : e.readings()) {
      Optional<Reading.Verdict> was =
          m.measurements()
              .probe(r.probe())
              .flatMap(Measurements.ProbeRun::last)
              .map(Reading::verdict);
      if (!was.equals(Optional.of(r.verdict()))) {
        turned.add(check(m, r.probe()) + " " + r.verdict() + " (" + r.detail() + ")");
      }
    }
    return turned.isEmpty()
        ? Optional.empty()
        : Optional.of(new Prose(List.of()).quote(String.join("; ", turned)).text("."));
  }

  private static String item(Facts f, String id) {
    return f.checklist().entry(id).map(e -> e.item().title()).orElse(id);
  }

  private static String step(Incident after, String id) {
    return after.state() instanceof State.Executing x
        ? x.rollback().step(id).map(s -> s.step().title()).orElse(id)
        : id;
  }

  private static String check(Incident after, String id) {
    return after.state() instanceof State.Measuring m ? check(m, id) : id;
  }

  private static String check(State.Measuring m, String id) {
    return m.measurements()
        .probe(id)
        .map(p -> p.probe().title())
        .or(() -> m.measurements().check(id).map(c -> c.check().title()))
        .orElse(id);
  }

  private static Prose quote(String text) {
    return new Prose(List.of()).quote(text);
  }

  private static Optional<Prose> line(String text) {
    return Optional.of(Prose.of(text));
  }

  private static Optional<Prose> says(String person, String text) {
    return Optional.of(new Prose(List.of()).person(person).text(text));
  }

  private static Optional<Prose> says(String person, String text, Prose more) {
    return Optional.of(new Prose(List.of()).person(person).text(text).add(more));
  }
}
