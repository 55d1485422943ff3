package dev.rollbackbot.sandbox.kubernetes.cluster;

import java.util.EnumSet;
import java.util.Set;

/** Thread-safe. */
public final class ClusterFaults {
  private final Set<ClusterFault> on = EnumSet.noneOf(ClusterFault.class);

  public synchronized void set(ClusterFault fault, boolean isOn) {
    if (isOn) {
      on.add(fault);
    } else {
      on.remove(fault);
    }
  }

  public synchronized boolean isOn(ClusterFault fault) {
    return on.contains(fault);
  }

  /** Switches a fault off; returns whether it was on. */
  public synchronized boolean useUp(ClusterFault fault) {
    return on.remove(fault);
  }

  public synchronized void clear() {
    on.clear();
  }
}
