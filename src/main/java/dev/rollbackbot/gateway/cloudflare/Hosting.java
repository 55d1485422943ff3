package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.app.Fence;
import dev.rollbackbot.incident.Deployment;
import dev.rollbackbot.incident.Snapshot;
import dev.rollbackbot.incident.Version;
import dev.rollbackbot.runbook.ServiceRef;
import java.util.List;

/** How one kind of service is read and rolled back. */
interface Hosting {
  /** So many earlier deployments are enough to choose from. */
  int MOST_EARLIER = 20;

  /** What is live and what was before. */
  Snapshot survey(ServiceRef service, Patience patience) throws Unread;

  /**
   * What is live.
   *
   * @param known versions whose labels need not be asked for
   */
  Deployment live(String resource, List<Version> known, Patience patience) throws Unread;

  /** Asks for that version to be put live, once. Never repeats itself. */
  Answer put(String resource, Version target, String message, Fence fence) throws Unread;
}
