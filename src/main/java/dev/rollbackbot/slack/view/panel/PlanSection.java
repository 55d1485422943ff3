package dev.rollbackbot.slack.view.panel;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.composition.OptionObject;
import com.slack.api.model.block.element.StaticSelectElement;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.PlannedStep.Change;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.incident.text.StatusText;
import dev.rollbackbot.slack.view.action.PanelAction;
import dev.rollbackbot.slack.view.blockkit.ActionValue;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.BlockKitLimits;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import dev.rollbackbot.text.Truncation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The plan before its approval. */
final class PlanSection {
  private static final int SHOWN = 5;

  private PlanSection() {}

  static LayoutBlock planning(State.Planning planning, IncidentDetails details) {
    String method = "*Plan*  " + Mrkdwn.escape(details.method().name()) + "\n";
    return BlockKit.section(
        method
            + switch (planning) {
              case State.Unplanned _ -> "◐ not made yet";
              case State.Surveying _ -> "◐ asking the provider what is live";
              case State.Planned planned ->
                  "✓ plan %s stands; it goes to approval as soon as the list above is settled"
                      .formatted(planned.plan().shortHash());
              case State.NoPlan noPlan ->
                  "✗ %s\nRead the provider again, or change the method."
                      .formatted(Mrkdwn.quote(noPlan.text()));
            });
  }

  static List<LayoutBlock> proposed(IncidentDetails details, State.AwaitingApproval state) {
    List<Change> changes =
        state.plan().steps().stream().flatMap(step -> step.change().stream()).toList();
    Optional<String> why = sharedReason(changes);
    List<LayoutBlock> out = new ArrayList<>();
    String reason = why.map(w -> "\nEach target: " + Mrkdwn.quote(lowerFirst(w))).orElse("");
    String method = Mrkdwn.escape(details.method().name());
    out.add(BlockKit.section("*Plan " + state.plan().shortHash() + "*  " + method + reason));
    for (PlannedStep step : state.plan().steps().stream().limit(SHOWN).toList()) {
      out.add(step(details, state, step, why.isEmpty()));
    }
    if (state.plan().steps().size() > SHOWN) {
      // An approver must be able to read every step.
      out.add(
          BlockKit.context(
              state.plan().steps().stream()
                  .skip(SHOWN)
                  .map(PanelButtons::summary)
                  .collect(Collectors.joining("; ", "… then ", "."))));
    }
    caveats(state, changes).ifPresent(out::add);
    return out;
  }

  /** A reason that all changes share is shown once. */
  private static Optional<String> sharedReason(List<Change> changes) {
    List<String> reasons = changes.stream().map(Change::why).distinct().toList();
    return changes.size() > 1 && reasons.size() == 1
        ? Optional.of(reasons.getFirst())
        : Optional.empty();
  }

  private static String lowerFirst(String sentence) {
    return sentence.isEmpty()
        ? sentence
        : Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
  }

  private static Optional<LayoutBlock> caveats(State.AwaitingApproval state, List<Change> changes) {
    List<String> lines = new ArrayList<>();
    if (!state.warnings().isEmpty()) {
      lines.add(":warning: " + Mrkdwn.quote(String.join(" ", state.warnings())));
    }
    List<String> kept = changes.stream().flatMap(c -> c.cannotUndo().stream()).distinct().toList();
    if (!kept.isEmpty()) {
      lines.add("_Not undone:_ " + Mrkdwn.quote(String.join("; ", kept)));
    }
    return lines.isEmpty()
        ? Optional.empty()
        : Optional.of(BlockKit.context(String.join("\n", lines)));
  }

  private static LayoutBlock step(
      IncidentDetails details, State.AwaitingApproval state, PlannedStep step, boolean reason) {
    if (step.change().isEmpty()) {
      return BlockKit.section("• " + Mrkdwn.escape(step.title()) + ": by hand, guided");
    }
    Change change = step.change().get();
    String text = changeText(change) + (reason ? "\n" + Mrkdwn.quote(change.why()) : "");
    return target(details, state, step, change)
        .map(menu -> BlockKit.section(block(state, step), text, menu))
        .orElseGet(() -> BlockKit.section(text));
  }

  /** Depends on the plan: with the same id, Slack would keep showing the old choice. */
  private static String block(State.AwaitingApproval state, PlannedStep step) {
    return Truncation.truncate(
        "target:" + state.plan().shortHash() + ":" + step.id(), BlockKitLimits.ID);
  }

  private static String changeText(Change change) {
    String service = "*" + Mrkdwn.quote(change.service().service().name()) + "*   ";
    String live = Mrkdwn.quote(change.live().label());
    if (change.live().servesOnly(change.target())) {
      return service + live + " is live already, nothing is done\n" + from(change.live());
    }
    String took =
        change
            .tookBefore()
            .map(t -> ", took " + StatusText.durationText(t) + " the last time")
            .orElse("");
    String target = Mrkdwn.quote(change.target().label());
    return "%s%s → %s\nfrom %s\nto %s%s"
        .formatted(service, live, target, from(change.live()), targetText(change.target()), took);
  }

  private static String from(Deployment deployment) {
    return Mrkdwn.quote(deployment.label())
        + deployment.onlyVersion().map(PlanSection::tagText).orElse("")
        + ", "
        + Mrkdwn.since("live since", deployment.at())
        + deployment.author().map(a -> ", by " + Mrkdwn.quote(a)).orElse("");
  }

  private static String targetText(Version version) {
    return Mrkdwn.quote(version.label())
        + tagText(version)
        + version.created().map(at -> ", " + Mrkdwn.since("made", at)).orElse("");
  }

  private static String tagText(Version version) {
    return version.tag().map(tag -> " (" + Mrkdwn.quote(tag) + ")").orElse("");
  }

  /** A menu of the other candidates; empty: there is none. */
  private static Optional<StaticSelectElement> target(
      IncidentDetails details, State.AwaitingApproval state, PlannedStep step, Change change) {
    if (change.candidates().size() < 2) {
      return Optional.empty();
    }
    List<OptionObject> options =
        change.candidates().stream()
            .map(v -> option(details, state, step, v))
            .filter(option -> option.getValue().length() < BlockKitLimits.OPTION_VALUE)
            .limit(BlockKitLimits.OPTIONS)
            .toList();
    return options.isEmpty()
        ? Optional.empty()
        : Optional.of(
            StaticSelectElement.builder()
                .actionId(PanelAction.CHANGE_TARGET.actionId(step.id()))
                .placeholder(BlockKit.plain("Change target", BlockKitLimits.OPTION))
                .options(options)
                .initialOption(
                    options.stream()
                        .filter(o -> o.getValue().endsWith("|" + change.target().id()))
                        .findFirst()
                        .orElse(null))
                .build());
  }

  private static OptionObject option(
      IncidentDetails details, State.AwaitingApproval state, PlannedStep step, Version version) {
    String value =
        ActionValue.of(details.id(), state.plan().hash(), step.id(), version.id()).encoded();
    String label = version.label() + version.tag().map(t -> " · " + t).orElse("");
    return BlockKit.option(Truncation.truncate(label, BlockKitLimits.CANDIDATE), value);
  }
}
