package dev.rollbackbot.slack.view.panel;

import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.StepChoices;
import dev.rollbackbot.incident.rollback.LockHolder;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.text.StatusText;
import dev.rollbackbot.incident.text.StepText;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.job.LockKeys;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The steps during the rollback and afterwards. */
final class StepsSection {
  /** The panel has room for so many texts about steps. */
  private static final int SHOWN = 3;

  private StepsSection() {}

  static RichText of(IncidentDetails details, State.Executing state) {
    RichText out =
        RichText.of("")
            .bold("Rollback")
            .text("  ")
            .quote(details.runbook().method(state.rollback().plan().method()).orElseThrow().name())
            .text(" · plan " + state.rollback().plan().shortHash());
    for (List<StepRun> group : groups(state.rollback())) {
      String indent = group.size() > 1 ? "\n    " : "\n";
      out = group.size() > 1 ? out.text("\nAt the same time:") : out;
      for (StepRun step : group) {
        out = out.text(indent).add(line(step));
      }
    }
    return out;
  }

  private static List<List<StepRun>> groups(Rollback rollback) {
    return rollback.plan().groups().stream()
        .map(group -> group.stream().map(s -> rollback.step(s.id()).orElseThrow()).toList())
        .toList();
  }

  private static RichText line(StepRun step) {
    RichText title = RichText.of("").quote(step.step().title());
    RichText arrow =
        step.step()
            .change()
            .map(c -> RichText.of("   ").quote(versionChange(c)))
            .orElse(step.step().forPerson() ? RichText.of("   by hand") : RichText.EMPTY);
    // It can be long: how the step stands comes before it.
    RichText call =
        step.step().job().map(j -> RichText.of("   ").quote(j.call())).orElse(RichText.EMPTY);
    RichText change = title.add(arrow);
    return switch (step.status()) {
      // What a job will run is on the plan card already.
      case StepRun.Waiting _ -> RichText.of("○ ").add(change);
      case StepRun.Running running ->
          RichText.of("◐ ")
              .add(change)
              .text("   running since ")
              .time(running.since())
              .text(", attempt " + step.attempts())
              .text(running.stopBy().isPresent() ? ", asked to stop" : "")
              .add(call);
      case StepRun.WaitingForLock waiting ->
          RichText.of("○ ")
              .add(change)
              .text("   waits for " + StepText.label(waiting.holder()))
              .add(call);
      case StepRun.ReadingDatabase _ ->
          RichText.of("◐ ").add(change).text("   its database is being read").add(call);
      case StepRun.AwaitingConsent _ ->
          RichText.of("◐ ").add(change).text("   waits for a consent").add(call);
      case StepRun.HandedOver _ -> RichText.of("◐ ").add(title).text("   your turn");
      case StepRun.TargetLive succeeded ->
          succeeded.alreadyLive()
              ? RichText.of("✓ ")
                  .add(title)
                  .text("   ")
                  .quote(succeeded.live().label())
                  .text(" was live already")
              : RichText.of("✓ ")
                  .add(change)
                  .text(succeeded.took().map(t -> "   " + StatusText.durationText(t)).orElse(""));
      case StepRun.JobDone _, StepRun.DoneByHand _ ->
          RichText.of("✓ ").add(title).text("   ").add(StepText.resultText(step));
      case StepRun.SkippedByPerson _, StepRun.LeftOut _ ->
          RichText.of("– ").add(title).text("   ").add(StepText.resultText(step));
      case StepRun.AttemptFailed _ ->
          RichText.of("✗ ").add(change).text("   " + StepText.failed(step)).add(call);
      case StepRun.OutcomeUnknown _ ->
          RichText.of("? ").add(change).text("   outcome unknown").add(call);
    };
  }

  /** What the other incident holds: of a step that needs several locks, that one. */
  private static String locked(PlannedStep step, LockHolder holder) {
    Optional<String> service =
        step.service()
            .filter(s -> holder.lock().isEmpty() || holder.lock().equals(Optional.of(s.lockKey())))
            .map(ServiceRef::text);
    return service.or(() -> holder.lock().map(LockKeys::text)).orElse("it");
  }

