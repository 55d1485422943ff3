package dev.rollbackbot.incident.text;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.PlannedJob;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.RunningDeployment;
import dev.rollbackbot.incident.rollback.TargetOverride;
import dev.rollbackbot.runbook.Step;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Texts about changes of a plan. */
public final class PlanText {
  private PlanText() {}

  public static RichText targetChanged(Event.TargetChanged event) {
    RichText text =
        RichText.EMPTY
            .person(event.by())
            .text(event.unmatched().isPresent() ? " chose a release: " : " changed a target.");
    Optional<RichText> chosen = event.unmatched().map(unmatched -> release(event, unmatched));
    RichText out =
        chosen
            .map(text::add)
            .orElse(text)
            .text(" The plan is *" + event.plan().shortHash() + "* now.");
    for (PlannedStep step : event.plan().steps()) {
      boolean touched =
          step.id().equals(event.step())
              || event.unmatched().filter(u -> !u.contains(step.id())).isPresent();
      Optional<RichText> override =
          step.change().filter(_ -> touched).flatMap(c -> c.override().map(o -> override(c, o)));
      out = override.isPresent() ? out.text(" ").add(override.get()) : out;
    }
    return out;
  }

  /** Which versions it came to, and which services it says nothing of. */
  private static RichText release(Event.TargetChanged event, List<String> unmatched) {
    String versions =
        event.plan().steps().stream()
            .filter(step -> !unmatched.contains(step.id()))
            .flatMap(step -> step.change().stream())
            .map(PlanText::target)
            .collect(Collectors.joining(", "));
    RichText text = RichText.EMPTY.quote(versions).text(".");
    List<String> others =
        event.plan().steps().stream()
            .filter(step -> unmatched.contains(step.id()))
            .flatMap(step -> step.selectable().stream())
            .map(change -> change.service().service().name())
            .toList();
    return others.isEmpty()
        ? text
        : text.text(
                " With the same target as before, because no version is known to belong to it: ")
            .quote(String.join(", ", others))
            .text(".");
  }

  private static String target(PlannedStep.Change change) {
    return change.service().service().name()
        + " "
        + change.target().label()
        + (change.live().servesOnly(change.target()) ? " (live already)" : "");
  }

  public static RichText inputsChosen(Event.InputsChosen event) {
    String call =
        event.plan().steps().stream()
            .filter(s -> s.id().equals(event.step()))
            .flatMap(s -> s.job().stream())
            .map(PlannedJob::call)
            .findFirst()
            .orElse("");
    return RichText.EMPTY
        .person(event.by())
        .text(" chose what is run: ")
        .quote(call)
        .text(". The plan is *" + event.plan().shortHash() + "* now.");
  }

  /** Such as: v41: marked bad in INC-3: orders fail; chosen by @anna because it was a mistake. */
  public static RichText override(PlannedStep.Change change, TargetOverride override) {
    return RichText.EMPTY
        .quote(change.target().label() + ": " + override.concern())
        .text("; chosen by ")
        .person(override.by())
        .text(" because ")
        .quote(override.reason());
  }

  /** What the plan that is carried out does in spite of a concern. */
  public static RichText overrides(Incident after) {
    RichText out = RichText.EMPTY;
    List<PlannedStep> steps = after.rollback().map(r -> r.plan().steps()).orElse(List.of());
    for (PlannedStep step : steps) {
      Optional<RichText> override =
          step.change().flatMap(c -> c.override().map(o -> override(c, o)));
      out = override.isPresent() ? out.text("\nIn spite of: ").add(override.get()) : out;
    }
    return out;
  }

  /** With the overrides that it consents to. */
  public static RichText approved(Event.Approved event, Incident after) {
    RichText out =
        RichText.EMPTY
            .person(event.by())
            .text(" approved plan *" + Plan.shortHash(event.planHash()) + "*");
    List<PlannedStep.Change> overrides =
        after.rollback().map(r -> r.plan().withChangedSecrets()).orElse(List.of());
    for (PlannedStep.Change change : overrides) {
      out =
          out.text(", " + change.service().service().name() + " with changed secrets (")
              .quote(String.join(", ", change.changedSecrets().orElseThrow()))
              .text(")");
    }
    return out.text(". Rolling back.");
  }

  /** Why: what is live instead of what the plan goes away from, and who deployed it. */
  public static RichText voided(Event.PlanVoided event) {
    RichText out = RichText.of("Plan *" + Plan.shortHash(event.planHash()) + "* is void.");
    for (LiveReading reading : event.changed()) {
      out = out.text(" " + reading.service().service().name() + " runs ");
      Optional<Deployment> live = reading.live();
      out = out.quote(live.map(Deployment::label).orElse("?")).text(" now");
      Optional<Instant> since = live.flatMap(Deployment::at);
      out = since.isPresent() ? out.text(", live since ").time(since.get()) : out;
      Optional<String> author = live.flatMap(Deployment::author);
      out = author.isPresent() ? out.text(", deployed by ").quote(author.get()) : out;
      out = out.text(".");
    }
    for (RunningDeployment ended : event.ended().orElse(List.of())) {
      out = out.text(" The deployment ").quote(ended.label()).text(" has ended.");
    }
    boolean began = event.changed().isEmpty() && event.ended().orElse(List.of()).isEmpty();
    out = began ? out.text(" It was chosen for another time at which the fault began.") : out;
    return out.text(" A new plan is being made; it needs its own approval.");
  }

  public static RichText leftOut(IncidentDetails details, Event.StepLeftOut event) {
    String title =
        details.method().steps().stream()
            .filter(s -> s.id().equals(event.step()))
            .map(Step::title)
            .findFirst()
            .orElse(event.step());
    return RichText.EMPTY
        .person(event.by())
        .text(" left “" + title + "” out of the plan: ")
        .quote(event.reason());
  }
}
