package dev.rollbackbot.slack.view;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.composition.OptionObject;
import com.slack.api.model.block.element.StaticSelectElement;
import dev.rollbackbot.incident.Deployment;
import dev.rollbackbot.incident.Facts;
import dev.rollbackbot.incident.Headlines;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.PlannedStep;
import dev.rollbackbot.incident.Prose;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.Version;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

  static List<LayoutBlock> proposed(State.AwaitingApproval s, Names names) {
    IncidentId id = s.facts().id();
    List<LayoutBlock> out = new ArrayList<>();
    out.add(
        Kit.section(
            "*Plan " + s.plan().shortHash() + "*  " + Mrkdwn.escape(s.facts().method().name())));
    for (PlannedStep step : s.plan().steps().stream().limit(SHOWN).toList()) {
      out.add(step(s, step, names));
    }
    if (s.plan().steps().size() > SHOWN) {
      out.add(
          Kit.context("… and " + (s.plan().steps().size() - SHOWN) + " more steps, in the log."));
    }
    if (!s.warnings().isEmpty()) {
      Prose warnings = Prose.of(":warning: ").quote(String.join(" ", s.warnings()));
      out.add(Kit.context(Mrkdwn.render(warnings, names, id)));
    }
    return out;
  }

  private static LayoutBlock step(State.AwaitingApproval s, PlannedStep step, Names names) {
    IncidentId id = s.facts().id();
    if (step.change().isEmpty()) {
      return Kit.section("• " + Mrkdwn.escape(step.title()) + ": by hand, guided");
    }
    PlannedStep.Change c = step.change().get();
    String text = Mrkdwn.render(words(c), names, id);
    return target(s, step, c)
        .map(t -> Kit.section(block(s, step), text, t))
        .orElseGet(() -> Kit.section(text));
  }

  /** Named after the plan, so that the menu shows the new plan's target and no old choice. */
  private static String block(State.AwaitingApproval s, PlannedStep step) {
    return Limits.cut("target:" + s.plan().shortHash() + ":" + step.id(), Limits.ID);
  }

  private static Prose words(PlannedStep.Change c) {
    Prose out =
        new Prose(List.of())
            .bold(c.service().service().name())
            .text("   ")
            .quote(c.live().label())
            .text(c.live().isWholly(c.target()) ? " is live already, nothing is done" : " → ")
            .quote(c.live().isWholly(c.target()) ? "" : c.target().label())
            .text("\nlive since ")
            .add(moment(c.live().at()))
            .add(by(c.live()));
    out =
        out.text("\n").quote(c.target().label()).add(version(c.target())).text(". ").quote(c.why());
    if (c.tookBefore().isPresent()) {
      out = out.text(" Took " + Headlines.words(c.tookBefore().get()) + " the last time.");
    }
    return c.cannotUndo().isEmpty()
        ? out
        : out.text("\n_Not undone:_ ").quote(String.join("; ", c.cannotUndo()));
  }

  private static Prose by(Deployment d) {
    Prose out = new Prose(List.of());
    if (d.author().isPresent()) {
      out = out.text(", by ").quote(d.author().get());
    }
    Optional<String> tag = d.whole().flatMap(Version::tag);
    return tag.isPresent() ? out.text(", ").quote(tag.get()) : out;
  }

  private static Prose version(Version v) {
    Prose out = new Prose(List.of());
    if (v.tag().isPresent()) {
      out = out.text(", ").quote(v.tag().get());
    }
    if (v.created().isPresent()) {
      out = out.text(", made ").add(moment(v.created().get()));
    }
    return v.author().isPresent() ? out.text(" by ").quote(v.author().get()) : out;
  }

  /** A menu of what may be put live instead; none where there is no choice. */
  private static Optional<StaticSelectElement> target(
      State.AwaitingApproval s, PlannedStep step, PlannedStep.Change c) {
    if (c.candidates().size() < 2) {
      return Optional.empty();
    }
    List<OptionObject> options =
        c.candidates().stream()
            .map(v -> option(s, step, v))
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

  private static OptionObject option(State.AwaitingApproval s, PlannedStep step, Version v) {
    String value = Value.of(s.facts().id(), s.plan().hash(), step.id(), v.id()).encoded();
    String label = v.label() + v.tag().map(t -> " · " + t).orElse("");
    return Kit.option(Limits.cut(label, Limits.CANDIDATE), value);
  }

  /** A deployment may be weeks old: its day belongs to it. */
  private static Prose moment(Instant at) {
    String day = at.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    return new Prose(List.of()).with(Prose.Kind.DATE, day, "").text(", ").time(at);
  }
}
