package dev.rollbackbot.slack.view.panel;

import com.slack.api.model.block.LayoutBlock;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.PlannedStep.Change;
import dev.rollbackbot.incident.rollback.RunningDeployment;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.slack.view.action.PanelAction;
import dev.rollbackbot.slack.view.blockkit.ActionValue;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.BlockKitLimits;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import dev.rollbackbot.text.Truncation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The plan before its approval. */
final class PlanSection {
  private static final int SHOWN = 5;

  /** Every step is shown whole beneath. */
  private static final int TITLE = 60;

  private PlanSection() {}

  static List<LayoutBlock> planning(State.Planning planning, IncidentDetails details) {
    String method = "*Plan*  " + Mrkdwn.escape(details.method().name()) + "\n";
    return switch (planning) {
      case State.Unplanned _ -> List.of(BlockKit.section(method + "◐ not made yet"));
      case State.Surveying _ ->
          List.of(BlockKit.section(method + "◐ asking the provider what is live"));
      case State.Planned planned -> planned(details, planned.plan(), method);
      case State.NoPlan noPlan ->
          List.of(
              BlockKit.section(
                  method
                      + "✗ %s\nRead the provider again, or change the method."
                          .formatted(Mrkdwn.quote(noPlan.text()))));
    };
  }

  private static List<LayoutBlock> planned(IncidentDetails details, Plan plan, String method) {
    List<PlannedStep> open = plan.openSteps();
    if (open.isEmpty()) {
      return List.of(
          BlockKit.section(
              method
                  + "✓ plan %s stands; it goes to approval as soon as the list above is settled"
                      .formatted(plan.shortHash())));
    }
    List<LayoutBlock> out = new ArrayList<>();
    String rest =
        plan.steps().stream()
            .filter(step -> !step.open())
            .map(PanelButtons::summary)
            .collect(Collectors.joining("; "));
    out.add(
        BlockKit.section(
            method
                + "✗ "
                + open.size()
                + " of "
                + plan.steps().size()
                + " still open: nobody is asked to approve before that is settled"
                + (rest.isEmpty() ? "" : "\nPlanned: " + rest)));
    for (PlannedStep step : open.stream().limit(SHOWN).toList()) {
      ActionValue about = ActionValue.of(details.id(), plan.hash(), step.id());
      out.add(
          step.job()
              .map(job -> JobText.open(block(plan, step), step, job, about))
              .orElseGet(() ->
                  BlockKit.section(
                      block(plan, step),
                      "*%s*   %s".formatted(Mrkdwn.quote(step.title()), why(step)),
                      BlockKit.button(PanelAction.LEAVE_OUT, step.id(), "Leave out…", about))));
    }
    return out;
  }

  private static String why(PlannedStep step) {
    return Mrkdwn.quote(step.noTarget().map(PlannedStep.NoTarget::why).orElse(""));
  }

  static List<LayoutBlock> proposed(IncidentDetails details, State.AwaitingApproval state) {
    List<Change> changes =
        state.plan().steps().stream().flatMap(step -> step.change().stream()).toList();
    Optional<String> why = sharedReason(changes);
    List<LayoutBlock> out = new ArrayList<>();
    String reason = why.map(w -> "\nEach target: " + Mrkdwn.quote(lowerFirst(w))).orElse("");
    String method = Mrkdwn.escape(details.method().name());
    out.add(
        BlockKit.section(
            "*Plan "
                + state.plan().shortHash()
                + "*  "
                + method
                + read(details, changes)
                + reason));
    out.addAll(consentedTo(details, state));
    List<String> explained =
        changes.stream()
            .limit(SHOWN)
            .map(c -> ChangeText.details(c, live(details, c), why.isEmpty()))
            .toList();
    out.addAll(BlockKit.contexts(explained));
    out.addAll(running(details, changes));
    caveats(details, state, changes).ifPresent(out::add);
    return out;
  }

