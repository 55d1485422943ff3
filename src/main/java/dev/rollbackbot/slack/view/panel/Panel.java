package dev.rollbackbot.slack.view.panel;

import com.slack.api.model.block.LayoutBlock;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.readiness.ReadinessReport;
import dev.rollbackbot.incident.rollback.RollbackAuthorization;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.text.DeclarationText;
import dev.rollbackbot.incident.text.DrillText;
import dev.rollbackbot.incident.text.StatusText;
import dev.rollbackbot.slack.view.action.PanelAction;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.BlockKitLimits;
import dev.rollbackbot.slack.view.blockkit.BlockTruncation;
import dev.rollbackbot.slack.view.blockkit.MentionLookup;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The pinned message of an incident's channel, rendered from its state. */
public final class Panel {
  private static final int BAR_LENGTH = 10;
  private static final Duration CLOCK = Duration.ofSeconds(30);
  private static final Duration COUNTDOWN = Duration.ofSeconds(5);

  private Panel() {}

  public static List<LayoutBlock> blocks(Incident incident, Instant now, MentionLookup mentions) {
    return blocks(incident, now, mentions, Optional.empty());
  }

  /**
   * As the other method.
   *
   * @param readiness what was known before it was declared; shown until the rollback begins
   */
  public static List<LayoutBlock> blocks(
      Incident incident, Instant now, MentionLookup mentions, Optional<ReadinessReport> readiness) {
    IncidentDetails details = incident.details();
    List<LayoutBlock> out = new ArrayList<>();
    String environment = details.declaration().environment();
    String label = details.label();
    out.add(BlockKit.header(label + " · " + details.runbook().name() + " · " + environment));
    out.add(headlineSection(incident, now));
    String known =
        readiness
            .filter(_ -> isBeforeRollback(incident))
            .map(report -> "\n" + ReadinessBlocks.line(report))
            .orElse("");
    out.add(BlockKit.context(Mrkdwn.render(people(incident), mentions, details.id()) + known));
    out.add(BlockKit.divider());
    out.addAll(PanelBody.of(incident, mentions));
    DrillText.checklist(details)
        .map(text -> BlockKit.section(Mrkdwn.render(text, mentions, details.id())))
        .ifPresent(out::add);
    out.add(BlockKit.divider());
    out.addAll(PanelButtons.of(incident));
    return BlockTruncation.texts(
        truncateMiddle(BlockKit.seenAt(details.stage(), out), "under the buttons"));
  }

  private static boolean isBeforeRollback(Incident incident) {
    return switch (incident.state()) {
      case State.Proposed _, State.Monitoring _, State.Preparing _, State.AwaitingApproval _ ->
          true;
      case State.Executing _, State.Ended _ -> false;
    };
  }

  /** For notifications and screen readers. */
  public static String text(Incident incident, Instant now) {
    return incident.details().label()
        + ": "
        + Mrkdwn.escape(StatusText.statusWithTimeLeft(incident, now));
  }

  /** After how long the panel looks different by itself; empty: it does not. */
  public static Optional<Duration> redrawAfter(Incident incident) {
    if (incident.state() instanceof State.Propagating) {
      return Optional.of(COUNTDOWN);
    }
    boolean over = incident.state() instanceof State.Ended;
    IncidentDetails details = incident.details();
    return over || details.deadline().isEmpty() || details.deadlinePassed()
        ? Optional.empty()
        : Optional.of(CLOCK);
  }

  /** Its button costs no block of its own. */
  private static LayoutBlock headlineSection(Incident incident, Instant now) {
    String text = headline(incident, now);
    return incident.state() instanceof State.Ended
        ? BlockKit.section(text)
        : BlockKit.section(
            "headline",
            text,
            BlockKit.button(PanelAction.CHANGE_DECLARATION, "Severity…", incident.details().id()));
  }

  private static String headline(Incident incident, Instant now) {
    String status = "*" + Mrkdwn.escape(StatusText.statusWithTimeLeft(incident, now)) + "*";
    return Stream.of(Optional.of(status), progress(incident), clock(incident, now))
        .flatMap(Optional::stream)
        .collect(Collectors.joining("   "));
  }

  private static Optional<String> progress(Incident incident) {
    return switch (incident.state()) {
      case State.Ended _ -> Optional.empty();
      case State.Measuring measuring ->
          bar(measuring.results().passedCount(), measuring.results().count(), "checks");
      case State.Executing executing -> {
        List<StepRun> steps = executing.rollback().steps();
        yield bar(steps.stream().filter(StepRun::settled).count(), steps.size(), "done");
      }
      case State.Proposed _, State.Monitoring _, State.Preparing _, State.AwaitingApproval _ ->
          Optional.empty();
    };
  }

  private static Optional<String> bar(long done, long all, String what) {
    if (all == 0) {
      return Optional.empty();
    }
    int full = (int) (done * BAR_LENGTH / all);
    return Optional.of(
        "▓".repeat(full) + "░".repeat(BAR_LENGTH - full) + " " + done + " of " + all + " " + what);
  }

  /** The minutes since the declaration, and how many the severity allows. */
  private static Optional<String> clock(Incident incident, Instant now) {
    if (incident.state() instanceof State.Ended) {
      return Optional.empty();
    }
    IncidentDetails details = incident.details();
    return details
        .decisionRule()
        .deadline()
        .map(limit -> {
          Duration age = Duration.between(details.declaredAt(), now);
          return age.compareTo(limit) > 0
              ? ":warning: over %d\u00a0min".formatted(limit.toMinutes())
              : "%d\u00a0min of\u00a0%d".formatted(Math.max(0, age.toMinutes()), limit.toMinutes());
        });
  }

  private static RichText people(Incident incident) {
    IncidentDetails details = incident.details();
    boolean monitoring = incident.state() instanceof State.Monitoring;
    RichText out =
        RichText.of("Lead ")
            .add(DeclarationText.lead(details))
            .text(monitoring ? " · declared by " : " · asked by ")
            .person(monitoring ? details.declaredBy() : details.requester());
    if (incident.state() instanceof State.Executing executing) {
      RollbackAuthorization authorization = executing.rollback().authorization();
      out =
          authorization instanceof RollbackAuthorization.Automatic
              ? out.text(" · automatic, approved by nobody")
              : out.text(authority(authorization)).person(authorization.by());
    }
    return out.text(" · " + details.declaration().severity());
  }

  private static String authority(RollbackAuthorization authorization) {
    return switch (authorization) {
      case RollbackAuthorization.Approval _ -> " · approved by ";
      case RollbackAuthorization.Automatic _ -> " · begun by ";
      case RollbackAuthorization.BreakGlassOverride _ -> " · glass broken by ";
    };
  }

  /** Cuts blocks from the middle: the buttons stay, and one block behind or before them. */
  static List<LayoutBlock> truncateMiddle(List<LayoutBlock> blocks, String where) {
    if (blocks.size() <= BlockKitLimits.PANEL_BLOCKS) {
      return List.copyOf(blocks);
    }
    int tail = 2;
    List<LayoutBlock> out =
        new ArrayList<>(blocks.subList(0, BlockKitLimits.PANEL_BLOCKS - tail - 1));
    int more = blocks.size() - BlockKitLimits.PANEL_BLOCKS + 1;
    out.add(BlockKit.context("… and " + more + " more, " + where + "."));
    out.addAll(blocks.subList(blocks.size() - tail, blocks.size()));
    return List.copyOf(out);
  }
}
