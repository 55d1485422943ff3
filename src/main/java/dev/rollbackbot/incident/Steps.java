package dev.rollbackbot.incident;

import java.util.List;

/** How steps read to people. */
public final class Steps {
  private Steps() {}

  /** How far a step is or how it ended, in one line. */
  public static Prose ended(StepRun step) {
    String from = step.step().change().map(c -> c.live().label()).orElse("");
    String to = step.step().change().map(c -> c.target().label()).orElse("");
    String still = from.isEmpty() ? "not done" : from + " is live";
    return switch (step.progress()) {
      case StepRun.Waiting _ -> Prose.of("not begun, ").quote(still);
      case StepRun.Running _ -> Prose.of("running");
      case StepRun.HandedOver _ -> Prose.of("handed over to a person, not reported done");
      case StepRun.Succeeded p ->
          p.already()
              ? quote(p.live().label() + " was live already, nothing was done")
              : quote(from + " → " + p.live().label() + " in " + Headlines.words(p.took()));
      case StepRun.DoneByHand p ->
          Prose.of("done by hand by ").person(p.by()).text(", ").quote(p.evidence());
      case StepRun.Skipped p -> Prose.of("skipped by ").person(p.by()).text(", ").quote(p.reason());
      case StepRun.Failed p ->
          Prose.of("failed, ").quote(p.live().map(l -> l.label() + " is live").orElse(still));
      case StepRun.Unknown _ -> quote("unknown: either " + from + " or " + to + " is live");
    };
  }

  /** A version is called what somebody called it. */
  private static Prose quote(String text) {
    return new Prose(List.of()).quote(text);
  }
}
