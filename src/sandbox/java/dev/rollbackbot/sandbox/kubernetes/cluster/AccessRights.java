package dev.rollbackbot.sandbox.kubernetes.cluster;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the token may do: everything that is not denied. Thread-safe. */
public final class AccessRights {
  public static final String USER = "system:serviceaccount:rollback-bot:rollback-bot";

  private final ClusterFaults faults;
  private final Set<String> denied = ConcurrentHashMap.newKeySet();

  public AccessRights(ClusterFaults faults) {
    this.faults = faults;
  }

  /**
   * Takes a right away.
   *
   * @param verb {@code get}, {@code list}, {@code watch}, {@code patch}, {@code delete}
   * @param resource the plural
   */
  public void deny(String verb, String group, String resource) {
    denied.add(right(verb, group, resource));
  }

  public boolean allows(String verb, String group, String resource) {
    return !denied.contains(right(verb, group, resource))
        && !(verb.equals("patch") && faults.isOn(ClusterFault.PATCH_FORBIDDEN));
  }

  public void clear() {
    denied.clear();
  }

  private static String right(String verb, String group, String resource) {
    return verb + " " + group + "/" + resource;
  }
}