  /** When what is live was read: whatever the card says of it may be different by now. */
  private static String read(IncidentDetails details, List<Change> changes) {
    List<LiveReading> readings =
        changes.stream().flatMap(c -> details.live().reading(c.service().id()).stream()).toList();
    Optional<Instant> unread =
        readings.stream()
            .filter(r -> r.live().isEmpty())
            .map(LiveReading::at)
            .max(Comparator.naturalOrder());
    if (unread.isPresent()) {
      return " · what is live could not be read "
          + Mrkdwn.time(unread.get())
          + ", so the plan is of an earlier reading";
    }
    return readings.stream()
        .map(LiveReading::at)
        .min(Comparator.naturalOrder())
        .map(at -> " · read " + Mrkdwn.time(at))
        .orElse("");
  }

  /** Somebody may have deployed the same version again since the plan was made. */
  private static Deployment live(IncidentDetails details, Change change) {
    return details
        .live()
        .reading(change.service().id())
        .flatMap(LiveReading::live)
        .filter(change.live()::servesSameAs)
        .orElse(change.live());
  }

  /**
   * What an approval consents to: every changed secret and every step. It comes first, in so few
   * blocks that the panel never cuts one of them.
   */
  private static List<LayoutBlock> consentedTo(
      IncidentDetails details, State.AwaitingApproval state) {
    List<LayoutBlock> out = new ArrayList<>();
    Plan plan = state.plan();
    List<String> secrets =
        plan.withChangedSecrets().stream().map(c -> changedSecrets(plan, c)).toList();
    for (String text : secrets.size() < SHOWN ? secrets : List.of(String.join("\n", secrets))) {
      out.add(BlockKit.consent(plan.shortHash() + ":secrets" + out.size(), text));
    }
    out.addAll(together(plan));
    List<String> patches = plan.steps().stream().flatMap(PatchText::of).toList();
    List<LayoutBlock> patchBlocks =
        patches.isEmpty() ? List.of() : BlockKit.consents(plan.shortHash() + ":patches", patches);
    int shown = Math.max(1, SHOWN - out.size() - patchBlocks.size());
    for (PlannedStep step : plan.steps().stream().limit(shown).toList()) {
      out.addAll(step(details, state, step));
    }
    if (plan.steps().size() > shown) {
      out.addAll(
          BlockKit.consents(
              plan.shortHash() + ":steps",
              Stream.concat(
                      Stream.of("… then"),
                      plan.steps().stream().skip(shown).flatMap(PlanSection::later))
                  .toList()));
    }
    out.addAll(patchBlocks);
    return out;
  }

  /** Which steps run at the same time; the others run one after the other, in the order shown. */
  private static List<LayoutBlock> together(Plan plan) {
    List<String> lines =
        plan.groups().stream()
            .filter(group -> group.size() > 1)
            .map(group ->
                "*At the same time:* "
                    + group.stream()
                        .map(step -> Mrkdwn.quote(Truncation.truncate(step.title(), TITLE)))
                        .collect(Collectors.joining(", ")))
            .toList();
    return lines.isEmpty() ? List.of() : BlockKit.consents(plan.shortHash() + ":together", lines);
  }

  /**
   * As last read. The plan is void when one of those that it was made with has ended, however it
   * ended; of a later one only if it goes live.
   */
  private static List<LayoutBlock> running(IncidentDetails details, List<Change> changes) {
    List<LayoutBlock> out = new ArrayList<>();
    for (Change change : changes) {
      List<RunningDeployment> all =
          details
              .live()
              .reading(change.service().id())
              .flatMap(LiveReading::running)
              .or(change::running)
              .orElse(List.of());
      List<RunningDeployment> planned = change.running().orElse(List.of());
      for (RunningDeployment running : all) {
        boolean known = planned.stream().anyMatch(p -> p.id().equals(running.id()));
        out.add(
            BlockKit.context(
                ":warning: *%s*: deployment %s is under way, %s%s. It may go live over this plan, which is void %s."
                    .formatted(
                        Mrkdwn.quote(change.service().service().name()),
                        Mrkdwn.quote(running.label()),
                        Mrkdwn.quote(running.stage()),
                        running.since().map(at -> ", " + Mrkdwn.since("since", at)).orElse(""),
                        known ? "when it ends" : "then")));
      }
    }
    return out;
  }

