package dev.rollbackbot.slack.view;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.composition.OptionObject;
import com.slack.api.model.block.element.StaticSelectElement;
import dev.rollbackbot.incident.Deployment;
import dev.rollbackbot.incident.Facts;
import dev.rollbackbot.incident.Headlines;
import dev.rollbackbot.incident.PlannedStep;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The plan before it is carried out. */
final class PlanPart {
  private static final int SHOWN = 5;

  private PlanPart() {}

  static LayoutBlock planning(State.Planning planning, Facts f) {
    String method = "*Plan*  " + Mrkdwn.escape(f.method().name()) + "\n";
    return Kit.section(
        switch (planning) {
          case State.Unplanned _ -> method + "◐ not made yet";
          case State.Surveying _ -> method + "◐ asking the provider what is live";
          case State.Planned p ->
              method
                  + "✓ plan "
                  + p.plan().shortHash()
                  + " stands; it goes to approval as soon as the list above is settled";
          case State.NoPlan p ->
              method
                  + "✗ "
                  + Mrkdwn.quote(p.text())
                  + "\nRead the provider again, or change the method.";
        });
  }

  static List<LayoutBlock> proposed(Facts f, State.AwaitingApproval s) {
    List<PlannedStep.Change> changes =
        s.plan().steps().stream().flatMap(step -> step.change().stream()).toList();
    Optional<String> why = sharedReason(changes);
    List<LayoutBlock> out = new ArrayList<>();
    out.add(
        Kit.section(
            "*Plan "
                + s.plan().shortHash()
                + "*  "
                + Mrkdwn.escape(f.method().name())
                + why.map(w -> "\nEach target: " + Mrkdwn.quote(small(w))).orElse("")));
    for (PlannedStep step : s.plan().steps().stream().limit(SHOWN).toList()) {
      out.add(step(f, s, step, why.isEmpty()));
    }
    if (s.plan().steps().size() > SHOWN) {
      // Nobody approves what can't be read anywhere.
      out.add(
          Kit.context(
              s.plan().steps().stream()
                  .skip(SHOWN)
                  .map(PanelButtons::doing)
                  .collect(Collectors.joining("; ", "… then ", "."))));
    }
    caveats(s, changes).ifPresent(out::add);
    return out;
  }

  /** What was chosen for one and the same reason says so once. */
  private static Optional<String> sharedReason(List<PlannedStep.Change> changes) {
    List<String> reasons = changes.stream().map(PlannedStep.Change::why).distinct().toList();
    return changes.size() > 1 && reasons.size() == 1
        ? Optional.of(reasons.get(0))
        : Optional.empty();
  }

  private static String small(String sentence) {
    return sentence.isEmpty()
        ? sentence
        : Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
  }

  private static Optional<LayoutBlock> caveats(
      State.AwaitingApproval s, List<PlannedStep.Change> changes) {
    List<String> lines = new ArrayList<>();
    if (!s.warnings().isEmpty()) {
      lines.add(":warning: " + Mrkdwn.quote(String.join(" ", s.warnings())));
    }
    List<String> kept = changes.stream().flatMap(c -> c.cannotUndo().stream()).distinct().toList();
    if (!kept.isEmpty()) {
      lines.add("_Not undone:_ " + Mrkdwn.quote(String.join("; ", kept)));
    }
    return lines.isEmpty() ? Optional.empty() : Optional.of(Kit.context(String.join("\n", lines)));
  }

  private static LayoutBlock step(
      Facts f, State.AwaitingApproval s, PlannedStep step, boolean reason) {
    if (step.change().isEmpty()) {
      return Kit.section("• " + Mrkdwn.escape(step.title()) + ": by hand, guided");
    }
    PlannedStep.Change c = step.change().get();
    String text = words(c) + (reason ? "\n" + Mrkdwn.quote(c.why()) : "");
    return target(f, s, step, c)
        .map(t -> Kit.section(block(s, step), text, t))
        .orElseGet(() -> Kit.section(text));
  }

  /** Named after the plan, so that the menu shows the new plan's target and no old choice. */
  private static String block(State.AwaitingApproval s, PlannedStep step) {
    return Limits.cut("target:" + s.plan().shortHash() + ":" + step.id(), Limits.ID);
  }

  private static String words(PlannedStep.Change c) {
    String service = "*" + Mrkdwn.quote(c.service().service().name()) + "*   ";
    String live = Mrkdwn.quote(c.live().label());
    if (c.live().isWholly(c.target())) {
      return service + live + " is live already, nothing is done\n" + from(c.live());
    }
    return service
        + live
        + " → "
        + Mrkdwn.quote(c.target().label())
        + "\nfrom "
        + from(c.live())
        + "\nto "
        + to(c.target())
        + c.tookBefore().map(t -> ", took " + Headlines.words(t) + " the last time").orElse("");
  }

  private static String from(Deployment d) {
    return Mrkdwn.quote(d.label())
        + d.whole().flatMap(Version::tag).map(t -> " (" + Mrkdwn.quote(t) + ")").orElse("")
        + ", "
        + Mrkdwn.since("live since", d.at())
        + d.author().map(a -> ", by " + Mrkdwn.quote(a)).orElse("");
  }

  private static String to(Version v) {
    return Mrkdwn.quote(v.label())
        + v.tag().map(t -> " (" + Mrkdwn.quote(t) + ")").orElse("")
        + v.created().map(at -> ", " + Mrkdwn.since("made", at)).orElse("");
  }

  /** A menu of what may be put live instead; none where there is no choice. */
  private static Optional<StaticSelectElement> target(
      Facts f, State.AwaitingApproval s, PlannedStep step, PlannedStep.Change c) {
    if (c.candidates().size() < 2) {
      return Optional.empty();
    }
    List<OptionObject> options =
        c.candidates().stream()
            .map(v -> option(f, s, step, v))
            .filter(o -> o.getValue().length() < Limits.OPTION_VALUE)
            .limit(Limits.OPTIONS)
            .toList();
    return options.isEmpty()
        ? Optional.empty()
        : Optional.of(
            StaticSelectElement.builder()
                .actionId(Verb.CHANGE_TARGET.actionId(step.id()))
                .placeholder(Kit.plain("Change target", Limits.OPTION))
                .options(options)
                .initialOption(
                    options.stream()
                        .filter(o -> o.getValue().endsWith("|" + c.target().id()))
                        .findFirst()
                        .orElse(null))
                .build());
  }

  private static OptionObject option(
      Facts f, State.AwaitingApproval s, PlannedStep step, Version v) {
    String value = Value.of(f.id(), s.plan().hash(), step.id(), v.id()).encoded();
    String label = v.label() + v.tag().map(t -> " · " + t).orElse("");
    return Kit.option(Limits.cut(label, Limits.CANDIDATE), value);
  }
}
