package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.app.Fence;
import dev.rollbackbot.incident.Deployment;
import dev.rollbackbot.incident.Deployment.Share;
import dev.rollbackbot.incident.Invocation.RollBack;
import dev.rollbackbot.incident.Outcome;
import dev.rollbackbot.incident.Version;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compare and roll back, for one rollback: reads what is live, puts the target live once, and reads
 * again. Only what was read back is a success; only what is known not to have happened is a
 * failure.
 */
final class Rollbacks {
  /** How often what is live is read before a change counts as not seen. */
  private static final int LOOKS = 5;

  /** Secrets were changed since that version was made. */
  private static final String SECRETS_CHANGED = "10220";

  private final RollBack job;
  private final Hosting hosting;
  private final Duration settle;
  private final Patience patience;
  private final InstantSource clock;
  private final Instant start;

  Rollbacks(RollBack job, Hosting hosting, Api api, InstantSource clock) {
    this.job = job;
    this.hosting = hosting;
    this.settle = api.settle();
    this.patience = api.patience();
    this.clock = clock;
    this.start = clock.instant();
  }

  Outcome rollBack(Fence fence) {
    while (true) {
      Deployment before;
      Answer answer;
      try {
        before = live();
        if (before.isWholly(job.target())) {
          return succeeded(before, true);
        }
        if (!before.servesSameAs(job.planned())) {
          return changed(
              "%s runs %s; the plan expected %s. The bot changed nothing."
                  .formatted(name(), Words.who(before), job.planned().label()),
              before);
        }
        answer = hosting.put(job.service().resource(), job.target(), job.message(), fence);
      } catch (Unread e) {
        return e.failed(e.sentence() + " Nothing was changed.");
      }
      // A rate-limited call changed nothing: after the wait, compare again, then ask again.
      boolean again = answer instanceof Answer.Limited limited && patience.await(limited.pause());
      if (!again) {
        return outcome(answer, before);
      }
    }
  }

  /** What became of a rollback whose answer was lost. Changes nothing. */
  Outcome findOut() {
    try {
      Deployment live = live();
      if (live.isWholly(job.target())) {
        return succeeded(live, false);
      }
      return live.servesSameAs(job.planned())
          ? new Outcome.Failed(
              Outcome.Kind.NOT_DONE,
              "not-done",
              "The rollback never took effect." + still(live),
              Optional.of(live))
          // It may have been live in between.
          : changed(
              "%s runs %s, neither %s nor %s. Whether the rollback was live in between is not known."
                  .formatted(name(), Words.who(live), job.planned().label(), job.target().label()),
              live);
    } catch (Unread e) {
      return new Outcome.Unknown(e.sentence() + unreadable());
    }
  }

  private Deployment live() throws Unread {
    List<Version> known =
        Stream.concat(job.planned().shares().stream().map(Share::version), Stream.of(job.target()))
            .toList();
    return hosting.live(job.service().resource(), known, patience);
  }

  private Outcome outcome(Answer answer, Deployment before) {
    return switch (answer) {
      case Answer.Limited limited -> untouched(limited, before);
      case Answer.Silence silence when !silence.sent() -> untouched(silence, before);
      case Answer.Silence _, Answer.Told _, Answer.Refused _ -> readBack(answer);
    };
  }

  private Outcome untouched(Answer.FailedCall call, Deployment before) {
    return call.failed(call.sentence() + still(before), Optional.of(before));
  }

  private Outcome readBack(Answer answer) {
    // A refusal is final: one look is enough. Anything else may take a moment to show.
    int looks = answer instanceof Answer.Refused ? 1 : LOOKS;
    Optional<Deployment> live = Optional.empty();
    for (int i = 0; i < looks && (i == 0 || Patience.pause(settle)); i++) {
      try {
        Deployment now = live();
        if (now.isWholly(job.target())) {
          return succeeded(now, false);
        }
        live = Optional.of(now);
        if (!now.servesSameAs(job.planned())) {
          break;
        }
      } catch (Unread e) {
        return unseen(answer, e);
      }
    }
    return live.map(now -> seen(answer, now)).orElseThrow();
  }

  /** The target is not live. */
  private Outcome seen(Answer answer, Deployment live) {
    boolean old = live.servesSameAs(job.planned());
    return switch (answer) {
      case Answer.Refused refused ->
          refused.failed(
              refused.sentence()
                  + hint(refused)
                  + (old
                      ? still(live)
                      : " %s runs %s (read just now).".formatted(name(), Words.who(live))),
              Optional.of(live));
      case Answer.Told told ->
          old
              ? new Outcome.Unknown(
                  "Cloudflare accepted the rollback, but %s still runs %s (read just now)."
                      .formatted(name(), live.label()))
              : changed(
                  "%s But %s runs %s, not %s."
                      .formatted(told.sentence(), name(), Words.who(live), job.target().label()),
                  live);
      case Answer.Silence _, Answer.Limited _ ->
          new Outcome.Unknown(
              "%s %s %s %s (read just now). The rollback may still take effect."
                  .formatted(
                      answer.sentence(),
                      name(),
                      old ? "still runs" : "runs",
                      old ? live.label() : Words.who(live)));
    };
  }

  /** What is live can't be read. */
  private Outcome unseen(Answer answer, Unread e) {
    return answer instanceof Answer.Refused refused && !refused.serverError()
        ? refused.failed(refused.sentence() + hint(refused) + unreadable(), Optional.empty())
        : new Outcome.Unknown(answer.sentence() + unreadable() + " " + e.sentence());
  }

  private String hint(Answer.Refused refused) {
    return refused.code().equals(SECRETS_CHANGED)
        ? " Secrets were changed since %s was made: the bot never forces that."
            .formatted(job.target().label())
        : "";
  }

  private String still(Deployment live) {
    return " %s still runs %s (read just now). Nothing was changed."
        .formatted(name(), live.label());
  }

  private String unreadable() {
    return " What " + name() + " runs could not be read.";
  }

  private Outcome succeeded(Deployment live, boolean already) {
    Duration took = Duration.between(start, clock.instant());
    return new Outcome.Succeeded(
        new Outcome.RolledBack(live, already), took.isNegative() ? Duration.ZERO : took);
  }

  private static Outcome changed(String text, Deployment live) {
    return new Outcome.Failed(Outcome.Kind.CHANGED, "changed", text, Optional.of(live));
  }

  private String name() {
    return job.service().id();
  }
}
