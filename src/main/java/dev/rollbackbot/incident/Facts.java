package dev.rollbackbot.incident;

import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Guideline;
import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.Runbook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is true of an incident whatever its state.
 *
 * @param declaredBy who declared it
 * @param requester who asked for the rollback that is prepared, done or finished
 * @param method id of the method that is prepared, done or finished
 * @param channel where the conversation is; empty until it is there
 * @param checklist the items before the rollback
 * @param told whether stakeholders have heard of it
 * @param earlier rollbacks of this incident that ended without resolving it
 * @param jobs how many jobs it has started; the next one's id is made of it
 * @param deadlinePassed whether that has been said
 */
public record Facts(
    IncidentId id,
    Runbook runbook,
    Declaration declaration,
    Instant declaredAt,
    String declaredBy,
    String requester,
    String method,
    Optional<Channel> channel,
    Checklist checklist,
    boolean told,
    List<Rollback> earlier,
    int jobs,
    boolean deadlinePassed) {
  public Facts {
    earlier = List.copyOf(earlier);
  }

  /** Where it is. */
  public Environment environment() {
    return runbook.environment(declaration.environment()).orElseThrow();
  }

  /** The leaf of the decision tree that it was declared on. */
  public Guideline guideline() {
    return runbook.advise(declaration.affectingUsers(), declaration.severity());
  }

  /** When the rollback should be over, where a clock runs. */
  public Optional<Instant> deadline() {
    return guideline().deadline().map(declaredAt::plus);
  }

  /** The method that is prepared, done or finished. */
  public Method theMethod() {
    return runbook.method(method).orElseThrow();
  }

  Facts in(Channel where) {
    return new Facts(
        id,
        runbook,
        declaration,
        declaredAt,
        declaredBy,
        requester,
        method,
        Optional.of(where),
        checklist,
        told,
        earlier,
        jobs,
        deadlinePassed);
  }

  Facts with(Checklist next) {
    return new Facts(
        id,
        runbook,
        declaration,
        declaredAt,
        declaredBy,
        requester,
        method,
        channel,
        next,
        told,
        earlier,
        jobs,
        deadlinePassed);
  }

  Facts askedBy(String person, String forMethod) {
    return new Facts(
        id,
        runbook,
        declaration,
        declaredAt,
        declaredBy,
        person,
        forMethod,
        channel,
        checklist,
        true,
        earlier,
        jobs,
        deadlinePassed);
  }

  Facts after(Rollback ended) {
    List<Rollback> all = new ArrayList<>(earlier);
    all.add(ended);
    return new Facts(
        id,
        runbook,
        declaration,
        declaredAt,
        declaredBy,
        requester,
        method,
        channel,
        checklist,
        told,
        all,
        jobs,
        deadlinePassed);
  }

  Facts oneMoreJob() {
    return new Facts(
        id,
        runbook,
        declaration,
        declaredAt,
        declaredBy,
        requester,
        method,
        channel,
        checklist,
        told,
        earlier,
        jobs + 1,
        deadlinePassed);
  }

  Facts late() {
    return new Facts(
        id,
        runbook,
        declaration,
        declaredAt,
        declaredBy,
        requester,
        method,
        channel,
        checklist,
        told,
        earlier,
        jobs,
        true);
  }
}