  private static String versionChange(PlannedStep.Change change) {
    return change.live().servesOnly(change.target())
        ? change.target().label()
        : change.live().label() + " → " + change.target().label();
  }

  /** What people must know or do about the current steps, first about those that they decide. */
  static List<RichText> instructions(IncidentDetails details, State.Executing state) {
    List<StepRun> group = state.rollback().currentGroup();
    return group.stream()
        .sorted(
            Comparator.comparing((StepRun step) -> !step.undecided())
                .thenComparing(StepRun::reconciling))
        .limit(SHOWN)
        .flatMap(step ->
            Stream.of(step.waits().map(StepsSection::waits), stepText(details, step))
                .flatMap(Optional::stream)
                .map(text -> named(step, text, group)))
        .toList();
  }

  /** One of several says which step it is about. */
  private static RichText named(StepRun step, RichText text, List<StepRun> group) {
    return group.size() == 1
        ? text
        : RichText.of("").quote(step.step().title()).text("  ").add(text);
  }

  private static RichText waits(StepRun.ProviderWait wait) {
    RichText text = RichText.of("*Waits*  since ").time(wait.since()).text(": ").quote(wait.text());
    return wait.link().map(link -> text.text(" ").link(link, "Open it")).orElse(text);
  }

  private static Optional<RichText> stepText(IncidentDetails details, StepRun step) {
    return switch (step.status()) {
      case StepRun.HandedOver _ ->
          Optional.of(
              RichText.of("*By hand*  ")
                  .quote(step.step().title())
                  .text("\n" + instruction(details, step.step().id())));
      case StepRun.AwaitingConsent asked ->
          Optional.of(
              RichText.of("*Consent*  Read ")
                  .time(asked.since())
                  .text(": ")
                  .quote(asked.reading().text())
                  .text(
                      ". Someone who is not involved consents by typing the name of the database;"
                          + " a broken glass does not replace it. If it is not needed, skip the"
                          + " step with a reason."));
      case StepRun.WaitingForLock waiting ->
          Optional.of(
              RichText.of("*Waiting*  ")
                  .add(StepText.holder(waiting.holder()))
                  .text(" has held the lock of ")
                  .quote(locked(step.step(), waiting.holder()))
                  .text(" since ")
                  .time(waiting.holder().since())
                  .text(
                      ": its change is under way, or what became of it is not known. This step"
                          + " begins by itself when the lock is free."));
      case StepRun.AttemptFailed failed ->
          Optional.of(
              RichText.of("*What is known*  ")
                  .quote(failed.text())
                  .text(code(failed))
                  .text(
                      StepChoices.notComparable(details, step).map(why -> "\n" + why).orElse("")));
      case StepRun.OutcomeUnknown unknown ->
          Optional.of(
              RichText.of("*What is known*  ")
                  .quote(unknown.text())
                  .text(
                      unknown.reconcileJob().isEmpty()
                          ? "\nThe provider could not tell either. Look, then decide."
                          : "\nThe provider is being asked every few seconds. Nothing is tried"
                              + " again meanwhile."));
      case StepRun.Running running ->
          running.output().map(lines -> RichText.of("*Output*  ").quote("\n" + lines));
      case StepRun.Waiting _,
          StepRun.ReadingDatabase _,
          StepRun.TargetLive _,
          StepRun.JobDone _,
          StepRun.DoneByHand _,
          StepRun.SkippedByPerson _,
          StepRun.LeftOut _ ->
          Optional.empty();
    };
  }

  /** The provider's error code, unless the text contains it. */
  private static String code(StepRun.AttemptFailed failed) {
    boolean contained = failed.code().isBlank() || failed.text().contains(failed.code());
    return contained ? "" : " `" + failed.code() + "`";
  }

  private static String instruction(IncidentDetails details, String id) {
    return details.method().steps().stream()
        .filter(step -> step.id().equals(id))
        .map(step -> step instanceof Step.Manual manual ? manual.instruction() : "")
        .findFirst()
        .orElse("");
  }
}
