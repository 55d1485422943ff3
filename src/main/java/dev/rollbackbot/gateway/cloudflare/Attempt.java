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

/** One rollback on its way. */
final class Attempt {
  /** How often what is live is looked at before a change counts as not seen. */
  private static final int LOOKS = 5;

  /** Secrets were changed since that version was made. */
  private static final String SECRETS_CHANGED = "10220";

  private final Api api;
  private final InstantSource clock;
  private final RollBack job;
  private final Hosting hosting;
  private final Patience patience;
  private final Instant start;

  Attempt(RollBack job, Hosting hosting, Api api, InstantSource clock) {
    this.job = job;
    this.hosting = hosting;
    this.api = api;
    this.clock = clock;
    this.patience = api.patience();
    this.start = clock.instant();
  }

  /** Asks for the target to be put live. */
  Answer put(Fence fence) throws Unread {
    return hosting.put(job.service().resource(), job.target(), job.message(), fence);
  }

  /** Waits as Cloudflare asks, if this attempt still has the patience. */
  boolean await(Answer.Limited limited) {
    return patience.await(limited.pause());
  }

  String name() {
    return job.service().id();
  }

  Deployment live() throws Unread {
    List<Version> known =
        Stream.concat(job.planned().shares().stream().map(Share::version), Stream.of(job.target()))
            .toList();
    return hosting.live(job.service().resource(), known, patience);
  }

  /** The version was asked for; now it is seen what came of it. */
  Outcome after(Answer answer, Deployment before) {
    return switch (answer) {
      case Answer.Limited limited -> untouched(Answer.Limited.CODE, limited, before);
      case Answer.Silence silence -> silence.sent() ? look(answer) : unreached(silence, before);
      case Answer.Told _, Answer.Refused _ -> look(answer);
    };
  }

  private Outcome untouched(String code, Answer answer, Deployment before) {
    return new Outcome.Failed(
        Outcome.Kind.REFUSED, code, answer.sentence() + still(before), Optional.of(before));
  }

  private Outcome unreached(Answer.Silence silence, Deployment before) {
    return new Outcome.Failed(
        Outcome.Kind.UNREACHABLE,
        silence.code(),
        silence.sentence() + still(before),
        Optional.of(before));
  }

  private Outcome look(Answer answer) {
    // A refusal is final: one look is enough. Anything else may take a moment to show.
    int looks = answer instanceof Answer.Refused ? 1 : LOOKS;
    Deployment live = null;
    for (int i = 0; i < looks; i++) {
      if (i > 0 && !Patience.pause(api.settle())) {
        break;
      }
      try {
        live = live();
      } catch (Unread e) {
        return unseen(answer, e);
      }
      if (live.isWholly(job.target())) {
        return succeeded(live, false);
      }
      if (!live.servesSameAs(job.planned())) {
        break;
      }
    }
    return live == null ? new Outcome.Unknown(answer.sentence()) : seen(answer, live);
  }

  /** The target is not live. */
  private Outcome seen(Answer answer, Deployment live) {
    boolean old = live.servesSameAs(job.planned());
    return switch (answer) {
      case Answer.Refused refused -> refused(refused, live);
      case Answer.Told told ->
          old
              ? new Outcome.Unknown(
                  "Cloudflare accepted the rollback, but %s still runs %s (read just now)."
                      .formatted(name(), live.label()))
              : new Outcome.Failed(
                  Outcome.Kind.CHANGED,
                  "changed",
                  "%s But %s runs %s, not %s."
                      .formatted(told.sentence(), name(), Words.who(live), job.target().label()),
                  Optional.of(live));
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

  private Outcome refused(Answer.Refused refused, Deployment live) {
    String now =
        live.servesSameAs(job.planned())
            ? still(live)
            : " %s runs %s (read just now).".formatted(name(), Words.who(live));
    return new Outcome.Failed(
        Outcome.Kind.REFUSED,
        refused.code(),
        refused.sentence() + hint(refused) + now,
        Optional.of(live));
  }

  private String hint(Answer.Refused refused) {
    return refused.code().equals(SECRETS_CHANGED)
        ? " Secrets were changed since %s was made: the bot never forces that."
            .formatted(job.target().label())
        : "";
  }

  /** What is live can't be read. */
  private Outcome unseen(Answer answer, Unread e) {
    String text =
        answer.sentence() + " What " + name() + " runs could not be read. " + e.sentence();
    return answer instanceof Answer.Refused refused && !refused.serverError()
        ? new Outcome.Failed(
            Outcome.Kind.REFUSED,
            refused.code(),
            refused.sentence() + hint(refused) + " What " + name() + " runs could not be read.",
            Optional.empty())
        : new Outcome.Unknown(text);
  }

  private String still(Deployment live) {
    return " %s still runs %s (read just now). Nothing was changed."
        .formatted(name(), live.label());
  }

  Outcome succeeded(Deployment live, boolean already) {
    Duration took = Duration.between(start, clock.instant());
    return new Outcome.Succeeded(
        new Outcome.RolledBack(live, already), took.isNegative() ? Duration.ZERO : took);
  }

  Outcome changed(Deployment live) {
    return new Outcome.Failed(
        Outcome.Kind.CHANGED,
        "changed",
        "%s runs %s; the plan expected %s. The bot changed nothing."
            .formatted(name(), Words.who(live), job.planned().label()),
        Optional.of(live));
  }

  /** What became of the rollback can't be told any more: it may have been live in between. */
  Outcome overtaken(Deployment live) {
    return new Outcome.Failed(
        Outcome.Kind.CHANGED,
        "changed",
        "%s runs %s, neither %s nor %s. Whether the rollback was live in between is not known."
            .formatted(name(), Words.who(live), job.planned().label(), job.target().label()),
        Optional.of(live));
  }

  Outcome notDone(Deployment live) {
    return new Outcome.Failed(
        Outcome.Kind.NOT_DONE,
        "not-done",
        "The rollback never took effect." + still(live),
        Optional.of(live));
  }
}
