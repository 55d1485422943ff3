package dev.rollbackbot.slack.view;

import com.slack.api.model.block.LayoutBlock;
import dev.rollbackbot.incident.Facts;
import dev.rollbackbot.incident.Headlines;
import dev.rollbackbot.incident.PlannedStep;
import dev.rollbackbot.incident.Prose;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.StepRun;
import dev.rollbackbot.incident.Steps;
import dev.rollbackbot.runbook.Step;
import java.util.List;
import java.util.Optional;

/** The steps while they are carried out and afterwards. */
final class StepsPart {
  private StepsPart() {}

  static LayoutBlock of(Facts f, State.Executing s, Names names) {
    Prose out =
        new Prose(List.of())
            .bold("Rollback")
            .text("  ")
            .quote(f.runbook().method(s.rollback().plan().method()).orElseThrow().name())
            .text(" · plan " + s.rollback().plan().shortHash());
    for (StepRun step : s.rollback().steps()) {
      out = out.text("\n").add(line(step));
    }
    return Kit.section(Mrkdwn.render(out, names, f.id()));
  }

  private static Prose line(StepRun step) {
    Prose title = new Prose(List.of()).quote(step.step().title());
    Prose arrow =
        step.step()
            .change()
            .map(c -> Prose.of("   ").quote(arrow(c)))
            .orElse(Prose.of("   by hand"));
    return switch (step.progress()) {
      case StepRun.Waiting _ -> Prose.of("○ ").add(title).add(arrow);
      case StepRun.Running p ->
          Prose.of("◐ ")
              .add(title)
              .add(arrow)
              .text("   running since ")
              .time(p.since())
              .text(", attempt " + step.attempts());
      case StepRun.HandedOver _ -> Prose.of("◐ ").add(title).text("   your turn");
      case StepRun.Succeeded p ->
          p.already()
              ? Prose.of("✓ ")
                  .add(title)
                  .text("   ")
                  .quote(p.live().label())
                  .text(" was live already")
              : Prose.of("✓ ").add(title).add(arrow).text("   " + Headlines.words(p.took()));
      case StepRun.DoneByHand _ -> Prose.of("✓ ").add(title).text("   ").add(Steps.ended(step));
      case StepRun.Skipped _ -> Prose.of("– ").add(title).text("   ").add(Steps.ended(step));
      case StepRun.Failed _ -> Prose.of("✗ ").add(title).add(arrow).text("   failed");
      case StepRun.Unknown _ -> Prose.of("? ").add(title).add(arrow).text("   outcome unknown");
    };
  }

  private static String arrow(PlannedStep.Change c) {
    return c.live().isWholly(c.target())
        ? c.target().label()
        : c.live().label() + " → " + c.target().label();
  }

  /** What is asked of people about the current step, in words; empty: nothing. */
  static Optional<LayoutBlock> asked(Facts f, State.Executing s, Names names) {
    return s.rollback()
        .current()
        .flatMap(step -> words(f, step))
        .map(p -> Kit.section(Mrkdwn.render(p, names, f.id())));
  }

  private static Optional<Prose> words(Facts f, StepRun step) {
    return switch (step.progress()) {
      case StepRun.HandedOver _ ->
          Optional.of(
              Prose.of("*By hand*  ")
                  .quote(step.step().title())
                  .text("\n" + instruction(f, step.step().id())));
      case StepRun.Failed p ->
          Optional.of(Prose.of("*What is known*  ").quote(p.text()).text(code(p)));
      case StepRun.Unknown p ->
          Optional.of(
              Prose.of("*What is known*  ")
                  .quote(p.text())
                  .text(
                      p.askedBy().isEmpty()
                          ? "\nThe provider could not tell either. Look, then decide."
                          : "\nThe provider is being asked every few seconds. Nothing is tried"
                              + " again meanwhile."));
      case StepRun.Waiting _,
          StepRun.Running _,
          StepRun.Succeeded _,
          StepRun.DoneByHand _,
          StepRun.Skipped _ ->
          Optional.empty();
    };
  }

  /** The provider's own code, unless its words have it already. */
  private static String code(StepRun.Failed p) {
    boolean said = p.code().isBlank() || p.text().contains(p.code());
    return said ? "" : " `" + p.code() + "`";
  }

  private static String instruction(Facts f, String id) {
    return f.method().steps().stream()
        .filter(x -> x.id().equals(id))
        .map(x -> x instanceof Step.Manual m ? m.instruction() : "")
        .findFirst()
        .orElse("");
  }
}
