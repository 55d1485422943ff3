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
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.slack.view.action.PanelAction;
import dev.rollbackbot.slack.view.blockkit.ActionValue;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
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
                + clusters(plan)
                + (rest.isEmpty() ? "" : "\nPlanned: " + rest)));
    for (PlannedStep step : open.stream().limit(SHOWN).toList()) {
      ActionValue about = ActionValue.of(details.id(), plan.hash(), step.id());
      out.add(
          step.job()
              .map(job -> JobText.open(details, PlanConsent.block(plan, step), step, job, about))
              .orElseGet(() ->
                  BlockKit.section(
                      PlanConsent.block(plan, step),
                      "*%s*   %s".formatted(Mrkdwn.quote(step.title()), PlanConsent.why(step)),
                      BlockKit.button(PanelAction.LEAVE_OUT, step.id(), "Leave out…", about))));
    }
    return out;
  }

  static List<LayoutBlock> proposed(IncidentDetails details, State.AwaitingApproval state) {
    List<Change> changes =
        state.plan().steps().stream().flatMap(step -> step.change().stream()).toList();
    Optional<String> why = sharedReason(changes);
    List<LayoutBlock> out = new ArrayList<>();
    String reason = why.map(w -> "\nEach target: " + Mrkdwn.quote(lowerFirst(w))).orElse("");
    String where = clusters(state.plan());
    String method = Mrkdwn.escape(details.method().name());
    out.add(
        BlockKit.section(
            "*Plan "
                + state.plan().shortHash()
                + "*  "
                + method
                + read(details, changes)
                + where
                + reason));
    out.addAll(PlanConsent.of(details, state));
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

  /** Where it acts, if the names of its services alone don't say that. */
  private static String clusters(Plan plan) {
    List<String> clusters =
        plan.steps().stream()
            .flatMap(step -> step.service().stream())
            .flatMap(service -> service.cluster().stream())
            .map(ServiceRef.ClusterRef::text)
            .distinct()
            .toList();
    return clusters.isEmpty() ? "" : "\nKubernetes: " + Mrkdwn.quote(String.join(", ", clusters));
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
}
