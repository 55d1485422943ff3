package dev.rollbackbot.slack.view;

import com.slack.api.model.block.LayoutBlock;
import dev.rollbackbot.incident.Authority;
import dev.rollbackbot.incident.Facts;
import dev.rollbackbot.incident.Headlines;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.Prose;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.StepRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The pinned message of an incident's channel, drawn from its state. */
public final class Panel {
  private static final int BAR = 10;
  private static final Duration CLOCK = Duration.ofSeconds(30);
  private static final Duration COUNTDOWN = Duration.ofSeconds(5);

  private Panel() {}

  /** At most 15 blocks: what is going on, what is asked, what happens if it is pressed. */
  public static List<LayoutBlock> blocks(Incident s, Instant now, Names names) {
    Facts f = s.facts();
    List<LayoutBlock> out = new ArrayList<>();
    out.add(
        Kit.header(
            f.id().label() + " · " + f.runbook().name() + " · " + f.declaration().environment()));
    out.add(Kit.section(headline(s, now)));
    out.add(Kit.context(Mrkdwn.render(people(s), names, f.id())));
    out.add(Kit.divider());
    out.addAll(PanelBody.of(s, names));
    out.add(Kit.divider());
    out.addAll(PanelButtons.of(s));
    return Fold.texts(fold(out));
  }

  /** What a notification and a screen reader say. */
  public static String text(Incident s, Instant now) {
    return s.facts().id().label() + ": " + Mrkdwn.escape(Headlines.headline(s, now));
  }

  /** After how long the panel looks different by itself; empty: it does not. */
  public static Optional<Duration> redrawAfter(Incident s) {
    if (s.state() instanceof State.Propagating) {
      return Optional.of(COUNTDOWN);
    }
    boolean over = s.state() instanceof State.Ended || s.state() instanceof State.AwaitingSignOff;
    return over || s.facts().deadline().isEmpty() || s.facts().deadlinePassed()
        ? Optional.empty()
        : Optional.of(CLOCK);
  }

  private static String headline(Incident s, Instant now) {
    StringBuilder out = new StringBuilder();
    out.append("*").append(Mrkdwn.escape(Headlines.headline(s, now))).append("*");
    progress(s).ifPresent(p -> out.append("   ").append(p));
    clock(s, now).ifPresent(c -> out.append("   ").append(c));
    return out.toString();
  }

  /** How far the steps have come, and once they are over, the checks. */
  private static Optional<String> progress(Incident s) {
    if (s.state() instanceof State.Ended) {
      return Optional.empty();
    }
    if (s.state() instanceof State.Measuring m) {
      return bar(m.measurements().settledCount(), m.measurements().count(), "checks");
    }
    if (s.state() instanceof State.Executing x) {
      List<StepRun> steps = x.rollback().steps();
      return bar(steps.stream().filter(StepRun::settled).count(), steps.size(), "done");
    }
    return Optional.empty();
  }

  private static Optional<String> bar(long done, long all, String what) {
    if (all == 0) {
      return Optional.empty();
    }
    int full = (int) (done * BAR / all);
    return Optional.of(
        "▓".repeat(full) + "░".repeat(BAR - full) + " " + done + " of " + all + " " + what);
  }

  /** Minutes since the declaration against the minutes that the severity allows. */
  private static Optional<String> clock(Incident s, Instant now) {
    if (s.state() instanceof State.Ended) {
      return Optional.empty();
    }
    Facts f = s.facts();
    return f.guideline()
        .deadline()
        .map(limit -> {
          Duration age = Duration.between(f.declaredAt(), now);
          return age.compareTo(limit) > 0
              ? ":warning: over " + limit.toMinutes() + " min"
              : Math.max(0, age.toMinutes()) + " min of " + limit.toMinutes();
        });
  }

  private static Prose people(Incident s) {
    Facts f = s.facts();
    Prose out =
        Prose.of("Lead ")
            .person(f.declaration().lead())
            .text(s.state() instanceof State.Monitoring ? " · declared by " : " · asked by ")
            .person(s.state() instanceof State.Monitoring ? f.declaredBy() : f.requester());
    if (s.state() instanceof State.Executing x) {
      out = out.text(authority(x.rollback().authority())).person(x.rollback().authority().by());
    }
    return out.text(" · " + f.declaration().severity());
  }

  private static String authority(Authority authority) {
    return switch (authority) {
      case Authority.Approval _ -> " · approved by ";
      case Authority.BrokenGlass _ -> " · glass broken by ";
    };
  }

  /** Never more than a phone shows: the middle gives way, the buttons stay. */
  private static List<LayoutBlock> fold(List<LayoutBlock> blocks) {
    if (blocks.size() <= Limits.PANEL_BLOCKS) {
      return List.copyOf(blocks);
    }
    int tail = 2;
    List<LayoutBlock> out = new ArrayList<>(blocks.subList(0, Limits.PANEL_BLOCKS - tail - 1));
    out.add(
        Kit.context(
            "… and " + (blocks.size() - Limits.PANEL_BLOCKS + 1) + " more, under the buttons."));
    out.addAll(blocks.subList(blocks.size() - tail, blocks.size()));
    return List.copyOf(out);
  }
}
