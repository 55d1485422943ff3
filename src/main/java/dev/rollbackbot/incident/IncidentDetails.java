package dev.rollbackbot.incident;

import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.verification.Checklist;
import dev.rollbackbot.incident.verification.ItemStatus;
import dev.rollbackbot.runbook.DecisionRule;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.ServiceRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is true of an incident whatever its state.
 *
 * @param declaredBy who declared it
 * @param rollbackRequest the rollback that is prepared, done or finished
 * @param channel where the conversation is; empty until it is there
 * @param checklist the items before the rollback
 * @param earlierRollbacks rollbacks of this incident that ended without resolving it, oldest first
 * @param published what has been shown in Slack at least once
 * @param jobCount how many jobs it has started; the next one's id is made of it
 * @param deadlinePassed whether that has been said
 */
public record IncidentDetails(
    IncidentId id,
    Runbook runbook,
    Declaration declaration,
    Instant declaredAt,
    String declaredBy,
    RollbackRequest rollbackRequest,
    Optional<Channel> channel,
    Checklist checklist,
    List<Rollback> earlierRollbacks,
    Set<Effect.LiveMessage> published,
    int jobCount,
    boolean deadlinePassed) {
  public IncidentDetails {
    earlierRollbacks = List.copyOf(earlierRollbacks);
    published = Set.copyOf(published);
  }

  /**
   * What is asked for.
   *
   * @param by who asked for the rollback
   * @param method id of the runbook's method
   */
  public record RollbackRequest(String by, String method) {}

  /** Who asked for the rollback. */
  public String requester() {
    return rollbackRequest.by();
  }

  /** The method that is prepared, done or finished. */
  public Method method() {
    return runbook.method(rollbackRequest.method()).orElseThrow();
  }

  /** Where it is. */
  public Environment environment() {
    return runbook.environment(declaration.environment()).orElseThrow();
  }

  /** The runbook's services, as they are named there. */
  public List<ServiceRef> services() {
    return runbook.services().stream().map(s -> runbook.serviceIn(environment(), s.id())).toList();
  }

  /** The leaf of the decision tree that it was declared on. */
  public DecisionRule decisionRule() {
    return runbook.decisionRule(declaration.affectingUsers(), declaration.severity());
  }

  /** When the rollback should be over, where a clock runs. */
  public Optional<Instant> deadline() {
    return decisionRule().deadline().map(declaredAt::plus);
  }

  /** Id of the next job. */
  public String nextJob() {
    return id.label() + "/" + (jobCount + 1);
  }

  public IncidentDetails inChannel(Channel channel) {
    return copy(
        rollbackRequest,
        Optional.of(channel),
        checklist,
        earlierRollbacks,
        published,
        jobCount,
        deadlinePassed);
  }

  public IncidentDetails mark(String item, ItemStatus itemStatus) {
    return withChecklist(checklist.withStatus(item, itemStatus));
  }

  public IncidentDetails withChecklist(Checklist next) {
    return copy(
        rollbackRequest, channel, next, earlierRollbacks, published, jobCount, deadlinePassed);
  }

  public IncidentDetails requestedBy(String person, String method) {
    return copy(
        new RollbackRequest(person, method),
        channel,
        checklist,
        earlierRollbacks,
        published,
        jobCount,
        deadlinePassed);
  }

  public IncidentDetails withEndedRollback(Rollback ended) {
    List<Rollback> all = new ArrayList<>(earlierRollbacks);
    all.add(ended);
    return copy(rollbackRequest, channel, checklist, all, published, jobCount, deadlinePassed);
  }

  public IncidentDetails withPublished(Effect.LiveMessage liveMessage) {
    Set<Effect.LiveMessage> all = new TreeSet<>(published);
    all.add(liveMessage);
    return copy(
        rollbackRequest, channel, checklist, earlierRollbacks, all, jobCount, deadlinePassed);
  }

  public IncidentDetails withNextJob() {
    return copy(
        rollbackRequest,
        channel,
        checklist,
        earlierRollbacks,
        published,
        jobCount + 1,
        deadlinePassed);
  }

  public IncidentDetails withDeadlinePassed() {
    return copy(rollbackRequest, channel, checklist, earlierRollbacks, published, jobCount, true);
  }

  private IncidentDetails copy(
      RollbackRequest nextRequest,
      Optional<Channel> nextChannel,
      Checklist nextChecklist,
      List<Rollback> nextEarlier,
      Set<Effect.LiveMessage> nextShown,
      int nextJobs,
      boolean nextDeadlinePassed) {
    return new IncidentDetails(
        id,
        runbook,
        declaration,
        declaredAt,
        declaredBy,
        nextRequest,
        nextChannel,
        nextChecklist,
        nextEarlier,
        nextShown,
        nextJobs,
        nextDeadlinePassed);
  }
}
