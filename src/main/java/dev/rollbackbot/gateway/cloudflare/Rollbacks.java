package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.app.Fence;
import dev.rollbackbot.incident.Deployment;
import dev.rollbackbot.incident.Invocation.RollBack;
import dev.rollbackbot.incident.Outcome;
import java.time.InstantSource;

/**
 * Compare and roll: reads what is live, puts the target live once, and reads again. Only what was
 * read back is a success; only what is known not to have happened is a failure.
 */
final class Rollbacks {
  private final Api api;
  private final InstantSource clock;

  Rollbacks(Api api, InstantSource clock) {
    this.api = api;
    this.clock = clock;
  }

  Outcome rollBack(RollBack job, Hosting hosting, Fence fence) {
    Attempt attempt = new Attempt(job, hosting, api, clock);
    while (true) {
      Deployment live;
      Answer answer;
      try {
        live = attempt.live();
        if (live.isWholly(job.target())) {
          return attempt.succeeded(live, true);
        }
        if (!live.servesSameAs(job.planned())) {
          return attempt.changed(live);
        }
        answer = attempt.put(fence);
      } catch (Unread e) {
        return e.failed(e.sentence() + " Nothing was changed.");
      }
      // Told to wait, Cloudflare did nothing: look again after the wait, then ask again.
      boolean again = answer instanceof Answer.Limited limited && attempt.await(limited);
      if (!again) {
        return attempt.after(answer, live);
      }
    }
  }

  /** What became of a rollback whose answer was lost. Changes nothing. */
  Outcome findOut(RollBack job, Hosting hosting) {
    Attempt attempt = new Attempt(job, hosting, api, clock);
    try {
      Deployment live = attempt.live();
      if (live.isWholly(job.target())) {
        return attempt.succeeded(live, false);
      }
      return live.servesSameAs(job.planned()) ? attempt.notDone(live) : attempt.overtaken(live);
    } catch (Unread e) {
      return new Outcome.Unknown(
          e.sentence() + " What " + attempt.name() + " runs could not be read.");
    }
  }
}
