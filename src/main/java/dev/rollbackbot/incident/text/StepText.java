package dev.rollbackbot.incident.text;

import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.rollback.StepRun;
import java.util.List;

/** How steps read to people. */
public final class StepText {
  private StepText() {}

  /** How far a step is or how it ended, in one line. */
  public static RichText resultText(StepRun step) {
    String from = step.step().change().map(c -> c.live().label()).orElse("");
    String target = step.step().change().map(c -> c.target().label()).orElse("");
    String stillLive = from.isEmpty() ? "not done" : from + " is live";
    return switch (step.status()) {
      case StepRun.Waiting _ -> RichText.of("not begun, ").quote(stillLive);
      case StepRun.Running _ -> RichText.of("running");
      case StepRun.HandedOver _ -> RichText.of("handed over to a person, not reported done");
      case StepRun.TargetLive succeeded ->
          succeeded.alreadyLive()
              ? quote(succeeded.live().label() + " was live already, nothing was done")
              : quote(
                  from
                      + " → "
                      + succeeded.live().label()
                      + " in "
                      + StatusText.durationText(succeeded.took()));
      case StepRun.DoneByHand doneByHand ->
          RichText.of("done by hand by ")
              .person(doneByHand.by())
              .text(", ")
              .quote(doneByHand.evidence());
      case StepRun.SkippedByPerson skipped ->
          RichText.of("skipped by ").person(skipped.by()).text(", ").quote(skipped.reason());
      case StepRun.AttemptFailed failed ->
          RichText.of("failed, ")
              .quote(failed.live().map(l -> l.label() + " is live").orElse(stillLive));
      case StepRun.OutcomeUnknown _ ->
          quote("unknown: either " + from + " or " + target + " is live");
    };
  }

  /** A version is called what somebody called it. */
  private static RichText quote(String text) {
    return new RichText(List.of()).quote(text);
  }
}
