package dev.rollbackbot.slack.view.modal;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.composition.OptionObject;
import com.slack.api.model.view.View;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.rollback.PlannedStep.Change;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.incident.text.StatusText;
import dev.rollbackbot.runbook.release.ReleaseRule;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.BlockKitLimits;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import dev.rollbackbot.text.Truncation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The modal that chooses the version that a step returns to. */
public final class TargetModal {
  /** The block that says whether the other services change too. */
  public static final String SCOPE = "scope";

  public static final String RELEASE = "release";
  private static final String SERVICE = "service";
  private static final int SHOWN = 10;
  private static final int LINE = 200;

  private TargetModal() {}

  /** The value's arguments are the hash of the plan and the id of the step. */
  public static View view(ModalContext context) {
    Optional<Change> change =
        context.incident().openPlan().stream()
            .flatMap(plan -> plan.steps().stream())
            .filter(step -> step.id().equals(context.about().argument(1)))
            .flatMap(step -> step.selectable().stream())
            .findFirst();
    List<OptionObject> options = change.map(TargetModal::options).orElse(List.of());
    if (options.isEmpty()) {
      List<LayoutBlock> none =
          List.of(BlockKit.section("There is no other version that this step can return to now."));
      return ActionModals.modal(context, "Change target", "Change", none);
    }
    List<LayoutBlock> blocks = new ArrayList<>();
    concerns(change.get()).map(BlockKit::section).ifPresent(blocks::add);
    blocks.add(
        BlockKit.input(
            ActionModals.CHOICE,
            "Version",
            false,
            BlockKit.select(ActionModals.CHOICE, options, change.get().target().id())));
    scope(context.incident()).ifPresent(blocks::add);
    blocks.add(
        BlockKit.input(
            ActionModals.TEXT,
            "Why?",
            "Needed for the versions named above. Whoever approves sees it.",
            true,
            BlockKit.text(ActionModals.TEXT, true, ActionModals.MAX_REASON)));
    return ActionModals.modal(context, "Change target", "Change", blocks);
  }

  /** Only where the runbook says what belongs together, and there is more than one service. */
  private static Optional<LayoutBlock> scope(Incident incident) {
    long services =
        incident.openPlan().stream()
            .flatMap(plan -> plan.steps().stream())
            .filter(step -> step.selectable().isPresent())
            .count();
    return incident
        .details()
        .runbook()
        .releases()
        .filter(_ -> services > 1)
        .map(rule ->
            BlockKit.input(
                SCOPE,
                "What changes?",
                false,
                BlockKit.radio(
                    SCOPE,
                    List.of(
                        BlockKit.option("This service only", SERVICE),
                        BlockKit.option("Every service of its release", RELEASE, known(rule))),
                    SERVICE)));
  }

  private static String known(ReleaseRule rule) {
    return switch (rule) {
      case ReleaseRule.SameTag _ -> "Versions with the same tag";
      case ReleaseRule.SameCommit _ -> "Versions of the same commit";
      case ReleaseRule.Within(Duration time) ->
          "Versions that went live within " + StatusText.durationText(time);
    };
  }

  private static List<OptionObject> options(Change change) {
    return change.candidates().stream()
        .filter(v -> v.id().length() <= BlockKitLimits.OPTION_VALUE)
        .limit(BlockKitLimits.OPTIONS)
        .map(v ->
            change
                .concern(v)
                .map(concern -> BlockKit.option(label(v), v.id(), concern))
                .orElseGet(() -> BlockKit.option(label(v), v.id())))
        .toList();
  }

  private static String label(Version version) {
    String tag = version.tag().map(t -> " · " + t).orElse("");
    return Truncation.truncate(version.label() + tag, BlockKitLimits.OPTION);
  }

  private static Optional<String> concerns(Change change) {
    String lines =
        change.candidates().stream()
            .flatMap(v -> change.concern(v).map(c -> v.label() + ": " + c).stream())
            .limit(SHOWN)
            .map(line -> Mrkdwn.quote(Truncation.oneLine(line, LINE)))
            .collect(Collectors.joining("\n"));
    return lines.isEmpty() ? Optional.empty() : Optional.of("*Only with a reason*\n" + lines);
  }
}
