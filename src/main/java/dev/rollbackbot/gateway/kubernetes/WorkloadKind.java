package dev.rollbackbot.gateway.kubernetes;

/** What can be rolled back, and where its revisions are. */
enum WorkloadKind {
  DEPLOYMENT("deployments", "replicasets"),
  STATEFUL_SET("statefulsets", "controllerrevisions"),
  DAEMON_SET("daemonsets", "controllerrevisions");

  /** As paths name it. */
  final String plural;

  final String revisions;

  WorkloadKind(String plural, String revisions) {
    this.plural = plural;
    this.revisions = revisions;
  }

  /** As kubectl names one. */
  String singular() {
    return plural.substring(0, plural.length() - 1);
  }
}