  private static String changedSecrets(Plan plan, Change change) {
    String target = Mrkdwn.quote(change.target().label());
    return ":warning: *%s: roll back to %s although secrets changed?*\n%s\n%s"
        .formatted(
            Mrkdwn.quote(change.service().service().name()),
            target,
            change.changedSecrets().orElseThrow().stream()
                .map(Mrkdwn::quote)
                .collect(Collectors.joining("\n• ", "• ", "")),
            "They changed since %s was made, so Cloudflare refused it. Whether it gets today's values or the old ones is not documented. Approving plan %s overrides the refusal for these secrets, and for no other. If not: choose another target, or cancel."
                .formatted(target, plan.shortHash()));
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

  private static Optional<LayoutBlock> caveats(
      IncidentDetails details, State.AwaitingApproval state, List<Change> changes) {
    List<String> lines = new ArrayList<>();
    if (!state.warnings().isEmpty()) {
      lines.add(":warning: " + Mrkdwn.quote(String.join(" ", state.warnings())));
    }
    ReleaseText.mixed(details, changes).ifPresent(lines::add);
    List<String> kept =
        Stream.concat(
                changes.stream().flatMap(c -> c.cannotUndo().stream()),
                state.plan().steps().stream()
                    .flatMap(s -> s.job().stream())
                    .flatMap(j -> j.cannotUndo().stream()))
            .distinct()
            .toList();
    if (!kept.isEmpty()) {
      lines.add("_Not undone:_ " + Mrkdwn.quote(String.join("; ", kept)));
    }
    return lines.isEmpty()
        ? Optional.empty()
        : Optional.of(BlockKit.context(String.join("\n", lines)));
  }

  private static Stream<String> later(PlannedStep step) {
    return step.job()
        .map(job -> JobText.texts(step, job).stream())
        .orElseGet(() -> Stream.of("• " + PanelButtons.summary(step)));
  }

  private static List<LayoutBlock> step(
      IncidentDetails details, State.AwaitingApproval state, PlannedStep step) {
    return step.job()
        .map(job ->
            JobText.planned(
                block(state.plan(), step),
                step,
                job,
                ActionValue.of(details.id(), state.plan().hash(), step.id())))
        .orElseGet(() -> List.of(change(details, state, step)));
  }

  private static LayoutBlock change(
      IncidentDetails details, State.AwaitingApproval state, PlannedStep step) {
    if (step.change().isEmpty()) {
      return BlockKit.section("• " + Mrkdwn.escape(step.title()) + ": " + withoutChange(step));
    }
    Change change = step.change().get();
    String text = ChangeText.headline(change);
    if (change.candidates().size() < 2) {
      return BlockKit.section(text);
    }
    return BlockKit.section(
        block(state.plan(), step),
        text,
        BlockKit.button(
            PanelAction.CHANGE_TARGET,
            step.id(),
            "Change…",
            ActionValue.of(details.id(), state.plan().hash(), step.id())));
  }

  private static String withoutChange(PlannedStep step) {
    return step.leftOut()
        .map((StepRun.LeftOut left) ->
            "left out by "
                + Mrkdwn.person(left.by())
                + ", "
                + Mrkdwn.quote(left.reason())
                + "\n"
                + why(step))
        .orElse("by hand, guided");
  }

  /** Depends on the plan: with the same id, Slack would keep showing the old one. */
  private static String block(Plan plan, PlannedStep step) {
    return Truncation.truncate("target:" + plan.shortHash() + ":" + step.id(), BlockKitLimits.ID);
  }
}
